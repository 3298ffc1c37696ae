import type { Environment } from '../user-directory';
import { DamagedJournal, type Journal, lastJournal, removeTemporaries } from './journal';
import { stateDirectory } from './state-directory';

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
