import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  unlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { NotReplaced, requireRealFolder, writableFile, writeBeside } from './replace-file';
import type { OnStep } from './step';

export interface Creation {
  /** Real path of the root. */
  root: string;
  /** Relative to the root, with `/`. */
  file: string;
  /** Name of the temporary file beside it. */
  temporary: string;
  bytes: Buffer;
  /** Permission bits. */
  mode: number;
  /** Called just before the file gets its name. */
  beforeLink: () => void;
  onStep: OnStep;
}

/**
 * Creates a file atomically, and never over another one.
 *
 * @returns whether it was created; `false` where a file with the same bytes exists already
 * @throws {NotReplaced} if anything else has that name
 * @throws {NodeJS.ErrnoException} from the file system; the temporary file is gone then
 */
export function createFile({ root, file, temporary, bytes, mode, beforeLink, onStep }: Creation): boolean {
  const path = join(root, file);
  const folder = dirname(path);
  requireRealFolder(nearestFolder(folder));
  mkdirSync(folder, { recursive: true });
  requireRealFolder(folder);
  if (holds(path, bytes)) return false;
  const beside = join(folder, temporary);
  try {
    writeBeside(beside, bytes, mode);
    onStep('temporary-written', file);
    beforeLink();
    onStep('intent-logged', file);
    nameWithoutReplacing(beside, path);
    onStep('created', file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      throw new NotReplaced(`there is a ${file} already`);
    }
    throw error;
  } finally {
    rmSync(beside, { force: true });
  }
}

/** The nearest existing folder: no folder may be created behind a symlink either. */
function nearestFolder(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestFolder(dirname(folder));
}

/** A hard link never replaces a file, unlike a rename. Not every file system has links. */
function nameWithoutReplacing(beside: string, path: string): void {
  try {
    linkSync(beside, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' || existsSync(path)) throw error;
    renameSync(beside, path);
  }
}

function holds(path: string, bytes: Buffer): boolean {
  try {
    return readFileSync(path).equals(bytes);
  } catch {
    return false;
  }
}

export interface Removal {
  /** Real path of the root. */
  root: string;
  /** Relative to the root, with `/`. */
  file: string;
  /** Whether the file still holds the expected bytes, up to its removal. */
  isExpected: (current: Buffer) => boolean;
}

/**
 * Checks that a file may be removed, before a step that relies on it.
 *
 * @throws {NotReplaced} as {@link removeFile}
 */
export function requireRemovable({ root, file, isExpected }: Removal): void {
  const path = join(root, file);
  writableFile(path);
  requireRealFolder(dirname(path));
  if (!isExpected(readFileSync(path))) {
    throw new NotReplaced('it was edited after it was read: left as it is, run again');
  }
}

/**
 * Removes a file, and its folder where nothing is left in it.
 *
 * @throws {NotReplaced} if it is read-only, no regular file, or holds something else than expected
 */
export function removeFile({
  beforeUnlink,
  onStep,
  ...removal
}: Removal & { beforeUnlink: () => void; onStep: OnStep }): void {
  requireRemovable(removal);
  const path = join(removal.root, removal.file);
  beforeUnlink();
  onStep('intent-logged', removal.file);
  unlinkSync(path);
  onStep('removed', removal.file);
  try {
    rmdirSync(dirname(path));
  } catch {
    // Other files are in it.
  }
}
