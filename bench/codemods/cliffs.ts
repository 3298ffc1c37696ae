import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cycleOfFiles, filesUnderPatterns, keptTree, keptUsageLog, usesInOneFile } from '../generate/cliffs';
import { type Measured, measure, type Subject } from './measure';
import { firstDryRun, ours, reportFile } from './ours';
import { bareNode, inTurns, type Measuring, type Part, thousands } from './part';
import { peakOf, secondsOf, type Target } from './result';
import { growthExponent } from './statistics';
import { atMost, limits } from './targets';

/** Numbers of sites. The time once grew with the square of these. */
const SITES = [2_000, 20_000, 60_000] as const;

const treeWith = ({ cache }: Measuring, sites: number) =>
  keptTree(join(cache, 'trees'), `one-file-${sites}-sites`, () => usesInOneFile(sites));

/** More and more legacy calls in one file; the time per call must stay constant. */
export const oneFile: Part = (measuring) => {
  const subjects = SITES.map(
    (sites): Subject => ({
      ...firstDryRun(measuring.home, treeWith(measuring, sites)),
      name: `${thousands(sites)} sites in one file`,
    }),
  );
  const [node, ...rows] = inTurns([bareNode, ...subjects], measuring.options) as [Measured, ...Measured[]];
  measuring.add({
    title: 'Many sites in one file',
    about:
      'zentra-codemods migrate --dry-run, its diff printed and its report saved. Nothing of the tree is in our cache.',
    rows: [node, ...rows],
    baseline: node.name,
  });
  const middle = rows[1]!;
  return [
    atMost(
      `${middle.name}, over bare node`,
      limits.oneFileOverNode,
      secondsOf(middle) / secondsOf(node),
      '×',
    ),
    growth('sites in one file', rows),
  ];
};

/** The same saved reports in every format. */
export const formats: Part = (measuring) => {
  const saved = SITES.map((sites) => savedReport(measuring, sites));
  return ['text', 'json', 'md', 'html', 'sarif', 'github', 'gitlab'].map((format): Target => {
    const rows = inTurns(
      saved.map((file, index) => ({
        name: `${format}, ${thousands(SITES[index]!)} sites`,
        command: ours(measuring.home, ['report', file, '--format', format]),
      })),
      measuring.options,
    );
    measuring.add({
      title: `A report as ${format}`,
      about: `zentra-codemods report saved.json --format ${format}.`,
      rows,
      baseline: rows[0]!.name,
    });
    return growth(`sites of a report as ${format}`, rows);
  });
};

function savedReport(measuring: Measuring, sites: number): string {
  const file = join(measuring.cache, 'reports', `${sites}-sites.json`);
  if (existsSync(file)) return file;
  const { prepare, command } = firstDryRun(measuring.home, treeWith(measuring, sites));
  prepare?.();
  measure(command);
  mkdirSync(join(measuring.cache, 'reports'), { recursive: true });
  copyFileSync(reportFile(measuring.home), file);
  return file;
}

/** Ignore files of thousands of patterns. */
export const ignored: Part = (measuring) => {
  const counts = [20, 2_000, 20_000];
  const subjects = counts.map((patterns): Subject => {
    const folder = keptTree(join(measuring.cache, 'trees'), `ignore-${patterns}-patterns`, () =>
      filesUnderPatterns(2_000, patterns),
    );
    return { ...firstDryRun(measuring.home, folder), name: `${thousands(patterns)} patterns` };
  });
  const rows = inTurns(subjects, measuring.options);
  measuring.add({
    title: 'Ignore patterns over 2,000 files',
    about: 'zentra-codemods migrate --dry-run. No pattern matches a file.',
    rows,
    baseline: rows[0]!.name,
  });
  const [few, , many] = rows;
  const ratio = secondsOf(many!) / secondsOf(few!);
  return [
    atMost('20,000 ignore patterns over 2,000 files, over 20 patterns', limits.patternsOverFew, ratio, '×'),
  ];
};

/** Files that import each other in one circle. */
export const cycle: Part = (measuring) => {
  const counts = [1_000, 4_000];
  const rows = inTurns(
    counts.map((count): Subject => {
      const folder = keptTree(join(measuring.cache, 'trees'), `cycle-${count}-files`, () =>
        cycleOfFiles(count),
      );
      return { ...firstDryRun(measuring.home, folder), name: `a cycle of ${thousands(count)} files` };
    }),
    measuring.options,
  );
  measuring.add({
    title: 'Cycles of imports',
    about: 'zentra-codemods migrate --dry-run. Every file has a legacy call, and imports the next one.',
    rows,
    baseline: rows[0]!.name,
  });
  const points = rows.map((row, index) => ({ size: counts[index]!, time: secondsOf(row) }));
  return [
    atMost('growth with the files of a cycle, exponent', limits.cliffExponent, growthExponent(points), ''),
  ];
};

/** Files that a check reads besides the tree: a usage log and a baseline. */
export const logs: Part = async (measuring) => {
  const tree = keptTree(join(measuring.cache, 'trees'), 'ignore-20-patterns', () =>
    filesUnderPatterns(2_000, 20),
  );
  const log = await keptUsageLog(join(measuring.cache, 'logs'), 1_000_000);
  const baseline = savedReport(measuring, 50_000);
  const check = (name: string, args: readonly string[], expectedExit: number[]): Subject => ({
    name,
    command: ours(measuring.home, ['migrate', '--check', ...args], tree),
    expectedExit,
  });
  const rows = inTurns(
    [
      check('a check alone', [], [1]),
      check('with a usage log of 1,000,000 lines', ['--usage', log], [1]),
      check('with a baseline of 50,000 sites', ['--baseline', baseline], [1]),
    ],
    measuring.options,
  );
  measuring.add({
    title: 'Usage logs and baselines',
    about: 'zentra-codemods migrate --check over 2,000 files. The log has 5,000 call sites in 200 runs.',
    rows,
    baseline: rows[0]!.name,
  });
  return rows
    .slice(1)
    .map((row) => atMost(`a check ${row.name}, peak memory`, limits.logsPeakMb, peakOf(row), 'MB'));
};

function growth(what: string, rows: readonly Measured[]): Target {
  const points = rows.map((row, index) => ({ size: SITES[index]!, time: secondsOf(row) }));
  return atMost(`growth with the ${what}, exponent`, limits.cliffExponent, growthExponent(points), '');
}
