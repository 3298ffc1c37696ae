import { parentPort, workerData } from 'node:worker_threads';
import { keepCompiledCode } from '../../engine/compile-cache';
import type { MigrateOptions, Progress } from '../../engine/options';
import { type Run, type RunContext, runHere } from '../run';
import { throttled } from './throttled';
import { writtenCount } from './written-count';

/** What the worker says; the last word is `done` or `failed`. */
export type WorkerMessage =
  | { kind: 'progress'; progress: Progress }
  | { kind: 'done'; run: Run }
  | {
      kind: 'failed';
      name: string;
      message: string;
      stack: string | undefined;
      exitCode: number | undefined;
    };

export interface WorkerData {
  options: MigrateOptions;
  context: RunContext;
  /** Of the thread that started this one. */
  written: SharedArrayBuffer;
}

const say = (message: WorkerMessage) => parentPort?.postMessage(message);

// A thread loads modules of its own.
keepCompiledCode(process.env);
const { options, context, written } = workerData as WorkerData;
const count = writtenCount(written);
const tell = throttled((progress) => say({ kind: 'progress', progress }));
runHere(
  {
    ...options,
    onProgress(progress) {
      if (progress.stage === 'write') count.set(progress.done, progress.total);
      tell(progress);
    },
  },
  context,
).then(
  (run) => say({ kind: 'done', run }),
  (error: unknown) => {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    const exitCode = error instanceof Error && 'exitCode' in error ? Number(error.exitCode) : undefined;
    say({ kind: 'failed', name, message, stack, exitCode });
  },
);
