import { onAbort } from './abort-listener.js';

/**
 * Lets writers of one card take turns, in the order they came. Turns of different cards do not wait for each other, and a
 * card that nobody waits for leaves no trace.
 */
export class CardQueue {
  readonly #tails: Map<string, Promise<void>>;

  /** @param tails by card, what settles when its last writer is done: queues over one map are one queue */
  constructor(tails: Map<string, Promise<void>> = new Map()) {
    this.#tails = tails;
  }

  /** How many cards have a writer at work or waiting. */
  get size(): number {
    return this.#tails.size;
  }

  /**
   * Runs `work` once all earlier work of `card` is done, failed or not.
   *
   * @param signal gives up waiting; `aborted` makes the error
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
