import { parseArgs } from 'node:util';
import { type PeerName, peerNames } from './peers';

export const partNames = [
  'migrate',
  'large',
  'untouched',
  'unchanged',
  'sites',
  'start',
  'one-file',
  'formats',
  'ignored',
  'cycle',
  'logs',
  'untyped',
  'threads',
] as const;
export type PartName = (typeof partNames)[number];

export interface BenchOptions {
  files: readonly number[];
  /** Size of the tree of the part `large`. */
  large: number;
  runs: number;
  seed: number;
  peers: readonly PeerName[];
  parts: readonly PartName[];
}

export const usage = `usage: npm run bench:codemods -- [options]

  --files 10000,30000   sizes of the generated trees
  --large 100000        size of the tree of the part "large"
  --runs 5              measured runs of each command
  --seed 1              of the generator
  --peers a,b           of ${peerNames.join(', ')}
                        (default: all but jscodeshift-all, which takes minutes; "all"; "none")
  --parts a,b           of ${partNames.join(', ')} (default: all)
`;

/** @throws {TypeError} naming the option at fault */
export function benchOptions(args: string[]): BenchOptions | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      files: { type: 'string', default: '10000,30000' },
      large: { type: 'string', default: '100000' },
      runs: { type: 'string', default: '5' },
      seed: { type: 'string', default: '1' },
      peers: { type: 'string' },
      parts: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return 'help';
  return {
    files: values.files.split(',').map((text) => whole('--files', text, 100)),
    large: whole('--large', values.large, 100),
    runs: whole('--runs', values.runs, 1),
    seed: whole('--seed', values.seed, 0),
    peers: named(
      '--peers',
      values.peers,
      peerNames,
      peerNames.filter((name) => name !== 'jscodeshift-all'),
    ),
    parts: named('--parts', values.parts, partNames, partNames),
  };
}

function whole(option: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new TypeError(`${option} takes whole numbers from ${least}, not ${JSON.stringify(text)}`);
}

function named<Name extends string>(
  option: string,
  text: string | undefined,
  known: readonly Name[],
  byDefault: readonly Name[],
): readonly Name[] {
  if (text === undefined) return byDefault;
  if (text === 'all') return known;
  if (text === 'none') return [];
  return text.split(',').map((name) => {
    const found = known.find((one) => one === name);
    if (found) return found;
    throw new TypeError(`${option} knows ${known.join(', ')}, not ${JSON.stringify(name)}`);
  });
}
