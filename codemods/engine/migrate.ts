import { sep } from 'node:path';
import type { BlindSpot, FileOutcome, Report, Verification } from '../report/report';
import { noInventory, openInventory } from './cache/inventory';
import { disk } from './file-system/disk';
import { type FileSystem, textIfAny } from './file-system/file-system';
import { type Findings, findingsOf } from './findings';
import { type Migration, releaseOf } from './migration';
import { isEmpty, nothingSelected } from './nothing-selected';
import { type FileChange, type MigrateOptions, type MigrateResult, textChange } from './options';
import type { ThreadOptions } from './parallel/threads';
import { requireKnownChoices } from './questions/known-choices';
import { takingIn } from './questions/taken-in';
import { reportOf, scannedText } from './report-of';
import { blindSpotsOfRepositories, blindSpotsOfTracked } from './scan/left-out-tracked';
import { ChangedSinceScan, type Scan, scan } from './scan/scan';
import type { Setting } from './setting';
import { UsageError } from './usage-error';
import { trackedFiles } from './walk/tracked';
import { selects, walk } from './walk/walk';
import { leftToWrite, replacedAlready, withOriginals } from './write/replaced-already';
import { writeChanges } from './write/write';

export interface MigrateInternals {
  /** `whole` loads every import, for the proof that a slice of the program is enough. */
  scope?: 'slice' | 'whole';
  /** Script of the thread that verifies; without one, the types are checked in this thread. */
  verifyWorker?: string | undefined;
  /** Worker threads for much work; their script must load the same definition. Without them, this thread does all. */
  threads?: ThreadOptions | undefined;
  /** Bytes of source that are analysed at once. */
  batchBytes?: number | undefined;
  /** Packages whose types we supply where they are not installed: name and folder. */
  ownTypes?: (() => ReadonlyMap<string, string>) | undefined;
  /** The file system to read instead of the disk; a run that writes needs the disk. */
  fileSystem?: FileSystem | undefined;
  /** Whether a file that overflows this thread's stack is an error, `StackTooShort`. */
  needsStack?: boolean | undefined;
}

/**
 * Scan → resolve → rewrite → write. Data flows one way; only the first stage reads the tree and only the last one writes.
 *
 * @param migration what is migrated to what
 * @throws {UsageError} for paths that do not exist, and while another run writes below the same root
 */
export async function migrate(
  migration: Migration,
  options: MigrateOptions,
  {
    scope = 'slice',
    fileSystem = disk,
    verifyWorker,
    threads,
    batchBytes,
    ownTypes = () => new Map(),
    needsStack = false,
  }: MigrateInternals = {},
): Promise<MigrateResult> {
  const root = fileSystem.realPath(options.root).replaceAll(sep, '/');
  const writes = options.mode === 'write' && fileSystem.isDisk;
  const replaced = writes ? replacedAlready(root, process.env) : new Map<string, Buffer>();
  // Findings of another file system than the disk are not cached, and worker threads read the disk.
  const isResumed = replaced.size > 0;
  const release = fileSystem.isDisk && !isResumed ? releaseOf(migration) : undefined;
  const inventory = release === undefined ? noInventory : openInventory(root, release, process.env);
  const setting: Setting = {
    migration,
    scope,
    fileSystem: isResumed ? withOriginals(fileSystem, root, replaced) : fileSystem,
    release,
    inventory,
    replaced,
    verifyWorker,
    threads: isResumed ? undefined : threads,
    batchBytes,
    ownTypes,
    needsStack,
  };
  try {
    return await migrateRoot(root, options, setting);
  } catch (error) {
    if (!(error instanceof ChangedSinceScan)) throw error;
    return migrateRoot(root, options, { ...setting, inventory: noInventory });
  }
}

