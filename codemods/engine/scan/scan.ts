import { posix } from 'node:path';
import type { BlindSpot, FileOutcome } from '../../report/report';
import type { Sdk } from '../../resolve/sdk';
import type { Inventory } from '../cache/inventory';
import { digestOf } from '../digest';
import type { FileSystem } from '../file-system/file-system';
import type { Reader } from '../file-system/reader';
import { repositoryOf } from '../walk/repository';
import { contentDigest, holdsCode, isCandidate, kindOf } from './file-facts';
import { type LeavingStrings, leavingStrings } from './leaving-strings';
import { blindSpotOfUnread, isUtf16, type LeftOut, narrowed } from './left-out';
import { createPackages, type Packages, spreadUse } from './packages';
import { scanFile } from './scanned-file';
import { tokensOf } from './tokens';

/** A file that may have to change. */
export interface Candidate {
  /** Relative to the root, with `/`. */
  file: string;
  /**
   * The bytes as they were scanned.
   *
   * @throws {ChangedSinceScan} where they were not kept, and the file has changed since
   */
  readonly bytes: Buffer;
  /** The digest of the bytes. */
  digest: string;
  mentionsSdk: boolean;
  mayHoldSites: boolean;
  mayBeMigrated: boolean;
  mayHoldRoutes: boolean;
}

export interface Scan {
  /** Every file that was scanned. */
  files: readonly string[];
  filesScanned: number;
  /** The number of scanned files that name the SDK. */
  filesWithSdk: number;
  candidates: readonly Candidate[];
  /** Files that have the SDK's name, and so may make clients. */
  mentions: ReadonlySet<string>;
  /** Source files that may import from outside their package. */
  leaving: ReadonlySet<string>;
  packages: Packages;
  failed: readonly FileOutcome[];
  /** Files that name the SDK and were not read. */
  blindSpots: readonly BlindSpot[];
  /** Digest of every path and of every byte that the findings depend on. */
  digest: string;
}

/** A file that the inventory knew was edited between the scan and its use. The scan must be repeated without the inventory. */
export class ChangedSinceScan extends Error {
  override name = 'ChangedSinceScan';
}

export interface ScanOptions {
  sdk: Sdk;
  fileSystem: FileSystem;
  /** Only these count as scanned. */
  selected: ReadonlySet<string>;
  inventory: Inventory;
  /** Files that a person named. Those without an extension count as scripts. */
  named: ReadonlySet<string>;
  /** Receives the number of files read, now and then. */
  onProgress?: ((done: number) => void) | undefined;
  /** Whether there may be sites although no file mentions the SDK. */
  mayBeWithoutSdk: boolean;
}

/** Files between two reports of progress. */
const FILES_A_STEP = 64;

/** Deno's import maps. */
export const IMPORT_MAP = /(?:^|\/)(?:deno|import[-_]map)\.jsonc?$/;

/** Reads every source file once and keeps those that may have to change. */
export function scan(root: string, files: readonly string[], options: ScanOptions): Scan {
  const { sdk, fileSystem, inventory, mayBeWithoutSdk } = options;
  const read = fileSystem.reader();
  const packages = createPackages(
    root,
    files.filter((file) => file.endsWith('package.json') && posix.basename(file) === 'package.json'),
    files.filter((file) => IMPORT_MAP.test(file)),
    read,
    sdk,
  );
  const isDeclared = packages.all.some(({ usesSdk }) => usesSdk);
  if (inventory.isEmpty && !isDeclared && !mayBeWithoutSdk) {
    const unused = scanWithoutSdk(root, files, read, options);
    if (unused) return { ...unused, files, packages };
  }
  return scanAll(root, files, packages, read, options);
}

