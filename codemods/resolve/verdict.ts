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
  /** The parameter, call, import or name that nothing in sight says more of. */
  at: ts.Node;
  /** What leads on from there to the receiver: names of members, {@link ELEMENT} and {@link RESULT}. */
  path: readonly string[];
  /** Why nothing in sight says more. */
  why: string;
  /** What is one and the same wherever it stands, so that it is one cause for all places. */
  shared?: { kind: 'global' | 'carried' | 'module'; name: string };
  /** Calls in sight that give a parameter its value. */
  callers?: readonly ts.Node[];
}

/** Stands for any element of a list, or any value of a map. */
export const ELEMENT = '[]';

/** Stands for what a call gives. Of a call that is given literals only, they stand in the brackets. */
export const RESULT = '()';

/** Members and calls that are told apart behind a cause; what is further away is one with what it hangs on. */
const MAX_STEPS = 4;

export const isResult = (step: string | undefined): boolean => step?.startsWith('(') ?? false;

/** What a cause becomes for a member, an element or the result of what it is about. */
export function causeBehind(cause: Cause, step: string): Cause {
  return cause.path.length < MAX_STEPS ? { ...cause, path: [...cause.path, step] } : cause;
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
  /** For `unknown` and `unloaded`: each of them has to be settled. */
  causes?: readonly Cause[];
  /** For these, what the client is called in the code: `pay` of `pay.cards`. */
  client?: string;
  /** For `unknown`: whose the value is on the ways that are in sight. */
  beside?: 'sdk' | 'elsewhere';
  /** A person's reason for which its uses stay as they are. */
  accepted?: string;
}

/** An answer that rests on nothing but itself. */
export function verdict(origin: Origin): Verdict {
  return { origin, doors: [] };
}
