import { lstatSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * The reason why a folder's content may be another user's: that user owns the folder or may write to it, or it is a symlink. A user who
 * can write a journal decides what an undo writes.
 *
 * @returns `undefined` where only this user (or root) may write
 */
function distrustOf(folder: string): string | undefined {
  // Windows has no such bits; there, other users have no access to the user's profile.
  const user = process.geteuid?.();
  if (user === undefined) return undefined;
  const stat = lstatSync(folder, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  if (!stat.isDirectory()) return `${folder} is no folder`;
  if (stat.uid !== user && stat.uid !== 0) return `${folder} belongs to another user`;
  return (stat.mode & 0o022) === 0 ? undefined : `others may write to ${folder} (chmod go-w)`;
}

/** Checks a folder and those above it, as many levels as are ours. */
export function distrustUpTo(folder: string, levels: number): string | undefined {
  const distrust = distrustOf(folder);
  return distrust === undefined && levels > 0 ? distrustUpTo(dirname(folder), levels - 1) : distrust;
}
