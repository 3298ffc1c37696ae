import type { FundingMethod } from '../contract/rules.js';
import { type Caller, knowingCaller } from '../deprecations/caller.js';
import type { ReviewedCards } from '../gateway/card-operations.js';
import type { Operation } from '../gateway/operation.js';

/** Keeps the caller of a funding while the gateway translates its parameters, which is when it finds a deprecated one. */
export class FundingCaller {
  /** Set during the synchronous part of a funding, the translation. */
  current: Caller | undefined;

  of(method: FundingMethod, cards: ReviewedCards): Operation {
    const reviewed = cards[method] as unknown as Operation;
    return knowingCaller(method, (caller, args) => {
      // A getter of the caller may fund another card meanwhile.
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
