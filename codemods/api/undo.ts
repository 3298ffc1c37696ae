import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { projectRoot } from '../engine/root/project-root';
import { UsageError } from '../engine/usage-error';
import type { Environment } from '../engine/user-directory';
import { type PastRun, pastRuns, type UndoOutcome, undo as undoRun } from '../engine/write/undo';
import { type Checks, checkOptions, yesOrNo } from './check-options';
import { ROOT_MISSING, rootFolder } from './migrate-options';

/** Options of {@link undo}. */
export interface UndoOptions {
  /** A folder of the project that was migrated, or one above it. */
  root: string;
  /** Only says which files would be restored, and changes nothing. @default false */
  dryRun?: boolean | undefined;
}

/**
 * Restores the exact bytes and modes of files before the last run in a project, even if the run was stopped. Each further call undoes one
 * earlier run. The command line's `undo` calls this function.
 *
 * @returns the project's root, the start time of the run, the restored files, and those that could not be written; undo can be called again
 * for those
 * @throws {UsageError} when there is nothing to undo, while another run holds the lock, or when files were edited since the run: the
 *   message names them, and nothing is restored
 * @example
 * ```ts
 * import { undo } from 'zentra-codemods';
 *
 * const { restored, failed } = await undo({ root: '.' });
 * console.log(`${restored.length} files as they were before, ${failed.length} could not be written`);
 * ```
 */
export function undo(options: UndoOptions): Promise<UndoOutcome> {
  return undoIn({ env: process.env }, options);
}

/** {@link undo}, in an environment that the caller provides. */
export async function undoIn({ env }: { env: Environment }, options: UndoOptions): Promise<UndoOutcome> {
  checkOptions('undo', options, undoChecks);
  const { root, dryRun } = options;
  if (root === undefined) throw new UsageError(`root ${ROOT_MISSING}`);
  return undoRun(await projectOf(root), { env, dryRun });
}

const undoChecks: Checks<UndoOptions> = { root: rootFolder, dryRun: yesOrNo };

/** The runs of a project that can be undone, the last one first. @throws {UsageError} if there is none */
export async function pastRunsIn({ env }: { env: Environment }, root: string): Promise<PastRun[]> {
  return pastRuns(await projectOf(root), env);
}

async function projectOf(root: string): Promise<string> {
  let real: string;
  try {
    real = realpathSync.native(resolve(root));
  } catch {
    throw new UsageError(`no such file or folder: ${root}`);
  }
  return projectRoot(real);
}
