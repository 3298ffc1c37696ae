import type ts from 'typescript';
import type { Answers } from './fixpoint';
import type { Flow } from './flow';
import { type Callable, type CallSite, type Frame, idOf } from './objects';
import { Tracker } from './tracker';

/** One use of a function that decides over its arguments. */
export type Use =
  /** It is called, or made with `new`. */
  | { kind: 'call'; site: CallSite }
  /** It goes to code out of sight, or leaves the package, and may be called there with anything. */
  | { kind: 'handed' | 'public'; at: ts.Node; why: string };

export interface Uses {
  /**
   * Every use of a function, or of a class's constructor.
   *
   * @param madeIn the call that made the function, where one is known: `wrap(fn)` of `const wrap = (fn) => (...args) => fn(...args)`
   */
  of(callee: Callable, madeIn?: Frame): Answers<Use>;
}

export function createUses(flow: Flow): Uses {
  /** The uses of functions that go to more places than are followed; a cycle of questions asks for them again, to no avail. */
  const bounded = new Map<string, Answers<Use>>();
  return {
    of: (callee, madeIn) => {
      const key = `uses:${idOf(callee)}:${madeIn?.id}`;
      return flow.table.answers(key, () => {
        const known = bounded.get(key);
        if (known) return known;
        const tracker = new Tracker(flow, { madeIn });
        tracker.trackCallable(callee, []);
        if (tracker.isBounded) bounded.set(key, tracker.uses);
        return tracker.uses;
      });
    },
  };
}
