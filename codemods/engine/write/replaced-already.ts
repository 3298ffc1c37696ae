import { join } from 'node:path';
import type { FileSystem } from '../file-system/file-system';
import type { FileChange } from '../options';
import type { Environment } from '../user-directory';
import { tidyInterruptedRun } from './interrupted-run';
import { hashOf, readOriginal } from './journal';
import { realRoot } from './state-directory';

/**
 * The files that an interrupted run has replaced, with their bytes from before it. Files that were edited since do not count.
 */
export function replacedAlready(root: string, env: Environment): ReadonlyMap<string, Buffer> {
  const real = realRoot(root);
  const interrupted = tidyInterruptedRun(real, env);
  const replaced = new Map<string, Buffer>();
  for (const entry of interrupted?.files ?? []) {
    const path = join(real, entry.file);
    if (entry.before === entry.after || hashOf(path) !== entry.after) continue;
    const original = readOriginal(interrupted!, entry);
    // A file that was created or moved away has no original bytes to read instead.
    if (original && hashOf(path) !== entry.before) replaced.set(entry.file, original);
  }
  return replaced;
}

/** The disk as it was before an interrupted run, so that the resumed run finds and counts what a whole run would have. */
export function withOriginals(
  disk: FileSystem,
  root: string,
  replaced: ReadonlyMap<string, Buffer>,
): FileSystem {
  const originals = new Map(Array.from(replaced, ([file, bytes]) => [`${root}/${file}`, bytes]));
  return {
    ...disk,
    read: (path) => originals.get(path) ?? disk.read(path),
    reader() {
      const read = disk.reader();
      return (path, onOpen) => {
        const current = read(path, onOpen);
        return originals.get(path) ?? current;
      };
    },
  };
}

/** The changes that an interrupted run has not made. */
export function leftToWrite(
  disk: Pick<FileSystem, 'read'>,
  root: string,
  changes: readonly FileChange[],
  replaced: ReadonlyMap<string, Buffer>,
): readonly FileChange[] {
  if (replaced.size === 0) return changes;
  return changes.flatMap((change) => {
    if (!replaced.has(change.file)) return [change];
    const current = disk.read(`${root}/${change.file}`);
    return current.equals(change.after) ? [] : [{ ...change, before: current }];
  });
}
