import { filesOfInterruptedRun, tidyInterruptedRun } from '../engine/write/interrupted-run';
import { acquireLock } from '../engine/write/lock';
import { CONFIG_FILE } from './config-file';
import { requireCleanTree } from './dirty-tree';
import type { Io } from './io';

export interface GuardOptions {
  /** Files that are written beside the project, relative to the root: they may differ from what is committed. */
  ownFiles: readonly string[];
  force: boolean;
  env: Io['env'];
}

/**
 * Runs something that writes below a root: alone, in a clean tree, and with a word on how to go on should it be stopped.
 *
 * @throws {UsageError} while another run is at work, or if there are uncommitted changes
 * @throws {Interrupted} after a signal; the tree is tidy then
 */
export async function guarded<T>(root: string, options: GuardOptions, run: () => Promise<T>): Promise<T> {
  const { env } = options;
  const lock = acquireLock(root, env);
  try {
    const begun = filesOfInterruptedRun(root, env);
    if (!options.force)
      requireCleanTree(root, { except: new Set([...options.ownFiles, CONFIG_FILE, ...begun]), env });
    return await run();
  } catch (error) {
    // It may have been stopped in the middle of a file.
    tidyInterruptedRun(root, env);
    throw error;
  } finally {
    lock.release();
  }
}
