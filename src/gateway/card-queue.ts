import { onAbort } from './abort-listener.js';

/**
 * Runs the writers of one card one after another, in order of arrival. Writers of different cards run in parallel. A card without
 * writers uses no memory.
 */
export class CardQueue {
  readonly #tails: Map<string, Promise<void>>;

  /** @param tails for each card, a promise that settles when its last writer is done; queues that share a map are one queue */
  constructor(tails: Map<string, Promise<void>> = new Map()) {
    this.#tails = tails;
  }

  /** Number of cards with a running or waiting writer. */
  get size(): number {
    return this.#tails.size;
  }

  /**
   * Runs `work` once all earlier work of `card` is done, failed or not.
   *
   * @param signal ends the wait; the call then rejects with the error from `aborted`
   */
  async inTurn<T>(
    card: string,
    work: () => Promise<T>,
    signal?: AbortSignal,
    aborted?: () => Error,
  ): Promise<T> {
    const before = this.#tails.get(card);
    let finish!: () => void;
    const turn = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const tail = before ? before.then(() => turn) : turn;
    this.#tails.set(card, tail);
    void tail.then(() => {
      if (this.#tails.get(card) === tail) this.#tails.delete(card);
    });
    try {
      if (before) await untilAborted(before, signal);
      if (before && signal?.aborted && aborted) throw aborted();
      return await work();
    } finally {
      finish();
    }
  }
}

/** Settles with `promise`, or resolves to `undefined` at once when `signal` is aborted. */
export function untilAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T | undefined> {
  if (!signal) return promise;
  if (signal.aborted) return Promise.resolve(undefined);
  let release!: () => void;
  const stopped = new Promise<undefined>((resolve) => {
    release = onAbort(signal, () => resolve(undefined));
  });
  return Promise.race([promise, stopped]).finally(release);
}
