import { lstatSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Why what stands in a folder may be somebody else's: another user owns it or may write to it, or it is a symlink. Whoever can write a
 * journal decides what an undo writes.
 *
 * @returns `undefined` where only this user (or root) may write
 */
function distrustOf(folder: string): string | undefined {
  // Windows has no such bits: the user's own profile is nobody else's there.
  const user = process.geteuid?.();
  if (user === undefined) return undefined;
  const stat = lstatSync(folder, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  if (!stat.isDirectory()) return `${folder} is no folder`;
  if (stat.uid !== user && stat.uid !== 0) return `${folder} belongs to another user`;
  return (stat.mode & 0o022) === 0 ? undefined : `others may write to ${folder} (chmod go-w)`;
}

/** The same of a folder and of those above it, as far as they are ours. */
export function distrustUpTo(folder: string, levels: number): string | undefined {
  const distrust = distrustOf(folder);
  return distrust === undefined && levels > 0 ? distrustUpTo(dirname(folder), levels - 1) : distrust;
}
