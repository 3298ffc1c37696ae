import { ANSWERS_FILE, CONFIG_FILE } from '../tool';
import type { Environment } from '../user-directory';
import { tidyInterruptedRun } from '../write/interrupted-run';
import { acquireLock } from '../write/lock';
import { requireCleanTree } from './clean-tree';

export interface GuardOptions {
  /** Files that are written beside the project, relative to the root: they may differ from what is committed. */
  ownFiles: readonly string[];
  requireCleanTree: boolean;
  env: Environment;
}

/**
 * Runs something that writes below a root: alone, in a clean tree, and tidy after it was stopped.
 *
 * @throws {UsageError} while another run is at work, or if there are uncommitted changes
 * @throws whatever the run throws; the tree is tidy then
 */
export async function guarded<T>(root: string, options: GuardOptions, run: () => Promise<T>): Promise<T> {
  const { env } = options;
  const lock = acquireLock(root, env);
  try {
    tidyInterruptedRun(root, env);
    if (options.requireCleanTree)
      requireCleanTree(root, { except: new Set([...options.ownFiles, CONFIG_FILE, ANSWERS_FILE]), env });
    return await run();
  } catch (error) {
    // It may have been stopped in the middle of a file.
    tidyInterruptedRun(root, env);
    throw error;
  } finally {
    lock.release();
  }
}
