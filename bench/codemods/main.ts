import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { cycle, formats, ignored, logs, oneFile } from './cliffs';
import { installPeers } from './install-peers';
import { type Measured, measure, type Subject } from './measure';
import { large, migrate } from './migrate';
import { benchOptions, type PartName, usage } from './options';
import { firstDryRun, ours } from './ours';
import { bareNode, inTurns, type Measuring, type Part, thousands, treeOf, walk } from './part';
import { markdownOf, type Result, type Section, secondsOf, type Target } from './result';
import { growthExponent } from './statistics';
import { atMost, limits } from './targets';
import { threads } from './threads';
import { untyped } from './untyped';

const bench = dirname(import.meta.dirname);
const cache = join(bench, '.cache');
const home = join(cache, 'home');

export async function main(args: string[]): Promise<number> {
  let options: ReturnType<typeof benchOptions>;
  try {
    options = benchOptions(args);
  } catch (error) {
    console.error(`bench:codemods: ${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  if (options === 'help') {
    console.log(usage);
    return 0;
  }
  const startedAt = new Date();
  const peers = installPeers(join(cache, 'peers'));
  mkdirSync(home, { recursive: true });

  const sections: Section[] = [];
  const targets: Target[] = [];
  const measuring: Measuring = { options, peers, cache, home, add: (...each) => sections.push(...each) };
  const known = {
    startedAt,
    commit: commitOf(),
    command: ['npm run bench:codemods --', ...args].join(' ').replace(/ --$/, ''),
    machine: `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 1e9)} GB, ${process.platform} ${process.arch}`,
    versions: [`node ${process.versions.node}`, `zentra-codemods ${ourVersion()}`, ...peers.versions],
  };
  let failed = 0;
  for (const part of options.parts) {
    console.error(`\n${part}`);
    try {
      targets.push(...(await parts[part](measuring)));
    } catch (error) {
      // The other parts are worth their minutes all the same.
      failed += 1;
      console.error(error);
      targets.push(notRun(part, error as Error));
    }
    write({ ...known, sections, targets, minutes: (Date.now() - startedAt.getTime()) / 60_000 });
  }
  console.log(`\n${readFileSync(resultFile(startedAt), 'utf8')}\nWritten to ${resultFile(startedAt)}`);
  return failed > 0 ? 1 : 0;
}

const notRun = (part: PartName, { message }: Error): Target => ({
  claim: `the part ${part}`,
  target: 'runs',
  measured: message.split('\n')[0]!,
  met: false,
});

const resultFile = (startedAt: Date): string =>
  join(bench, 'results', `codemods-${startedAt.toISOString().slice(0, 16).replaceAll(':', '')}Z.md`);

/** After each part, so that a run that is stopped leaves what it has measured. */
function write(result: Result): void {
  const file = resultFile(result.startedAt);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, markdownOf(result));
}

/** A repository without any use of the SDK, like most repositories. */
const untouched: Part = (measuring) => {
  const { options, add } = measuring;
  return options.files.map((files) => {
    const { folder, summary } = treeOf(measuring, { files, legacyShare: 0 });
    const least = walk(measuring, folder);
    const rows = inTurns([firstDryRun(home, folder), least], options);
    add({
      title: `${thousands(files)} files, ${(summary.bytes / 1e6).toFixed(0)} MB, no use of the SDK`,
      about: 'The decoys are still there. Nothing of the tree is in our cache.',
      rows,
      baseline: least.name,
    });
    const ratio = secondsOf(rows[0]!) / secondsOf(rows[1]!);
    return atMost(
      `${thousands(files)} files without the SDK, over walk and read`,
      limits.untouchedOverWalk,
      ratio,
      '×',
    );
  });
};

/** `--check` again without changes, as in every pull request. */
const unchanged: Part = (measuring) => {
  const { options, add } = measuring;
  return options.files.map((files) => {
    const { folder } = treeOf(measuring, { files });
    const least = walk(measuring, folder);
    const check: Subject = {
      name: 'zentra-codemods migrate --check, second time',
      command: ours(home, ['migrate', '--check'], folder),
      expectedExit: [1],
    };
    rmSync(join(home, 'cache'), { recursive: true, force: true });
    const first = measure(check.command);
    const rows = inTurns([check, least], options);
    add({
      title: `${thousands(files)} files, checked a second time`,
      about: `The first check filled the cache in ${first.seconds.toFixed(2)} s; nothing has changed since.`,
      rows,
      baseline: least.name,
    });
    const ratio = secondsOf(rows[0]!) / secondsOf(rows[1]!);
    return atMost(
      `${thousands(files)} files checked again, over walk and read`,
      limits.unchangedOverWalk,
      ratio,
      '×',
    );
  });
};

/** The same number of files, with more legacy calls. */
const sites: Part = (measuring) => {
  const { options, add } = measuring;
  const files = Math.min(...options.files);
  const trees = [2, 8, 32].map((sitesPerFile) => treeOf(measuring, { files, sitesPerFile }));
  const rows = inTurns(
    trees.map(({ folder, summary }) => ({
      ...firstDryRun(home, folder),
      name: `${thousands(summary.sites.length)} sites`,
    })),
    options,
  );
  add({
    title: `${thousands(files)} files, more sites`,
    about:
      'zentra-codemods migrate --dry-run over trees that differ in the number of legacy calls in a file.',
    rows,
    baseline: rows[0]!.name,
  });
  const points = rows.map((row, index) => ({
    size: trees[index]!.summary.sites.length,
    time: secondsOf(row),
  }));
  return [atMost('growth with the number of sites, exponent', limits.exponent, growthExponent(points), '')];
};

/** Time until anything happens. */
const start: Part = ({ options, add }) => {
  const help: Subject = { name: 'zentra-codemods --help', command: ours(home, ['--help']) };
  const wrong: Subject = {
    name: 'zentra-codemods migrate --no-such-option',
    command: ours(home, ['migrate', '--no-such-option']),
    expectedExit: [2],
  };
  // A single run is too short for a reliable number.
  const rows = inTurns([bareNode, help, wrong], { ...options, runs: options.runs * 4 });
  add({ title: 'Start', about: 'Nothing is read but the command line.', rows, baseline: bareNode.name });
  const [base, ...own] = rows as [Measured, ...Measured[]];
  return own.map((row) =>
    atMost(`${row.name}, over bare node`, limits.startOverNode, secondsOf(row) / secondsOf(base), '×'),
  );
};

const parts: Record<PartName, Part> = {
  migrate,
  large,
  untouched,
  unchanged,
  sites,
  start,
  'one-file': oneFile,
  formats,
  ignored,
  cycle,
  logs,
  untyped,
  threads,
};

const ourVersion = (): string =>
  (JSON.parse(readFileSync(join(bench, '../codemods/package.json'), 'utf8')) as { version: string }).version;

function commitOf(): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: bench, encoding: 'utf8' }).trim();
  const edited = git('status', '--porcelain', '--untracked-files=no', '--', '../codemods', '../src') !== '';
  return git('rev-parse', '--short', 'HEAD') + (edited ? ' and uncommitted changes' : '');
}
