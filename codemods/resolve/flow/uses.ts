import type ts from 'typescript';
import type { Answers } from './fixpoint';
import type { Flow } from './flow';
import { type Callable, type CallSite, idOf } from './objects';
import { Tracker } from './tracker';

/** One use of a function that decides over its arguments. */
export type Use =
  /** It is called, or made with `new`. */
  | { kind: 'call'; site: CallSite }
  /** It goes to code out of sight, or leaves the package, and may be called there with anything. */
  | { kind: 'handed' | 'public'; at: ts.Node; why: string };

export interface Uses {
  /** Every use of a function, or of a class's constructor. */
  of(callee: Callable): Answers<Use>;
}

export function createUses(flow: Flow): Uses {
  return {
    of: (callee) =>
      flow.table.answers(`uses:${idOf(callee)}`, () => {
        const tracker = new Tracker(flow);
        tracker.trackCallable(callee, []);
        return tracker.uses;
      }),
  };
}
