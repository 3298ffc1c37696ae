import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { migrate } from '../../../codemods/engine/migrate';
import type { Site } from '../../../codemods/report/report';
import { zentra } from '../../../codemods/zentra/index';
import { type Program, programArbitrary } from './program';
import { render, type Sources } from './render';
import { type ProgramRun, runPrograms } from './run-programs';
import { makeWorkspace } from './workspace';

export interface Verdict {
  program: Program;
  before: Sources;
  after: Sources;
  /** What differs; empty where the migrated program means the same. */
  problems: string[];
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
    const { report } = await migrate(zentra, {
      root: workspace.root,
      paths: ['src'],
      mode: 'write',
      rules: [],
      skipRules: [],
      client: 'zentra-compat',
      assumeClients: [],
      include: [],
      exclude: [],
    });
    const second = await runPrograms(workspace.compiled('after'), names);
    return [...named].map(([name, program]) => {
      const sites = report.sites.filter(({ file }) => file.startsWith(`src/${name}/`));
      const failed = report.files.filter(
        ({ file, status }) => status === 'failed' && file.startsWith(`src/${name}/`),
      );
      const [one, two] = [first.get(name)!, second.get(name)!];
      return {
        program,
        before: before.get(name)!,
        after: workspace.sources(name),
        problems: [
          ...failed.map(({ file, error }) => `${file} failed: ${error}`),
          ...differences(one, two),
          ...unexpectedWarnings(two, sites),
        ],
        sites,
        requests: Object.values(one.requests).flat().length,
        steps: program.steps.length,
      };
    });
  } finally {
    workspace.remove();
  }
}

function differences(before: ProgramRun, after: ProgramRun): string[] {
  return (['outcomes', 'requests'] as const)
    .filter((part) => !isDeepStrictEqual(before[part], after[part]))
    .map(
      (part) =>
        `${part} differ\n  before: ${JSON.stringify(before[part])}\n  after:  ${JSON.stringify(after[part])}`,
    );
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

const BATCH = 300;

/**
 * Generates `runs` programs and proves each of them.
 *
 * @throws {Error} with the seed, the shrunk program and its text before and after, where one does not mean the same
 */
export async function proveEquivalence({ runs, seed }: { runs: number; seed: number }): Promise<Proof> {
  const programs = fc.sample(programArbitrary, { seed, numRuns: runs });
  const proof: Proof = { programs: 0, steps: 0, requests: 0, rewritten: 0, review: 0 };
  for (let start = 0; start < runs; start += BATCH) {
    const verdicts = await compare(programs.slice(start, start + BATCH));
    const failed = verdicts.findIndex(({ problems }) => problems.length > 0);
    if (failed >= 0) throw await shrunk(seed, start + failed, verdicts[failed]!);
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
async function shrunk(seed: number, index: number, found: Verdict): Promise<Error> {
  let smallest = found;
  const property = fc.asyncProperty(programArbitrary, async (program) => {
    const [verdict] = await compare([program]);
    if (!verdict || verdict.problems.length === 0) return;
    smallest = verdict;
    throw new Error('differs');
  });
  await fc.check(property, { seed, path: String(index), numRuns: 1 });
  const text = (sources: Sources) => [...sources].map(([file, source]) => `// ${file}\n${source}`).join('\n');
  return new Error(
    [
      `A migrated program means something else (seed ${seed}, program ${index}).`,
      ...smallest.problems,
      `program: ${JSON.stringify(smallest.program)}`,
      `sites: ${JSON.stringify(smallest.sites, null, 1)}`,
      '--- before',
      text(smallest.before),
      '--- after',
      text(smallest.after),
    ].join('\n'),
  );
}
