import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Corpus, fetchCorpora } from '../corpora/fetch';
import { migrateTree } from '../corpora/prove';
import { proveApplications } from './applications';
import { arrangePackage } from './arrange';
import { judge, type Outcome } from './judge';
import type { Language } from './package-sources';
import { parseTruth } from './truth';

const root = dirname(dirname(import.meta.dirname));

interface Pin {
  /** `name@version` */
  package: string;
  /** The folder or the file of the package that has it in each language. */
  javascript: string;
  typescript?: string;
}

/** The least share of the knowable receivers that must be rewritten. */
const goals: Record<Language, number> = { javascript: 0.95, typescript: 0.98 };

const usage = `usage: npm run prove:grafts -- [--only word] [--folder .corpora] [--keep folder]

  --only word    the packages with the word in their name
  --folder F     where the packages are kept
  --keep F       where the grafted trees are left, migrated, with their reports
`;

/** `npm run prove:grafts`. @returns 0 where every goal is reached, 1 where one is not, 2 for wrong usage */
export async function main(args: string[]): Promise<number> {
  let values: ReturnType<typeof options>;
  try {
    values = options(args);
  } catch (error) {
    console.error(`prove:grafts: ${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  const all = JSON.parse(readFileSync(join(import.meta.dirname, 'pins.json'), 'utf8')) as Pin[];
  const pins = all.filter((pin) => pin.package.includes(values.only));
  const names = pins.map((pin) => pin.package);
  const packages = await fetchCorpora(names, values.folder, (name) => console.log(`fetching ${name}`));
  const outcomes: Record<Language, Outcome[]> = { javascript: [], typescript: [] };
  console.log(header);
  for (const [index, pin] of pins.entries()) {
    for (const language of ['javascript', 'typescript'] as const) {
      if (!pin[language]) continue;
      const outcome = provePackage(packages[index]!, pin[language], language, values.keep);
      outcomes[language].push(outcome);
      show(`${pin.package} ${language === 'typescript' ? '(TS)' : ''}`, outcome);
    }
  }
  for (const { name, outcome } of proveApplications()) {
    outcomes.javascript.push(outcome);
    show(name, outcome);
  }
  console.log();
  const reached = (['javascript', 'typescript'] as const).map((language) =>
    isReached(language, outcomes[language]),
  );
  return reached.every(Boolean) ? 0 : 1;
}

function options(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', default: '' },
      folder: { type: 'string', default: join(root, '.corpora') },
      keep: { type: 'string' },
    },
  });
  return values;
}

function provePackage({ name, folder }: Corpus, at: string, language: Language, keep?: string): Outcome {
  const file = name
    .replace(/^@/, '')
    .replace('/', '-')
    .replace(/@[^@]*$/, '');
  const truth = `${file}.${language}.txt`;
  const judged = parseTruth(readFileSync(join(import.meta.dirname, 'truth', truth), 'utf8'), truth);
  const scratch = keep ? join(keep, `${file}.${language}`) : mkdtempSync(join(tmpdir(), 'zentra-grafts-'));
  try {
    if (keep) rmSync(scratch, { recursive: true, force: true });
    const tree = join(scratch, 'tree');
    const grafted = arrangePackage(join(folder, 'package'), at, language, judged, tree);
    const { report } = migrateTree(tree, scratch, ['--client', 'keep']);
    return judge(grafted, report, (path) => readFileSync(join(tree, path), 'utf8'));
  } finally {
    if (!keep) rmSync(scratch, { recursive: true, force: true });
  }
}

const columns = ['knowable', 'rewritten', 'review', 'open', 'missed', 'wrong', 'decoys', 'touched'] as const;
const header = `${'package'.padEnd(62)}${columns.map((column) => column.padStart(10)).join('')}`;

function show(name: string, outcome: Outcome): void {
  const { knowable, rewritten, left, open, missed, wrong, decoys, touched } = outcome;
  const figures = [
    knowable,
    rewritten,
    left.length,
    open,
    missed.length,
    wrong.length,
    decoys,
    touched.length,
  ];
  console.log(`${name.padEnd(62)}${figures.map((figure) => `${figure}`.padStart(10)).join('')}`);
  for (const [word, places] of Object.entries({ left, unasked: outcome.unasked, missed, wrong, touched })) {
    for (const place of places) console.log(`    ${word}: ${place}`);
  }
}

function isReached(language: Language, outcomes: readonly Outcome[]): boolean {
  const sum = (figure: (outcome: Outcome) => number) =>
    outcomes.reduce((total, outcome) => total + figure(outcome), 0);
  const knowable = sum((outcome) => outcome.knowable);
  const share = knowable === 0 ? 1 : sum((outcome) => outcome.rewritten) / knowable;
  const claims: [holds: boolean, text: string][] = [
    [share >= goals[language], `${(share * 100).toFixed(1)} % of ${knowable} knowable receivers rewritten`],
    [
      sum(({ unasked }) => unasked.length) === 0,
      `${sum(({ open }) => open)} open ones are review, with one cause each`,
    ],
    [sum(({ missed }) => missed.length) === 0, `${sum(({ missed }) => missed.length)} missed`],
    [sum(({ wrong }) => wrong.length) === 0, `${sum(({ wrong }) => wrong.length)} wrong`],
    [
      sum(({ touched }) => touched.length) === 0,
      `${sum(({ touched }) => touched.length)} of ${sum(({ decoys }) => decoys)} decoys touched`,
    ],
  ];
  console.log(language === 'javascript' ? 'JavaScript' : 'TypeScript');
  for (const [holds, text] of claims) console.log(`  ${holds ? '✓' : '✗'} ${text}`);
  return claims.every(([holds]) => holds);
}
