import { parseArgs } from 'node:util';

export const partNames = ['import', 'throughput', 'overhead', 'answers'] as const;
export type PartName = (typeof partNames)[number];

export interface BenchOptions {
  parts: readonly PartName[];
  /** Turns of each contender, or process starts for the import. */
  rounds: number;
  /** Milliseconds of a turn. */
  turn: number;
}

export const usage = `usage: npm run bench:runtime -- [options]

  --parts a,b    of ${partNames.join(', ')} (default: all)
  --rounds 15    turns of each contender
  --turn 500     milliseconds of each turn
`;

/** @throws {TypeError} naming the option at fault */
export function benchOptions(args: string[]): BenchOptions | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      parts: { type: 'string', default: partNames.join(',') },
      rounds: { type: 'string', default: '15' },
      turn: { type: 'string', default: '500' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return 'help';
  const parts = values.parts.split(',').map((name) => {
    const part = partNames.find((known) => known === name);
    if (part) return part;
    throw new TypeError(`--parts takes ${partNames.join(', ')}, not ${JSON.stringify(name)}`);
  });
  return { parts, rounds: whole('--rounds', values.rounds), turn: whole('--turn', values.turn) };
}

function whole(option: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new TypeError(`${option} takes a whole number above 0, not ${JSON.stringify(text)}`);
}