async function migrateRoot(root: string, options: MigrateOptions, setting: Setting): Promise<MigrateResult> {
  const { migration, fileSystem, inventory } = setting;
  const startedAt = new Date();
  options.onProgress?.({ stage: 'scan', done: 0, total: 0 });
  const unreadable: FileOutcome[] = [];
  const onUnreadable = (folder: string, error: NodeJS.ErrnoException) =>
    unreadable.push({ file: folder, status: 'failed', error: `cannot be listed: ${error.code}` });
  const repositories = new Set<string>();
  const onRepository = (folder: string) => repositories.add(folder);
  const takenIn = takingIn(root, options.answers ?? [], options, fileSystem);
  const named = takenIn.map(({ file }) => file);
  const walked = walk(root, { ...options, onUnreadable, onRepository }, fileSystem);
  const selected =
    named.length > 0
      ? inOrder([...walked, ...walk(root, { ...options, paths: named, onUnreadable }, fileSystem)])
      : walked;
  const isPartial = [options.paths, options.include, options.exclude].some(({ length }) => length > 0);
  const all = isPartial
    ? walk(root, { paths: [], include: [], exclude: [], onUnreadable: () => {} }, fileSystem)
    : selected;
  const files = isPartial ? inOrder([...all, ...selected]) : selected;
  const chosen = new Set(selected);
  const scanned = scan(root, files, {
    sdk: migration.sdk,
    fileSystem,
    selected: chosen,
    inventory,
    named: new Set([...options.paths, ...named]),
    mayBeWithoutSdk: options.assumeClients.length > 0,
    onProgress: (done) => options.onProgress?.({ stage: 'scan', done, total: files.length }),
  });
  const besides = leftOutBesides(root, options, files, [...repositories], scanned, setting);
  if (isEmpty(scanned) && unreadable.length + besides.length === 0)
    throw new UsageError(nothingSelected(options));
  options.onProgress?.({ stage: 'scan', done: scanned.filesScanned, total: scanned.filesScanned });

  const known = await findingsOf(options, root, scanned, chosen, setting);
  requireKnownChoices(options.answers ?? [], known.questions);
  const found = { ...known, blindSpots: [...known.blindSpots, ...besides] };
  const changes = options.mode === 'check' && !options.verify ? [] : found.changes();
  const verification = await verified(root, options, found, changes, setting);
  const own = ownTexts(root, options, fileSystem);
  const isRefused = verification !== undefined && verification.status !== 'passed';
  const outcomes =
    options.mode === 'write' && fileSystem.isDisk && !isRefused
      ? writeChanges(root, leftToWrite(disk, root, [...changes, ...own], setting.replaced), {
          onProgress: options.onProgress,
        })
      : [];
  const unwritten = outcomes.filter((outcome) => outcome.status === 'failed');
  const failed = [...scanned.failed, ...unreadable, ...found.failed, ...unwritten];
  const { report, questions } = reportOf({
    options,
    startedAt,
    scanned,
    found: { ...found, honoured: [...found.honoured, ...takenIn.map(({ id }) => id)] },
    failed,
    textOf: scannedText(root, scanned, fileSystem),
  });
  const written = isRefused ? changes : [...changes, ...own];
  if (!verification) return { report, changes: written, questions };
  return {
    report: withVerification(report, verification),
    changes: options.mode === 'check' ? [] : written,
    questions,
  };
}

const inOrder = (files: readonly string[]): string[] => [...new Set(files)].sort();

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

/** Files that the walk of this root leaves out and that may use the SDK all the same. */
function leftOutBesides(
  root: string,
  options: MigrateOptions,
  walked: readonly string[],
  repositories: readonly string[],
  { packages }: Scan,
  { migration: { sdk }, fileSystem }: Setting,
): BlindSpot[] {
  const shared = { root, sdk, fileSystem, isWanted: selects(options) };
  const usesSdk = fileSystem.isDisk && packages.all.some((each) => each.usesSdk);
  const tracked = usesSdk ? trackedFiles(root, process.env) : [];
  return [
    ...blindSpotsOfTracked({ ...shared, tracked, walked: new Set(walked) }),
    ...blindSpotsOfRepositories(repositories, shared),
  ];
}

/** Checks the types of the changes, where that is asked for. The compiler's library and checks are loaded for nothing else. */
async function verified(
  root: string,
  { verify: limits, onProgress }: MigrateOptions,
  { sites }: Pick<Findings, 'sites'>,
  changes: readonly FileChange[],
  { fileSystem, verifyWorker, ownTypes }: Setting,
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
