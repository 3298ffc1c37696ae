import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { MigrateOptions, Progress } from '../../engine/options';
import { type Run, type RunContext, runHere } from '../run';
import { Interrupted } from './interrupted';
import type { WorkerData, WorkerMessage } from './migrate-worker';
import { type WrittenCount, writtenCount } from './written-count';

interface StoppableContext extends RunContext {
  signal: AbortSignal;
}

/**
 * Migrates in a worker, so that a signal takes effect at once although the engine never yields: the worker is stopped between two
 * system calls, which leaves every file complete, old or new.
 *
 * @throws {Interrupted} after a signal
 */
export async function runInWorker(options: MigrateOptions, context: StoppableContext): Promise<Run> {
  // A file system has functions, which cannot be sent to a thread; `files` lets the thread rebuild it.
  const { signal, fileSystem: _, ...rest } = context;
  const { onProgress, ...plain } = options;
  const written = writtenCount();
  if (signal.aborted) throw new Interrupted(written.read(), signal.reason);
  const script = join(__dirname, 'migrate-worker.cjs');
  // Only the built package has the script, not the sources.
  if (!existsSync(script)) return runBetweenSignals(options, context, written);
  const worker = new Worker(script, {
    workerData: { options: plain, context: rest, written: written.shared } satisfies WorkerData,
  });
  const stop = () => void worker.terminate();
  signal.addEventListener('abort', stop, { once: true });
  let thrown: { error: unknown } | undefined;
  try {
    return await new Promise<Run>((resolve, reject) => {
      worker.on('message', (message: WorkerMessage) => {
        switch (message.kind) {
          case 'progress':
            try {
              onProgress?.(message.progress);
            } catch (error) {
              // As without a signal, the caller's error ends the run. The worker stops before anybody is told.
              thrown ??= { error };
              stop();
            }
            break;
          case 'done':
            if (thrown === undefined) resolve(message.run);
            break;
          case 'failed':
            reject(revive(message));
        }
      });
      worker.on('error', reject);
      worker.on('exit', (code) => {
        if (thrown !== undefined) reject(thrown.error);
        reject(
          signal.aborted
            ? new Interrupted(written.read(), signal.reason)
            : new Error(`the worker ended early, with ${code}`),
        );
      });
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** In this thread, a signal is noticed only when the engine reports progress. */
function runBetweenSignals(
  options: MigrateOptions,
  { signal, ...context }: StoppableContext,
  written: WrittenCount,
): Promise<Run> {
  const onProgress = (progress: Progress) => {
    if (progress.stage === 'write') written.set(progress.done, progress.total);
    options.onProgress?.(progress);
    if (signal.aborted) throw new Interrupted(written.read(), signal.reason);
  };
  return runHere({ ...options, onProgress }, context);
}

function revive({ name, message, stack, exitCode }: Extract<WorkerMessage, { kind: 'failed' }>): Error {
  return Object.assign(new Error(message), { name, stack, ...(exitCode === undefined ? {} : { exitCode }) });
}
