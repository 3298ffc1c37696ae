import type { FundingMethod } from '../contract/rules.js';
import { type Caller, knowingCaller } from '../deprecations/caller.js';
import type { Operation } from '../gateway/caller.js';
import type { ReviewedCards } from '../gateway/card-operations.js';

/** Knows who is funding a card while the gateway translates the parameters, which is when a deprecated one comes to light. */
export class FundingCaller {
  /** Set while a funding is in its synchronous part, the translation. */
  current: Caller | undefined;

  of(method: FundingMethod, cards: ReviewedCards): Operation {
    const reviewed = cards[method] as unknown as Operation;
    return knowingCaller(method, (caller, args) => {
      // A getter of the caller's may fund another card in between.
      const outer = this.current;
      this.current = caller;
      try {
        return reviewed(...args);
      } finally {
        this.current = outer;
      }
    });
  }
}
