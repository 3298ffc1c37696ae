import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { projectRoot } from '../engine/root/project-root';
import { UsageError } from '../engine/usage-error';
import type { Environment } from '../engine/user-directory';
import { type PastRun, pastRuns, type UndoOutcome, undo as undoRun } from '../engine/write/undo';

/** Options of {@link undo}. */
export interface UndoOptions {
  /** A folder of the project that was migrated, or one above it. */
  root: string;
  /** Only says what would be put back, and touches nothing. @default false */
  dryRun?: boolean | undefined;
}

/**
 * Puts back the exact bytes and modes of the last run in a project, also of one that was stopped. Called again, it goes back one run
 * further. The command line's `undo` is this function.
 *
 * @returns the project's root, when the run began, the files that were put back, and those that could not be written; with such, undo can be called again
 * @throws {UsageError} where there is nothing to undo, while another run is at work, or if files were edited since the run: they are
 *   named, and nothing is put back
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

/** {@link undo}, with an environment of the caller's. */
export async function undoIn(
  { env }: { env: Environment },
  { root, dryRun }: UndoOptions,
): Promise<UndoOutcome> {
  return undoRun(await projectOf(root), { env, dryRun });
}

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
