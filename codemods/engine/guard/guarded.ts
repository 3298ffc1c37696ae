import { ANSWERS_FILE, CONFIG_FILE } from '../tool';
import type { Environment } from '../user-directory';
import { tidyInterruptedRun } from '../write/interrupted-run';
import { acquireLock } from '../write/lock';
import { requireCleanTree } from './clean-tree';

export interface GuardOptions {
  /** Files of ours in the project, relative to the root, which may have uncommitted changes. */
  ownFiles: readonly string[];
  requireCleanTree: boolean;
  env: Environment;
}

/**
 * Guards a run that writes below a root: it holds the lock, requires a clean tree, and tidies up if the run fails.
 *
 * @throws {UsageError} while another run is at work, or if there are uncommitted changes
 * @throws any error of the run, after tidying up
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
    // The run may have stopped in the middle of a file.
    tidyInterruptedRun(root, env);
    throw error;
  } finally {
    lock.release();
  }
}
