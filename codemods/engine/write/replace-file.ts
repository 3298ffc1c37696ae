import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { copyAttributes } from './attributes';
import type { OnStep } from './step';

/** A file was not replaced; the message goes into the report. */
export class NotReplaced extends Error {
  override name = 'NotReplaced';
}

export interface Replacement {
  /** Real path of the root. */
  root: string;
  /** Relative to the root, with `/`. */
  file: string;
  /** Name of the temporary file beside it. */
  temporary: string;
  bytes: Buffer;
  /** Whether the file still holds the expected bytes, up to its replacement. */
  isExpected: (current: Buffer) => boolean;
  /** Permission bits; those of the file by default. */
  mode?: number | undefined;
  /** Whether the file has an ACL or extended attributes. */
  hasAttributes?: boolean;
  /** Called just before the rename. */
  beforeRename: () => void;
  onStep: OnStep;
}

/**
 * Replaces a file atomically: the new bytes are written beside it, flushed, and renamed over it. After a crash the file has either its
 * old bytes or the new ones. Another hard link to the file keeps the old ones.
 *
 * @throws {NotReplaced} if it is read-only, no regular file, or holds something else than expected
 * @throws {NodeJS.ErrnoException} from the file system; the temporary file is gone then
 */
export function replaceFile({
  root,
  file,
  temporary,
  bytes,
  isExpected,
  mode,
  hasAttributes = false,
  beforeRename,
  onStep,
}: Replacement): void {
  const path = join(root, file);
  const folder = dirname(path);
  const stat = writableFile(path);
  requireRealFolder(folder);
  const beside = join(folder, temporary);
  try {
    writeBeside(beside, bytes, mode ?? stat.mode & 0o7777, stat);
    if (hasAttributes) keepAttributes(path, beside);
    onStep('temporary-written', file);
    if (!isExpected(readFileSync(path))) {
      throw new NotReplaced('it was edited after it was read: left as it is, run again');
    }
    beforeRename();
    onStep('intent-logged', file);
    renameSync(beside, path);
    onStep('renamed', file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** Refuses a file without any write permission, even where the user could replace it. */
export function writableFile(path: string): Stats {
  const stat = lstatSync(path);
  if (!stat.isFile()) throw new NotReplaced('it is no regular file any more');
  if ((stat.mode & 0o222) === 0) throw new NotReplaced('it is read-only');
  accessSync(path, constants.W_OK);
  return stat;
}

/** Whether a folder exists and its path has no symlink. */
export function isRealFolder(folder: string): boolean {
  try {
    return realpathSync.native(folder) === folder;
  } catch {
    return false;
  }
}

/** Refuses a read-only folder, and one that became a symlink, which could lead the write out of the root. */
export function requireRealFolder(folder: string): void {
  if (realpathSync.native(folder) !== folder) throw new NotReplaced('one of its folders is a symlink now');
  if ((lstatSync(folder).mode & 0o222) === 0) throw new NotReplaced('its folder is read-only');
}

/** @param owner the future owner of the file; the process's user for a new file */
export function writeBeside(
  beside: string,
  bytes: Buffer,
  mode: number,
  owner?: Pick<Stats, 'uid' | 'gid'>,
): void {
  const fd = openSync(beside, 'wx', 0o600);
  try {
    for (let written = 0; written < bytes.length; ) written += writeSync(fd, bytes, written);
    if (owner) keepOwner(fd, owner.uid, owner.gid);
    fchmodSync(fd, mode);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** @throws {NotReplaced} if the attributes cannot be copied */
export function keepAttributes(from: string, to: string): void {
  if (copyAttributes(from, to)) return;
  throw new NotReplaced('it has an ACL or extended attributes that cannot be copied: change it by hand');
}

/** Only the superuser may change a file's owner. For other users the file becomes theirs, as it does in many editors. */
function keepOwner(fd: number, uid: number, gid: number): void {
  if (process.geteuid?.() === uid && process.getegid?.() === gid) return;
  try {
    fchownSync(fd, uid, gid);
  } catch {
    // Not permitted: the content matters more than the owner.
  }
}
