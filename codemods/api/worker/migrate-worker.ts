import { parentPort, workerData } from 'node:worker_threads';
import { keepCompiledCode } from '../../engine/compile-cache';
import type { MigrateOptions, Progress } from '../../engine/options';
import { type Run, type RunContext, runHere } from '../run';
import { throttled } from './throttled';
import { writtenCount } from './written-count';

/** Messages of the worker; the last one is `done` or `failed`. */
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
  /** Shared memory of the starting thread's {@link writtenCount}. */
  written: SharedArrayBuffer;
}

const say = (message: WorkerMessage) => parentPort?.postMessage(message);

// Each thread loads modules itself, so the compile cache must be enabled again.
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
