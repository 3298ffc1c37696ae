import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { cachedTree } from '../generate/write-tree';
import { type Accuracy, accuracyOf } from './accuracy';
import { cycle, formats, ignored, logs, oneFile } from './cliffs';
import { type Measured, measure, type Subject } from './measure';
import { type BenchOptions, benchOptions, type PartName, usage } from './options';
import { firstDryRun, ours, reportFile, veryFirstDryRun } from './ours';
import { bareNode, inTurns, type Measuring, type Part, thousands } from './part';
import { installPeers, type Peer, type PeerName } from './peers';
import { markdownOf, peakOf, type Section, secondsOf, type Target } from './result';
import { growthExponent } from './statistics';
import { atMost, limits } from './targets';
import { threads } from './threads';
import { untyped } from './untyped';

const bench = dirname(import.meta.dirname);
const cache = join(bench, '.cache');
const home = join(cache, 'home');

/** Must change when the generator writes other trees for the same options. */
const GENERATOR = 'v1';

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
  const { peers, versions } = installPeers(join(cache, 'peers'));
  mkdirSync(home, { recursive: true });

  const outcome = { sections: [] as Section[], targets: [] as Target[] };
  const add = (...sections: Section[]) => outcome.sections.push(...sections);
  const measuring: Measuring = { options, peers, cache, home, add };
  for (const part of options.parts) outcome.targets.push(...(await parts[part](measuring)));

  const commit = commitOf();
  const text = markdownOf({
    ...outcome,
    startedAt,
    commit,
    command: ['npm run bench:codemods --', ...args].join(' '),
    machine: `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 1e9)} GB, ${process.platform} ${process.arch}`,
    versions: [`node ${process.versions.node}`, `zentra-codemods ${ourVersion()}`, ...versions],
  });
  const file = join(
    bench,
    'results',
    `codemods-${startedAt.toISOString().slice(0, 16).replaceAll(':', '')}Z.md`,
  );
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(`\n${text}\nWritten to bench/results/${file.split(/[\\/]/).pop()}`);
  return 0;
}

/** A complete migration of a monorepo with legacy calls, compared with other tools that read the same text. */
const migrate: Part = ({ options, peers, add }) => {
  const targets: Target[] = [];
  const points: { size: number; time: number }[] = [];
  for (const files of options.files) {
    const { folder, summary } = treeOf(options, { files });
    const subject = firstDryRun(home, folder);
    const others = options.peers.map((name) => asSubject(peers[name], folder));
    const rows = inTurns([subject, ...others, veryFirstDryRun(home, folder)], options);
    const accuracy = accuracyOf(reportFile(home), summary);
    add({
      title: `${thousands(files)} files, ${(summary.bytes / 1e6).toFixed(0)} MB, ${summary.sites.length} sites`,
      about: `Nothing is written, and nothing of the tree is in our cache. ${sentenceOn(accuracy)}`,
      rows,
      baseline: subject.name,
    });
    const [own] = rows as [Measured];
    points.push({ size: files, time: secondsOf(own) });
    targets.push(...migrateTargets(files, own, rows, peers), accuracyTarget(files, accuracy));
  }
  if (points.length > 1) {
    targets.push(
      atMost('growth with the number of files, exponent', limits.exponent, growthExponent(points), ''),
    );
  }
  return targets;
};

function migrateTargets(
  files: number,
  own: Measured,
  rows: readonly Measured[],
  peers: Record<PeerName, Peer>,
): Target[] {
  const size = `${thousands(files)} files`;
  const targets: Target[] = [];
  const seconds = limits.seconds[files];
  if (seconds) targets.push(atMost(`${size}, the whole process`, seconds, secondsOf(own), 's'));
  const peak = limits.peakMb[files];
  if (peak) targets.push(atMost(`${size}, peak memory`, peak, peakOf(own), 'MB'));
  const over = (peer: PeerName, limit: number) => {
    const row = rows.find(({ name }) => name === peers[peer].title);
    if (row) targets.push(atMost(`${size}, over ${peer}`, limit, secondsOf(own) / secondsOf(row), '×'));
  };
  over('jscodeshift', limits.overJscodeshift);
  over('ast-grep', limits.overAstGrep);
  return targets;
}

/** A repository without any use of the SDK, like most repositories. */
const untouched: Part = ({ options, peers, add }) => {
  return options.files.map((files) => {
    const { folder, summary } = treeOf(options, { files, legacyShare: 0 });
    const walk = asSubject(peers.walk, folder);
    const subject = firstDryRun(home, folder);
    const rows = inTurns([subject, walk], options);
    add({
      title: `${thousands(files)} files, ${(summary.bytes / 1e6).toFixed(0)} MB, no use of the SDK`,
      about: 'The decoys are still there. Nothing of the tree is in our cache.',
      rows,
      baseline: walk.name,
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
const unchanged: Part = ({ options, peers, add }) => {
  return options.files.map((files) => {
    const { folder } = treeOf(options, { files });
    const walk = asSubject(peers.walk, folder);
    const check: Subject = {
      name: 'zentra-codemods migrate --check, second time',
      command: ours(home, ['migrate', '--check'], folder),
      expectedExit: [1],
    };
    rmSync(join(home, 'cache'), { recursive: true, force: true });
    const first = measure(check.command);
    const rows = inTurns([check, walk], options);
    add({
      title: `${thousands(files)} files, checked a second time`,
      about: `The first check filled the cache in ${first.seconds.toFixed(2)} s; nothing has changed since.`,
      rows,
      baseline: walk.name,
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
const sites: Part = ({ options, add }) => {
  const files = Math.min(...options.files);
  const trees = [2, 8, 32].map((sitesPerFile) => treeOf(options, { files, sitesPerFile }));
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

const treeOf = (
  options: BenchOptions,
  tree: { files: number; legacyShare?: number; sitesPerFile?: number },
) => cachedTree(join(cache, 'trees'), GENERATOR, { seed: options.seed, ...tree });

const asSubject = (peer: Peer, tree: string): Subject => ({ name: peer.title, command: peer.command(tree) });

function sentenceOn({ expected, missed, invented }: Accuracy): string {
  if (missed.length + invented.length === 0)
    return `Each of the ${expected} sites was found, and nothing else.`;
  const first = [...missed.slice(0, 3), ...invented.slice(0, 3)].join('; ');
  return `Of ${expected} sites ${missed.length} were missed, and ${invented.length} were reported that are none: ${first}.`;
}

function accuracyTarget(files: number, { expected, missed, invented }: Accuracy): Target {
  return {
    claim: `${thousands(files)} files, every site found and nothing else`,
    measured: `${expected - missed.length} of ${expected}, ${invented.length} others`,
    met: missed.length + invented.length === 0,
  };
}

const ourVersion = (): string =>
  (JSON.parse(readFileSync(join(bench, '../codemods/package.json'), 'utf8')) as { version: string }).version;

function commitOf(): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: bench, encoding: 'utf8' }).trim();
  const edited = git('status', '--porcelain', '--untracked-files=no', '--', '../codemods', '../src') !== '';
  return git('rev-parse', '--short', 'HEAD') + (edited ? ' and uncommitted changes' : '');
}