function scanAll(
  root: string,
  files: readonly string[],
  packages: Packages,
  read: Reader,
  { sdk, fileSystem, selected, inventory, named, onProgress }: ScanOptions,
): Scan {
  const tokens = tokensOf(sdk);
  const candidates: Candidate[] = [];
  const mentions = new Set<string>();
  const leaving = new Set<string>();
  const strings = stringsOf(root, packages, fileSystem);
  const failed: FileOutcome[] = [];
  const unread: { file: string; leftOut: LeftOut }[] = [];
  const naming: string[] = [];
  const lines: string[] = [];
  let filesScanned = 0;
  let filesWithSdk = 0;

  for (const [index, file] of files.entries()) {
    if (index % FILES_A_STEP === 0) onProgress?.(index);
    const isNamedScript = kindOf(file) === 'script' && named.has(file);
    const kind = isNamedScript ? 'source' : kindOf(file);
    if (kind === 'source' && selected.has(file)) filesScanned += 1;
    if (kind === 'other') {
      lines.push(file);
      continue;
    }
    const path = `${root}/${file}`;
    try {
      const known = isNamedScript ? undefined : inventory.lookUp(file, path);
      const scanned = known
        ? undefined
        : scanFile(path, kind, read, tokens, (content) => strings.mayBeIn(content, depthOf(file, packages)));
      const found = known ?? scanned!.facts;
      if (scanned && !isNamedScript) inventory.learn(file, scanned.stats, found);
      lines.push(`${file}\0${found.digest}`);
      if (scanned?.mayLeave ?? true) leaving.add(file);
      // A generated file may still make clients.
      if (found.mentionsSdk && (found.leftOut ?? 'generated') === 'generated') mentions.add(file);
      if (found.mentionsSdk) naming.push(file);
      if (found.mentionsSdk && kind === 'source' && selected.has(file)) filesWithSdk += 1;
      if (found.leftOut) unread.push({ file, leftOut: found.leftOut });
      if (isCandidate(found))
        candidates.push(candidateOf(root, { ...found, file }, fileSystem, scanned?.bytes));
    } catch (error) {
      lines.push(`${file}\0`);
      if (kind === 'source') failed.push(unreadable(file, error));
    }
  }
  inventory.save();
  spreadUse(packages, naming);
  const blindSpots = unread
    .filter(({ file }) => selected.has(file) && packages.of(file).usesSdk)
    .map(({ file, leftOut }) => blindSpotOfUnread(file, leftOut));
  const digest = digestOf(lines.join('\n'));
  return {
    files,
    filesScanned,
    filesWithSdk,
    candidates,
    mentions,
    leaving,
    packages,
    failed,
    blindSpots,
    digest,
  };
}

function stringsOf(root: string, packages: Packages, fileSystem: FileSystem): LeavingStrings {
  const names = packages.all.flatMap(({ name }) => name ?? []);
  return leavingStrings(names, repositoryOf(root, fileSystem)?.folder ?? root);
}

/** The number of folders from a file's package to the file. */
function depthOf(file: string, packages: Packages): number {
  const { folder } = packages.of(file);
  return file.slice(folder === '' ? 0 : folder.length + 1).split('/').length - 1;
}

/**
 * A fast scan for the many repositories that do not use the SDK: where no package depends on it, files are searched for its name first.
 *
 * @returns `undefined` as soon as a file mentions the SDK, or may ask for its routes by hand
 */
function scanWithoutSdk(
  root: string,
  files: readonly string[],
  read: Reader,
  { sdk, selected, onProgress }: ScanOptions,
): Omit<Scan, 'files' | 'packages'> | undefined {
  const { mentionsSdk, mayHoldRoutes } = tokensOf(sdk);
  const failed: FileOutcome[] = [];
  let filesScanned = 0;
  for (const [index, file] of files.entries()) {
    if (index % FILES_A_STEP === 0) onProgress?.(index);
    const kind = kindOf(file);
    if (!holdsCode(kind)) continue;
    if (kind === 'source' && selected.has(file)) filesScanned += 1;
    try {
      const content = read(`${root}/${file}`);
      if (mentionsSdk(isUtf16(content) ? narrowed(content) : content)) return undefined;
      if (kind === 'source' && mayHoldRoutes(content)) return undefined;
    } catch (error) {
      if (kind === 'source') failed.push(unreadable(file, error));
    }
  }
  return {
    filesScanned,
    filesWithSdk: 0,
    candidates: [],
    mentions: new Set(),
    leaving: new Set(),
    failed,
    blindSpots: [],
    digest: '',
  };
}

/** The facts of a candidate without its bytes, which are read on demand. */
export const candidateFacts = ({
  file,
  digest,
  mentionsSdk,
  mayHoldSites,
  mayBeMigrated,
  mayHoldRoutes,
}: Omit<Candidate, 'bytes'>): Omit<Candidate, 'bytes'> => ({
  file,
  digest,
  mentionsSdk,
  mayHoldSites,
  mayBeMigrated,
  mayHoldRoutes,
});

/** @param content the file's bytes, if known; otherwise they are read on demand */
export function candidateOf(
  root: string,
  facts: Omit<Candidate, 'bytes'>,
  fileSystem: FileSystem,
  content?: Buffer,
): Candidate {
  let kept = content;
  return {
    ...candidateFacts(facts),
    get bytes() {
      kept ??= readUnchanged(`${root}/${facts.file}`, facts.digest, fileSystem);
      return kept;
    },
  };
}

function readUnchanged(path: string, digest: string, fileSystem: FileSystem): Buffer {
  let bytes: Buffer | undefined;
  try {
    bytes = fileSystem.read(path);
  } catch {
    // Gone is changed, too.
  }
  if (bytes === undefined || contentDigest(bytes) !== digest) throw new ChangedSinceScan(path);
  return bytes;
}

function unreadable(file: string, error: unknown): FileOutcome {
  const { code, message } = error as NodeJS.ErrnoException;
  return { file, status: 'failed', error: `cannot be read: ${code ?? message}` };
}
