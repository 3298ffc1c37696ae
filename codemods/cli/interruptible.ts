import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { MigrateOptions } from '../engine/options';
import type { Migration } from './engine';
import { Interrupted } from './interrupted';
import type { WorkerData, WorkerMessage } from './migrate-worker';
import { writtenCount } from './written-count';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Migrates in a worker, so that a signal is answered at once although the engine never yields: the worker is stopped between two
 * system calls, which leaves every file whole, old or new.
 *
 * @throws {Interrupted} after a signal
 */
export async function migrateInterruptibly({ onProgress, ...options }: MigrateOptions): Promise<Migration> {
  const written = writtenCount();
  const worker = new Worker(join(__dirname, 'migrate-worker.cjs'), {
    workerData: { options, written: written.shared } satisfies WorkerData,
  });
  let stoppedBy: NodeJS.Signals | undefined;
  const stop = (signal: NodeJS.Signals) => {
    stoppedBy = signal;
    void worker.terminate();
  };
  for (const signal of signals) process.once(signal, stop);
  try {
    return await new Promise<Migration>((resolve, reject) => {
      worker.on('message', (message: WorkerMessage) => {
        switch (message.kind) {
          case 'progress':
            onProgress?.(message.progress);
            break;
          case 'done':
            resolve({ report: message.report, changes: [] });
            break;
          case 'failed':
            reject(revive(message));
        }
      });
      worker.on('error', reject);
      worker.on('exit', (code) => {
        reject(
          stoppedBy
            ? new Interrupted(stoppedBy, written.read())
            : new Error(`the worker ended early, with ${code}`),
        );
      });
    });
  } finally {
    for (const signal of signals) process.removeListener(signal, stop);
  }
}

function revive({ name, message, stack, exitCode }: Extract<WorkerMessage, { kind: 'failed' }>): Error {
  return Object.assign(new Error(message), { name, stack, ...(exitCode === undefined ? {} : { exitCode }) });
}
