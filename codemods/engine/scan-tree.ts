import type { BlindSpot, FileOutcome } from '../report/report';
import type { MigrateOptions } from './options';
import { takingIn } from './questions/taken-in';
import { blindSpotsOfRepositories, blindSpotsOfTracked } from './scan/left-out-tracked';
import { type Scan, scan } from './scan/scan';
import type { Setting } from './setting';
import { UsageError } from './usage-error';
import { trackedFiles } from './walk/tracked';
import { selects, walk } from './walk/walk';

/** A scanned tree. */
export interface ScannedTree extends Scan {
  /** Files that may be changed; the others are only read. */
  selected: ReadonlySet<string>;
  /** Folders that could not be listed. */
  unlisted: readonly FileOutcome[];
  /** What was left out of the scan and may use the SDK all the same. */
  leftOut: readonly BlindSpot[];
  /** Ids of the answers that add a file to the selection. */
  honoured: readonly string[];
}

/**
 * Walks the tree below the root and scans its files.
 *
 * @throws {UsageError} for a path that does not exist, and for a selection that matches nothing
 */
export function scanTree(options: MigrateOptions, setting: Setting): ScannedTree {
  const { root, migration, fileSystem, inventory } = setting;
  options.onProgress?.({ stage: 'scan', done: 0, total: 0 });
  const unlisted: FileOutcome[] = [];
  const onUnreadable = (folder: string, error: NodeJS.ErrnoException) =>
    unlisted.push({ file: folder, status: 'failed', error: `cannot be listed: ${error.code}` });
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
  const leftOut = leftOutBesides(options, files, [...repositories], scanned, setting);
  const isMistake = isPartial || !options.mayBeEmpty;
  if (isMistake && isEmpty(scanned) && unlisted.length + leftOut.length === 0)
    throw new UsageError(nothingSelected(options));
  options.onProgress?.({ stage: 'scan', done: scanned.filesScanned, total: scanned.filesScanned });
  return { ...scanned, selected: chosen, unlisted, leftOut, honoured: takenIn.map(({ id }) => id) };
}

const inOrder = (files: readonly string[]): string[] => [...new Set(files)].sort();

/** Files that the walk of this root leaves out and that may use the SDK all the same. */
function leftOutBesides(
  options: MigrateOptions,
  walked: readonly string[],
  repositories: readonly string[],
  { packages }: Scan,
  { root, migration: { sdk }, fileSystem }: Setting,
): BlindSpot[] {
  const shared = { root, sdk, fileSystem, isWanted: selects(options) };
  const usesSdk = fileSystem.isDisk && packages.all.some((each) => each.usesSdk);
  const tracked = usesSdk ? trackedFiles(root, process.env) : [];
  return [
    ...blindSpotsOfTracked({ ...shared, tracked, walked: new Set(walked) }),
    ...blindSpotsOfRepositories(repositories, shared),
  ];
}

/** A selection without a source file is a mistake, such as a misspelt glob, and a check of it would always pass. */
const isEmpty = ({ filesScanned, failed, blindSpots }: Scan): boolean =>
  filesScanned + failed.length + blindSpots.length === 0;

/** The error message for an empty selection. */
function nothingSelected({ paths, include, exclude }: MigrateOptions): string {
  const given = [
    ...(paths.length > 0 ? [`below ${paths.join(', ')}`] : []),
    ...(include.length > 0 ? [`that matches include ${include.join(', ')}`] : []),
    ...(exclude.length > 0 ? [`that exclude ${exclude.join(', ')} leaves`] : []),
  ];
  if (given.length === 0) return 'nothing to migrate: there is no source file. Name the folder of a project';
  return `nothing to migrate: there is no source file ${given.join(', ')}. Correct what was selected`;
}
