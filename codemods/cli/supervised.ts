import type { Migration, Surroundings } from '../api/migrate';
import type { MigrateOptions } from '../api/migrate-options';
import { DirtyTree } from '../engine/guard/clean-tree';
import type { Progress } from '../engine/options';
import type { Io } from './io';
import { progressView } from './progress';
import { stoppable } from './stoppable';

/** `migrateIn` or `answerIn` of the API. */
type Start<Options> = (surroundings: Surroundings, options: Options) => Promise<Migration>;

/**
 * Runs a migration for a person, who sees its progress on stderr and, in a terminal, is asked whether uncommitted changes matter.
 *
 * @throws {DirtyTree} if there is no terminal, or the person declines
 */
export async function supervised<Options extends MigrateOptions>(
  start: Start<Options>,
  options: Options,
  io: Io,
): Promise<Migration> {
  try {
    return await watched(start, options, io);
  } catch (error) {
    if (!(error instanceof DirtyTree) || !io.isInteractive) throw error;
    if (!(await goesOnDespite(error, io))) throw error;
  }
  return watched(start, { ...options, requireCleanTree: false }, io);
}

/** Only a run that writes handles signals; the others can simply be killed. */
function watched<Options extends MigrateOptions>(
  start: Start<Options>,
  options: Options,
  io: Io,
): Promise<Migration> {
  const view = progressView(io.stderr);
  const onProgress = (progress: Progress) => view.update(progress);
  // Shows progress before the engine is loaded.
  onProgress({ stage: 'scan', done: 0, total: 0 });
  const surroundings = { engine: io.engine, env: io.env, wantsWritten: false };
  const run = (signal?: AbortSignal) =>
    start(surroundings, { ...options, signal, onProgress }).finally(() => view.end());
  return options.mode === 'write' ? stoppable(run) : run();
}

async function goesOnDespite({ message }: DirtyTree, { stderr }: Io): Promise<boolean> {
  const { confirm } = await import('./clack');
  // The last line is the advice for a run without a terminal.
  stderr.write(`${message.split('\n').slice(0, -1).join('\n')}\n`);
  return (await confirm({ message: 'Go on all the same?', initialValue: false })) === true;
}
