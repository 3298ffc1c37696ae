import { onAbort } from './abort-listener.js';

/** Time and randomness, injected so that tests are fast and deterministic. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** At least 0, below 1. */
  random(): number;
  /** Resolves after `ms`, or at once when `signal` is aborted; the caller checks the signal. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: Date.now,
  random: Math.random,
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        release?.();
        resolve();
      };
      const timer = setTimeout(wake, ms);
      const release = signal && onAbort(signal, wake);
    }),
};
