import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { migrate } from '../../../codemods/engine/migrate';
import type { Report, Site } from '../../../codemods/report/report';
import { zentra } from '../../../codemods/zentra/index';
import { wholeTree } from '../../codemods/engine/whole-tree';
import { allPrograms, type Program, packagedPrograms, plainPrograms } from './program';
import { render, type Sources, suiteOf } from './render';
import { type ProgramRun, runPrograms } from './run-programs';
import { makeWorkspace, type Workspace } from './workspace';

export interface Verdict {
  program: Program;
  before: Sources;
  after: Sources;
  /** What differs; empty where the migrated program means the same. */
  problems: string[];
  /** What one run over everything finds. */
  sites: readonly Site[];
  /** Requests and steps compared. */
  requests: number;
  steps: number;
}

/**
 * Runs programs, migrates them in one go, runs them again, and compares. Programs that set a unit of limits are a repository of
 * their own: where one client of a repository does, no `updateLimits` in it can be rewritten.
 */
async function compare(programs: readonly Program[]): Promise<Verdict[]> {
  const repositories = [programs.filter(setsUnit), programs.filter((program) => !setsUnit(program))];
  const verdicts = new Map<Program, Verdict>();
  for (const repository of repositories.filter(({ length }) => length > 0)) {
    for (const verdict of await compareTogether(repository)) verdicts.set(verdict.program, verdict);
  }
  return programs.map((program) => verdicts.get(program)!);
}

const setsUnit = ({ holder, steps }: Program) =>
  holder === 'majorUnits' || steps.some(({ call }) => call === 'limitsMajor');

async function compareTogether(programs: readonly Program[]): Promise<Verdict[]> {
  const named = new Map(programs.map((program, index) => [`p${index}`, program]));
  const before = new Map([...named].map(([name, program]) => [name, render(name, program)]));
  const names = [...named.keys()];
  const workspace = makeWorkspace(before);
  try {
    const first = await runPrograms(workspace.compiled('before'), names);
    const narrowed = programs.some(({ selection }) => selection !== 'whole')
      ? await migrateNarrowly(workspace, named, before)
      : undefined;
    const report = await migrateIn(workspace.root, { mode: 'write', paths: ['src'] });
    const second = await runPrograms(workspace.compiled('after'), names);
    return [...named].map(([name, program]) => {
      const within = ({ file }: { file: string }) => file.startsWith(`src/${name}/`);
      const sites = report.sites.filter(within);
      const files = [...(narrowed?.report.files ?? []), ...report.files];
      const failed = files.filter((file) => file.status === 'failed' && within(file));
      const [one, two] = [first.get(name)!, second.get(name)!];
      const between = narrowed && {
        run: narrowed.runs.get(name)!,
        sites: narrowed.report.sites.filter(within),
      };
      const atOnce = narrowed ? narrowed.atOnce.sites.filter(within) : sites;
      const suite = suiteOf(program) !== undefined;
      return {
        program,
        before: before.get(name)!,
        after: workspace.sources(name),
        problems: [
          ...failed.map(({ file, error }) => `${file} failed: ${error}`),
          ...notLoaded(one),
          ...(between ? differences('after the narrow run', suite, one, between.run, between.sites) : []),
          ...differences('after', suite, one, two, sites),
          ...unexpectedWarnings(two, sites),
          ...(between ? leftOver(atOnce, between.sites, sites) : []),
        ],
        sites: atOnce,
        requests: Object.values(one.requests).flat().length,
        steps: program.steps.length,
      };
    });
  } finally {
    workspace.remove();
  }
}

/** What one run over everything would find, and a run over parts, with what the programs do after it. */
async function migrateNarrowly(
  workspace: Workspace,
  named: ReadonlyMap<string, Program>,
  before: ReadonlyMap<string, Sources>,
) {
  const atOnce = await migrateIn(workspace.root, { mode: 'dry-run', paths: ['src'] });
  const report = await migrateIn(workspace.root, { mode: 'write', ...narrowSelection(named, before) });
  return { atOnce, report, runs: await runPrograms(workspace.compiled('between'), [...named.keys()]) };
}

async function migrateIn(
  root: string,
  options: { mode: 'write' | 'dry-run'; paths: string[]; exclude?: string[] },
): Promise<Report> {
  const { report } = await migrate(zentra, {
    ...wholeTree,
    root,
    client: 'zentra-compat',
    ...options,
  });
  return report;
}

function narrowSelection(named: ReadonlyMap<string, Program>, sources: ReadonlyMap<string, Sources>) {
  const paths: string[] = [];
  const exclude: string[] = [];
  for (const [name, { selection }] of named) {
    const files = [...sources.get(name)!.keys()];
    const main = files.filter((file) => /(?:^|\/)main\.\w+$/.test(file));
    const rest = files.filter((file) => !main.includes(file) && /\.[cm]?[jt]s$/.test(file));
    const within = (chosen: string[]) => chosen.map((file) => `src/${name}/${file}`);
    if (selection === 'main') paths.push(...within(main));
    if (selection === 'rest') paths.push(...within(rest));
    if (selection === 'whole' || selection === 'excluded') paths.push(`src/${name}`);
    if (selection === 'excluded') exclude.push(...within(main));
    const member = `packages/${selection}`;
    if (files.some((file) => file.startsWith(`${member}/`))) paths.push(`src/${name}/${member}`);
  }
  // A run needs something to do.
  return { paths: paths.length > 0 ? paths : ['src'], exclude };
}

