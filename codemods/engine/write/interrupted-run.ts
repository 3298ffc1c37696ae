import type { Environment } from '../user-directory';
import { DamagedJournal, type Journal, lastJournal, removeTemporaries } from './journal';
import { stateDirectory } from './state-directory';

/**
 * Returns the last run if it was interrupted, and removes its temporary files. A damaged journal prevents an undo, not a new run. The
 * caller holds the lock.
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
