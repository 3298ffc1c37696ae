import { Worker } from 'node:worker_threads';
import type { Verification } from '../../report/report';
import type { VerifyOptions } from './verify';

/** The limits of a verification. Past a limit it ends without a result. */
export interface VerifyLimits {
  /** Milliseconds. */
  timeout: number;
  /** Mebibytes of memory for the compiler's values. */
  memory: number;
}

/** Runs {@link verify} in a thread of its own, which can be terminated. */
export function verifyBounded(
  options: VerifyOptions,
  { timeout, memory }: VerifyLimits,
  script: string,
): Promise<Verification> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, {
      workerData: options,
      resourceLimits: { maxOldGenerationSizeMb: memory },
    });
    const end = (settle: () => void) => {
      clearTimeout(timer);
      void worker.terminate();
      settle();
    };
    const timer = setTimeout(
      () => end(() => resolve(unfinished(`it did not end within ${timeout / 1000} s (--verify-timeout)`))),
      timeout,
    );
    worker.once('message', (verification: Verification) => end(() => resolve(verification)));
    worker.once('error', (error: NodeJS.ErrnoException) =>
      end(() =>
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? resolve(unfinished(`it needs more than ${memory} MiB of memory (--verify-memory)`))
          : reject(error),
      ),
    );
  });
}

const unfinished = (reason: string): Verification => ({
  status: 'unfinished',
  reason,
  projects: [],
  files: 0,
  errorsBefore: 0,
  newErrors: [],
  notSeen: [],
});
