import type { Environment } from '../user-directory';
import { DamagedJournal, journals } from './journal';
import { stateDirectory } from './state-directory';

/** The files, relative to the root, that undoable runs changed; empty where a journal cannot be read. */
export function filesWritten(root: string, env: Environment): ReadonlySet<string> {
  try {
    return new Set(journals(stateDirectory(root, env)).flatMap(({ intended }) => [...intended]));
  } catch (error) {
    if (error instanceof DamagedJournal) return new Set();
    throw error;
  }
}
