import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Corpus, fetchCorpora } from './fetch';
import { type Proof, prove } from './prove';
import { spliced } from './splice';
import { asPublished, mentioned, type Treatment } from './treatment';

const root = dirname(dirname(import.meta.dirname));
const LIMIT_MB = 1000;

/** A migration does not parse every file of a repository; the files of these packages are all parsed, to find parser faults. */
const parsedWhole = /^(test262-parser-tests|eslint|graphql|jquery|moment|rxjs)@/;

interface ProofPlan {
  corpora: readonly Corpus[];
  title: string;
  treatment: Treatment;
  args: string[];
}

const usage = `usage: npm run prove:corpora -- [--every N] [--only name,…] [--folder .corpora]

  --every 5      a client is put into every fifth file
  --only a,b     of ${'published, mentioned, spliced'}
  --folder F     where the packages are kept
`;

/** `npm run prove:corpora`. @returns 0 where every claim holds, 1 where one does not, 2 for wrong usage */
export async function main(args: string[]): Promise<number> {
  let values: ReturnType<typeof options>;
  try {
    values = options(args);
  } catch (error) {
    console.error(`prove:corpora: ${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  const pins = JSON.parse(readFileSync(join(import.meta.dirname, 'pins.json'), 'utf8')) as string[];
  const corpora = await fetchCorpora(pins, values.folder, (name) => console.log(`fetching ${name}`));
  const small = corpora.filter(({ name }) => parsedWhole.test(name));
  const proofs: Record<string, ProofPlan> = {
    published: {
      corpora,
      title: `${corpora.length} packages as published`,
      treatment: asPublished,
      args: [],
    },
    mentioned: {
      corpora: small,
      title: `${small.length} packages, every file made to be parsed`,
      treatment: mentioned,
      args: [],
    },
    spliced: {
      corpora,
      title: `a client in every ${values.every}th file`,
      treatment: spliced(values.every),
      args: ['--client', 'keep'],
    },
  };
  let holds = true;
  for (const name of values.only) {
    const proof = proofs[name];
    if (!proof) {
      console.error(
        `prove:corpora: --only knows ${Object.keys(proofs).join(', ')}, not "${name}"\n\n${usage}`,
      );
      return 2;
    }
    holds = show(proof.title, prove(proof.corpora, proof.treatment, proof.args)) && holds;
  }
  return holds ? 0 : 1;
}

function options(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      every: { type: 'string', default: '5' },
      only: { type: 'string', default: 'published,mentioned,spliced' },
      folder: { type: 'string', default: join(root, '.corpora') },
    },
  });
  const every = Number(values.every);
  if (!Number.isSafeInteger(every) || every < 1) {
    throw new TypeError(`--every takes whole numbers from 1, not "${values.every}"`);
  }
  return { every, only: values.only.split(','), folder: values.folder };
}

/** @returns whether every claim holds */
function show(title: string, proof: Proof): boolean {
  const { files, bytes, calls, found, wrong, failed, seconds, peakMb, exitCode } = proof;
  console.log(
    `\n${title}: ${files} files, ${(bytes / 1e6).toFixed(0)} MB, ${seconds.toFixed(1)} s, ${peakMb.toFixed(0)} MB of memory`,
  );
  const claims: [holds: boolean, text: string][] = [
    [exitCode === (failed.length > 0 ? 3 : 0), `it ends as it should: exit code ${exitCode}`],
    [wrong.length === 0, `${wrong.length || 'no'} files with other bytes than expected${some(wrong)}`],
    [found === calls, `${found} of ${calls} legacy calls found`],
    [peakMb <= LIMIT_MB, `within ${LIMIT_MB} MB of memory`],
  ];
  for (const [holds, text] of claims) console.log(`  ${holds ? '✓' : '✗'} ${text}`);
  const examples = failed.map(({ file, error }) => `${file} (${error})`);
  if (failed.length > 0) console.log(`  - ${failed.length} files reported and left alone${some(examples)}`);
  return claims.every(([holds]) => holds);
}

const some = (items: readonly string[]) => (items.length > 0 ? `: ${items.slice(0, 5).join(', ')}` : '');
