import { type Effect, ZentraError } from '../contract/errors.js';
import { processState } from './process-state.js';

/** The argument of `onClosureRequested`: pass it to the customer's approved operational path. */
export interface ClosureRequest {
  card_id: string;
  /** The reason given to `lockAndRestrict`; `termination_requested` by default. */
  reason: string;
  /** ISO 8601, UTC. */
  requested_at: string;
}

/** Persistent store of terminated cards: a `Set`, or an adapter of the team's database. */
export interface ClosureStore {
  add(cardId: string): unknown;
  has(cardId: string): boolean | Promise<boolean>;
}

const { terminated, terminating } = processState;

/** Refuses to unlock terminated cards (contract, section 3). */
export class Closures {
  readonly #gateway: string;
  readonly #store: ClosureStore | undefined;

  constructor(gateway: string, store: ClosureStore | undefined) {
    this.#gateway = gateway;
    this.#store = store;
  }

  /**
   * Sends the lock that terminates a card. From the start of the call, this process does not unlock the card, unless the lock fails: an
   * unlock sent while the lock is pending could take effect after it. Does not wait for the store.
   */
  async terminate<T>(cardId: string, lock: () => Promise<T>): Promise<T> {
    const key = this.#key(cardId);
    terminating.set(key, (terminating.get(key) ?? 0) + 1);
    try {
      const accepted = await lock();
      terminated.add(key);
      return accepted;
    } finally {
      const others = terminating.get(key)! - 1;
      if (others > 0) terminating.set(key, others);
      else terminating.delete(key);
    }
  }

  /** Adds the card to the team's store, if there is one. */
  async record(cardId: string): Promise<void> {
    await this.#store?.add(cardId);
  }

  /**
   * @param effect effect of the attempts made so far
   * @throws {ZentraError} `card_terminated` if this process terminated the card.
   */
  refuse(cardId: string, effect: Effect): void {
    const key = this.#key(cardId);
    if (terminated.has(key) || terminating.has(key)) throw cardTerminated(cardId, effect);
  }

  /**
   * @throws {ZentraError} `card_terminated`; or `closure_check_failed` if the store fails, since unlocking a
   *   terminated card is the worse mistake.
   */
  async refuseStored(cardId: string): Promise<void> {
    if (!this.#store) return;
    let stored: boolean;
    try {
      stored = await this.#store.has(cardId);
    } catch (cause) {
      throw new ZentraError({
        code: 'closure_check_failed',
        message: `Card ${cardId} was not unlocked: the closures store could not say whether it was terminated; pass { force: true } to unlock it all the same`,
        details: { card_id: cardId },
        cause,
      });
    }
    if (stored) throw cardTerminated(cardId);
  }

  #key(cardId: string): string {
    return `${this.#gateway} ${cardId}`;
  }
}

function cardTerminated(cardId: string, effect: Effect = 'none'): ZentraError {
  return new ZentraError({
    code: 'card_terminated',
    message: `Card ${cardId} was terminated, or is about to be: its closure is requested and it stays locked; pass { force: true } to unlock it all the same`,
    details: { card_id: cardId },
    effect,
  });
}
