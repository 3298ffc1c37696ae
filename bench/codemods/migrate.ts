import { type Accuracy, accuracyOf, findsOfReport } from './accuracy';
import { type Finds, findsOf, placesPrinted } from './finds';
import type { Measured, Subject } from './measure';
import { firstDryRun, reportFile, veryFirstDryRun } from './ours';
import { inTurns, type Measuring, type Part, thousands, treeOf } from './part';
import type { PeerName } from './peers';
import { peakOf, type Section, secondsOf, type Target } from './result';
import { growthExponent } from './statistics';
import { atMost, limits } from './targets';

/** Slow peers are given no larger tree than this, and no more runs, so that a run ends within half an hour. */
const SLOW = { files: 10_000, runs: 2 };

type Tree = ReturnType<typeof treeOf>;

/** A complete migration of a monorepo with legacy calls, compared with other tools that read the same text. */
export const migrate: Part = (measuring) => {
  const { options, home, add } = measuring;
  const targets: Target[] = [];
  const points: { size: number; time: number }[] = [];
  for (const files of options.files) {
    const tree = treeOf(measuring, { files });
    const { folder, summary } = tree;
    const subject = firstDryRun(home, folder);
    const finds = new Map<string, Finds>();
    const { others, absent } = peersOver(measuring, tree, finds);
    const rows = inTurns([subject, ...others, veryFirstDryRun(home, folder)], options);
    const accuracy = accuracyOf(reportFile(home), summary);
    finds.set(subject.name, findsOfReport(reportFile(home), summary));
    add({
      title: `${thousands(files)} files, ${(summary.bytes / 1e6).toFixed(0)} MB, ${summary.sites.length} sites`,
      about: `Nothing is written, and nothing of the tree is in our cache. ${sentenceOn(accuracy)}`,
      rows,
      baseline: subject.name,
      finds,
      absent,
    });
    const [own] = rows as [Measured];
    points.push({ size: files, time: secondsOf(own) });
    targets.push(...migrateTargets(measuring, files, rows), accuracyTarget(files, accuracy));
  }
  if (points.length > 1) {
    targets.push(
      atMost('growth with the number of files, exponent', limits.exponent, growthExponent(points), ''),
    );
  }
  return targets;
};

/** The chosen peers that can run over the tree, and the others with the reason; what each finds is added to `finds`. */
function peersOver({ options, peers }: Measuring, { folder, summary }: Tree, finds: Map<string, Finds>) {
  const others: Subject[] = [];
  const absent: NonNullable<Section['absent']>[number][] = [];
  for (const name of options.peers) {
    const { title, command, goesBy, slow } = peers.all[name];
    const tooLarge = slow && summary.files > SLOW.files;
    const why = tooLarge ? `only up to ${thousands(SLOW.files)} files` : peers.missing.get(name);
    if (why !== undefined) {
      absent.push({ name: title, why });
      continue;
    }
    others.push({
      name: title,
      command: command(folder),
      mayFail: true,
      ...(slow ? { runsAtMost: SLOW.runs } : {}),
      ...(goesBy
        ? { onPrinted: (text) => finds.set(title, findsOf(goesBy, placesPrinted(text, folder), summary)) }
        : {}),
    });
  }
  return { others, absent };
}

function migrateTargets({ peers }: Measuring, files: number, rows: readonly Measured[]): Target[] {
  const [own] = rows as [Measured];
  const size = `${thousands(files)} files`;
  const targets: Target[] = [];
  const seconds = limits.seconds[files];
  if (seconds) targets.push(atMost(`${size}, the whole process`, seconds, secondsOf(own), 's'));
  const peak = limits.peakMb[files];
  if (peak) targets.push(atMost(`${size}, peak memory`, peak, peakOf(own), 'MB'));
  const over = (peer: PeerName, limit: number) => {
    const row = rows.find(({ name, runs }) => name === peers.all[peer].title && runs.length > 0);
    if (row) targets.push(atMost(`${size}, over ${peer}`, limit, secondsOf(own) / secondsOf(row), '×'));
  };
  over('jscodeshift', limits.overJscodeshift);
  over('ast-grep', limits.overAstGrep);
  return targets;
}

/** A monorepo of another order of magnitude, beside the smallest one. */
export const large: Part = (measuring) => {
  const { options, home, add } = measuring;
  const small = treeOf(measuring, { files: Math.min(...options.files) });
  const big = treeOf(measuring, { files: options.large });
  const rows = inTurns(
    [small, big].map(({ folder, summary }) => ({
      ...firstDryRun(home, folder),
      name: `${thousands(summary.files)} files`,
    })),
    { runs: Math.min(options.runs, 3) },
  );
  const accuracy = accuracyOf(reportFile(home), big.summary);
  add({
    title: `${thousands(options.large)} files, ${(big.summary.bytes / 1e6).toFixed(0)} MB`,
    about: `zentra-codemods migrate --dry-run. ${sentenceOn(accuracy)}`,
    rows,
    baseline: rows[0]!.name,
  });
  const [short, long] = rows as [Measured, Measured];
  const ratio = secondsOf(long) / secondsOf(short);
  return [
    atMost(`${long.name}, over ${short.name}`, limits.largeOverSmall, ratio, '×'),
    atMost(`${long.name}, peak memory`, limits.largePeakMb, peakOf(long), 'MB'),
    accuracyTarget(options.large, accuracy),
  ];
};

function sentenceOn({ expected, missed, invented }: Accuracy): string {
  if (missed.length + invented.length === 0)
    return `Each of the ${expected} sites was found, and nothing else.`;
  const first = [...missed.slice(0, 3), ...invented.slice(0, 3)].join('; ');
  return `Of ${expected} sites ${missed.length} were missed, and ${invented.length} were reported that are none: ${first}.`;
}

function accuracyTarget(files: number, { expected, missed, invented }: Accuracy): Target {
  return {
    claim: `${thousands(files)} files, every site found and nothing else`,
    target: `${expected}, 0 others`,
    measured: `${expected - missed.length}, ${invented.length} others`,
    met: missed.length + invented.length === 0,
  };
}
