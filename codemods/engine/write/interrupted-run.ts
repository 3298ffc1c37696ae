import { join } from 'node:path';
import type { Environment } from '../user-directory';
import { DamagedJournal, hashOf, type Journal, lastJournal, removeTemporaries } from './journal';
import { realRoot, stateDirectory } from './state-directory';

/**
 * The last run, if it was cut short; its temporary files are removed. A journal that is damaged stands in the way of an
 * undo, not of a new run. The caller holds the lock.
 */
export function tidyInterruptedRun(root: string, env: Environment): Journal | undefined {
  let last: Journal | undefined;
  try {
    last = lastJournal(stateDirectory(root, env));
  } catch (error) {
    if (error instanceof DamagedJournal) return undefined;
    throw error;
  }
  if (!last?.interrupted) return undefined;
  removeTemporaries(last);
  return last;
}

/**
 * The files that an interrupted run has already replaced, and nobody has edited since: they are no reason to refuse to go
 * on with it in a tree under version control. The caller holds the lock.
 */
export function filesOfInterruptedRun(root: string, env: Environment): ReadonlySet<string> {
  const files = tidyInterruptedRun(root, env)?.files ?? [];
  const real = realRoot(root);
  return new Set(
    files.filter(({ file, after }) => hashOf(join(real, file)) === after).map(({ file }) => file),
  );
}