/** A program that does not run before its migration would prove nothing. */
const notLoaded = ({ outcomes }: ProgramRun) =>
  JSON.stringify(outcomes).includes('"notLoaded"') ? [`it does not load: ${JSON.stringify(outcomes)}`] : [];

function differences(
  when: string,
  suite: boolean,
  before: ProgramRun,
  after: ProgramRun,
  sites: readonly Site[],
): string[] {
  const asked = sites.some(({ status }) => status === 'review');
  const parts = (['outcomes', 'requests'] as const)
    // A fake has the reviewed names alone, so a call that a person has to look at fails on it, and sends nothing all the same.
    .filter((part) => !(part === 'outcomes' && suite && asked))
    .filter((part) => !isDeepStrictEqual(before[part], after[part]));
  return parts.map(
    (part) =>
      `${part} differ ${when}\n  before: ${JSON.stringify(before[part])}\n  after:  ${JSON.stringify(after[part])}`,
  );
}

/** Two runs, the first of which saw a part, rewrite and leave the same as one. */
function leftOver(atOnce: readonly Site[], narrow: readonly Site[], second: readonly Site[]): string[] {
  const named = (sites: readonly Site[], status: Site['status']) =>
    sites
      .filter((site) => site.status === status)
      // A line moves with the notes that the first run leaves above it.
      .map(({ file, rule, before }) => `${file}: ${rule}: ${before.trim()}`)
      .sort();
  const review = [named(atOnce, 'review'), named(second, 'review')] as const;
  const rewritten = [named(atOnce, 'rewritten'), named([...narrow, ...second], 'rewritten')] as const;
  return [
    ...(review[0].length === review[1].length
      ? []
      : [`one run leaves for review\n  ${review[0].join('\n  ')}\ntwo leave\n  ${review[1].join('\n  ')}`]),
    ...(rewritten[0].length === rewritten[1].length
      ? []
      : [`one run rewrites\n  ${rewritten[0].join('\n  ')}\ntwo rewrite\n  ${rewritten[1].join('\n  ')}`]),
  ];
}

/** A deprecation in the second run must come from a site that the report hands to a person. */
function unexpectedWarnings({ deprecations }: ProgramRun, sites: readonly Site[]): string[] {
  const review = sites.filter(({ status }) => status === 'review');
  // A member that is computed at run time may be any of them.
  const explained = (code: string) =>
    review.some(
      (site) =>
        site.code === code ||
        site.rule === 'dynamic-member' ||
        (code === 'ZENTRA_DEP0006' && site.rule === 'reference-to-transaction-reference'),
    );
  return [...new Set(deprecations)]
    .filter((code) => !explained(code))
    .map((code) => `the second run warns ${code}, and no site of it is left for review`);
}

export interface Proof {
  programs: number;
  steps: number;
  requests: number;
  rewritten: number;
  review: number;
}

const arbitraries = { plain: plainPrograms, all: allPrograms, packages: packagedPrograms } as const;

interface Run {
  runs: number;
  seed: number;
  forms: keyof typeof arbitraries;
  /** Whether a failing program is made small, which takes many runs; otherwise all that fail beside it are given as generated. */
  shrink: boolean;
}

const BATCH = 300;

/**
 * Generates `runs` programs and proves each of them.
 *
 * @throws {Error} with the seed, the shrunk program and its text before and after, where one does not mean the same
 */
export async function proveEquivalence({ runs, seed, forms, shrink }: Run): Promise<Proof> {
  const arbitrary = arbitraries[forms];
  const programs = fc.sample(arbitrary, { seed, numRuns: runs });
  const proof: Proof = { programs: 0, steps: 0, requests: 0, rewritten: 0, review: 0 };
  for (let start = 0; start < runs; start += BATCH) {
    const verdicts = await compare(programs.slice(start, start + BATCH));
    const failed = verdicts.findIndex(({ problems }) => problems.length > 0);
    if (failed >= 0) {
      const differing = shrink
        ? [await shrunk(arbitrary, seed, start + failed, verdicts[failed]!)]
        : verdicts.filter(({ problems }) => problems.length > 0);
      throw new Error(
        `Migrated programs mean something else (seed ${seed}, the first is program ${start + failed}).\n${differing.map(described).join('\n')}`,
      );
    }
    for (const { steps, requests, sites } of verdicts) {
      proof.programs++;
      proof.steps += steps;
      proof.requests += requests;
      proof.rewritten += sites.filter(({ status }) => status === 'rewritten').length;
      proof.review += sites.filter(({ status }) => status === 'review').length;
    }
  }
  return proof;
}

/** Makes the failing program as small as it fails, by replaying fast-check from it. */
async function shrunk(
  arbitrary: fc.Arbitrary<Program>,
  seed: number,
  index: number,
  found: Verdict,
): Promise<Verdict> {
  let smallest = found;
  const property = fc.asyncProperty(arbitrary, async (program) => {
    const [verdict] = await compare([program]);
    if (!verdict || verdict.problems.length === 0) return;
    smallest = verdict;
    throw new Error('differs');
  });
  await fc.check(property, { seed, path: String(index), numRuns: 1 });
  return smallest;
}

function described({ problems, program, sites, before, after }: Verdict): string {
  const text = (sources: Sources) => [...sources].map(([file, source]) => `// ${file}\n${source}`).join('\n');
  return [
    ...problems,
    `program: ${JSON.stringify(program)}`,
    `sites: ${JSON.stringify(sites, null, 1)}`,
    '--- before',
    text(before),
    '--- after',
    text(after),
  ].join('\n');
}
