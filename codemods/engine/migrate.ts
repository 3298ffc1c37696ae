import type { Report, Verification } from '../report/report';
import { disk } from './file-system/disk';
import { type FileSystem, textIfAny } from './file-system/file-system';
import { type Findings, findingsOf, rulesOf } from './findings';
import type { Migration } from './migration';
import { type FileChange, type MigrateOptions, type MigrateResult, textChange } from './options';
import { requireKnownChoices } from './questions/known-choices';
import { blindSpotsOf, reportOf, scannedText } from './report-of';
import { ChangedSinceScan } from './scan/scan';
import { type ScannedTree, scanTree } from './scan-tree';
import { type MigrateInternals, type Setting, settingOf } from './setting';
import { UsageError } from './usage-error';
import { leftToWrite } from './write/replaced-already';
import { writeChanges } from './write/write';

/**
 * Scan → resolve → rewrite → write. Data flows one way; only the first stage reads the tree and only the last one writes.
 *
 * @param migration what is migrated to what
 * @throws {UsageError} for paths that do not exist, and while another run writes below the same root
 */
export async function migrate(
  migration: Migration,
  options: MigrateOptions,
  internals: MigrateInternals = {},
): Promise<MigrateResult> {
  const startedAt = new Date();
  const setting = settingOf(migration, options, internals);
  try {
    const tree = scanTree(options, setting);
    const known = await findingsOf(options, tree, setting);
    const found = {
      ...known,
      blindSpots: [...known.blindSpots, ...tree.leftOut],
      honoured: [...known.honoured, ...tree.honoured],
    };
    return await concluded(startedAt, options, tree, found, setting);
  } catch (error) {
    if (!(error instanceof ChangedSinceScan)) throw error;
    return migrate(migration, options, { ...internals, readsInventory: false });
  }
}

/** Verifies and writes the changes where that is asked for, and reports. */
async function concluded(
  startedAt: Date,
  options: MigrateOptions,
  tree: ScannedTree,
  found: Findings,
  setting: Setting,
): Promise<MigrateResult> {
  const { root, fileSystem, replaced } = setting;
  const textOf = scannedText(root, tree, fileSystem);
  const spots = blindSpotsOf({ options, scanned: tree, found, textOf });
  requireKnownChoices(options.answers ?? [], [...found.questions, ...spots.questions]);
  const changes = options.mode === 'check' && !options.verify ? [] : found.changes();
  const verification = await verified(options, found, changes, setting);
  const own = ownTexts(root, options, fileSystem);
  const isRefused = verification !== undefined && verification.status !== 'passed';
  const outcomes =
    options.mode === 'write' && fileSystem.isDisk && !isRefused
      ? writeChanges(root, leftToWrite(disk, root, [...changes, ...own], replaced), {
          onProgress: options.onProgress,
        })
      : [];
  const unwritten = outcomes.filter((outcome) => outcome.status === 'failed');
  const { report, questions } = reportOf({
    options,
    startedAt,
    scanned: tree,
    found,
    spots,
    failed: [...tree.failed, ...tree.unlisted, ...found.failed, ...unwritten],
    rules: rulesOf(options, setting.migration),
    textOf,
  });
  const written = isRefused ? changes : [...changes, ...own];
  if (!verification) return { report, changes: written, questions };
  return {
    report: withVerification(report, verification),
    changes: options.mode === 'check' ? [] : written,
    questions,
  };
}

/** Changes to files of ours, such as the answers that this run honours; none for a file that has the text already. */
function ownTexts(root: string, { alongside = [] }: MigrateOptions, fileSystem: FileSystem): FileChange[] {
  return alongside.flatMap(({ file, after }) => {
    const before = textIfAny(fileSystem, `${root}/${file}`);
    if (before === after) return [];
    return [
      {
        file,
        before: Buffer.from(before ?? '', 'utf8'),
        after: Buffer.from(after, 'utf8'),
        ...(before === undefined && { isNew: true }),
      },
    ];
  });
}

/** Checks the types of the changes, where that is asked for. The compiler's library and checks are loaded for nothing else. */
async function verified(
  { verify: limits, onProgress }: MigrateOptions,
  { sites }: Pick<Findings, 'sites'>,
  changes: readonly FileChange[],
  { root, fileSystem, verifyWorker, ownTypes }: Setting,
): Promise<Verification | undefined> {
  if (!limits) return undefined;
  if (!fileSystem.isDisk)
    throw new UsageError('verify needs the tsconfig files on the disk: leave out either files or verify');
  onProgress?.({ stage: 'verify', done: 0, total: changes.length });
  const options = { root, changes: changes.map(textChange), sites, ownTypes: ownTypes() };
  if (verifyWorker === undefined) return (await import('./verify/verify')).verify(options);
  return (await import('./verify/bounded')).verifyBounded(options, limits, verifyWorker);
}

/** Adds the verification to the report. A refused migration wrote nothing, so the report lists no changed files. */
function withVerification(report: Report, verification: Verification): Report {
  const isWritten = report.mode === 'write' && verification.status === 'passed';
  if (isWritten || report.mode !== 'write') return { ...report, verification };
  const files = report.files.filter(({ status }) => status === 'failed');
  return { ...report, files, summary: { ...report.summary, filesChanged: 0 }, verification };
}
