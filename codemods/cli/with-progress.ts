import { type AnswerOptions, answerIn } from '../api/answer';
import { type Migration, migrateIn, type Surroundings } from '../api/migrate';
import type { MigrateOptions } from '../api/migrate-options';
import type { Progress } from '../engine/options';
import type { Io } from './io';
import { progressView } from './progress';
import { stoppable } from './stoppable';

/** {@link migrateIn}, with its progress on stderr. */
export function withProgress(options: MigrateOptions, io: Io): Promise<Migration> {
  return shown(options, io, (surroundings, own) => migrateIn(surroundings, { ...options, ...own }));
}

/** {@link answerIn}, with its progress on stderr. */
export function withAnswering(options: AnswerOptions, io: Io): Promise<Migration> {
  return shown(options, io, (surroundings, own) => answerIn(surroundings, { ...options, ...own }));
}

/** Only a run that writes handles signals; the others can simply be killed. */
function shown(
  { mode }: MigrateOptions,
  io: Io,
  start: (
    surroundings: Surroundings,
    own: Pick<MigrateOptions, 'signal' | 'onProgress'>,
  ) => Promise<Migration>,
): Promise<Migration> {
  const view = progressView(io.stderr);
  const surroundings = { engine: io.engine, env: io.env, wantsWritten: false };
  const onProgress = (progress: Progress) => view.update(progress);
  // Shows progress before the engine is loaded.
  onProgress({ stage: 'scan', done: 0, total: 0 });
  const run = (signal?: AbortSignal) => start(surroundings, { signal, onProgress }).finally(() => view.end());
  return mode === 'write' ? stoppable(run) : run();
}
