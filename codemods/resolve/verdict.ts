import type ts from 'typescript';

/**
 * Whose an expression is.
 * - `sdk`: the SDK's, whatever path led to it.
 * - `partly`: the SDK's or somebody else's, depending on the run.
 * - `elsewhere`: somebody else's.
 * - `unseen`: out of a module that is not in sight, and that may well hand out what is the SDK's.
 * - `unknown`: untyped, and nothing in the repository says where it comes from.
 * - `unloaded`: not known yet, because an import was not loaded.
 */
export type Origin = 'sdk' | 'partly' | 'elsewhere' | 'unseen' | 'unknown' | 'unloaded';

/** An import of the SDK's module, by any of its forms: the place where a client enters the repository. */
export interface Door {
  /** Name of the unit that imports it. */
  file: string;
  /** The module's name as it stands there. */
  specifier: string;
  /** Offset of the specifier. */
  start: number;
}

/** What an answer rests on: a sentence, and the places that it speaks of. */
export interface Evidence {
  text: string;
  places: readonly { file: string; line: number }[];
}

/** The place where knowledge ends. */
export interface Cause {
  /** The parameter, call, import or property that nothing in sight says more of. */
  at: ts.Node;
  question: string;
  /** The smallest thing that settles it. */
  advice: string;
}

/** Whose an expression is, and what that rests on. */
export interface Verdict {
  origin: Origin;
  /**
   * The imports that the value came through: what is renamed goes together with all of them. Empty where the way was not
   * seen (a global, a type that the SDK's declarations give); then any import of the package may be meant.
   */
  doors: readonly Door[];
  /** For `sdk` and `elsewhere`, where the types alone did not tell. */
  because?: Evidence;
  /** For `unseen`: the module, as it is imported. */
  module?: string;
  /** For `unknown`. */
  cause?: Cause;
}

/** An answer that rests on nothing but itself. */
export function verdict(origin: Origin): Verdict {
  return { origin, doors: [] };
}
