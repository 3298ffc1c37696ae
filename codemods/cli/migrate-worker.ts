import { parentPort, workerData } from 'node:worker_threads';
import type { MigrateOptions, Progress } from '../engine/options';
import type { Report } from '../report/report';
import { keepCompiledCode } from './compile-cache';
import { migrateHere } from './engine';
import { throttled } from './progress';
import { writtenCount } from './written-count';

/** What the worker says; the last word is `done` or `failed`. */
export type WorkerMessage =
  | { kind: 'progress'; progress: Progress }
  | { kind: 'done'; report: Report }
  | {
      kind: 'failed';
      name: string;
      message: string;
      stack: string | undefined;
      exitCode: number | undefined;
    };

export interface WorkerData {
  options: MigrateOptions;
  /** Of the thread that started this one. */
  written: SharedArrayBuffer;
}

const say = (message: WorkerMessage) => parentPort?.postMessage(message);

// A thread loads modules of its own.
keepCompiledCode(process.env);
const { options, written } = workerData as WorkerData;
const count = writtenCount(written);
const tell = throttled((progress) => say({ kind: 'progress', progress }));
migrateHere({
  ...options,
  onProgress(progress) {
    if (progress.stage === 'write') count.set(progress.done, progress.total);
    tell(progress);
  },
}).then(
  ({ report }) => say({ kind: 'done', report }),
  (error: unknown) => {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    const exitCode = error instanceof Error && 'exitCode' in error ? Number(error.exitCode) : undefined;
    say({ kind: 'failed', name, message, stack, exitCode });
  },
);
