import type ts from 'typescript';

/**
 * The origin of an expression.
 * - `sdk`: from the SDK, on any path.
 * - `partly`: from the SDK or from elsewhere, depending on the run.
 * - `elsewhere`: not from the SDK.
 * - `unseen`: from a module that is not available, and that may return a value of the SDK.
 * - `unknown`: untyped, and nothing in the repository tells its origin.
 * - `unloaded`: not known yet, because an import was not loaded.
 */
export type Origin = 'sdk' | 'partly' | 'elsewhere' | 'unseen' | 'unknown' | 'unloaded';

/** An import of the SDK's module, in any form: the place where a client enters the repository. */
export interface Door {
  /** Name of the unit that imports it. */
  file: string;
  /** The module's name as written in the import. */
  specifier: string;
  /** Offset of the specifier. */
  start: number;
}

/** The evidence of a verdict: a sentence, and the places that it mentions. */
export interface Evidence {
  text: string;
  places: readonly { file: string; line: number }[];
}

/** The reason why a verdict is unknown: the place at which the trace ends. */
export interface Cause {
  /** The parameter, call, import or name whose value is unknown. */
  at: ts.Node;
  /** The steps from `at` to the receiver: names of members, {@link ELEMENT} and {@link RESULT}. */
  path: readonly string[];
  /** Why the value is unknown. */
  why: string;
  /** Identifies a value that is the same in all places, which then share one cause. */
  shared?: { kind: 'global' | 'carried' | 'module'; name: string };
  /** Visible calls that pass the parameter's value. */
  callers?: readonly ts.Node[];
}

/** Step to any element of a list, or any value of a map. */
export const ELEMENT = '[]';

/** Step to the result of a call. If all arguments are literals, the brackets contain them. */
export const RESULT = '()';

/** Maximum number of steps after a cause; further steps do not make a separate cause. */
const MAX_STEPS = 4;

export const isResult = (step: string | undefined): boolean => step?.startsWith('(') ?? false;

/** The cause of a member, an element or the result of the given cause's value. */
export function causeBehind(cause: Cause, step: string): Cause {
  return cause.path.length < MAX_STEPS ? { ...cause, path: [...cause.path, step] } : cause;
}

/** The origin of an expression, with its evidence. */
export interface Verdict {
  origin: Origin;
  /**
   * The imports through which the value came: a renaming goes together with all of them. Empty if the path is unknown
   * (a global, a type from the SDK's declarations); then it may be any import of the package.
   */
  doors: readonly Door[];
  /** For `sdk` and `elsewhere`, if the types alone did not decide. */
  because?: Evidence;
  /** For `unseen`: the specifier of the module. */
  module?: string;
  /** For `unknown` and `unloaded`: the causes, each of which must be settled. */
  causes?: readonly Cause[];
  /** For `unknown` and `unloaded`: the client's name in the code, `pay` of `pay.cards`. */
  client?: string;
  /** For `unknown`: the origin of the value on the known paths. */
  beside?: 'sdk' | 'elsewhere';
  /** For `partly`: the receiver has an interface of the customer's own, which the client's namespace is passed as. */
  isOfOwnInterface?: true;
  /** A person's reason for leaving the uses unchanged. */
  accepted?: string;
}

/** A verdict without evidence and doors. */
export function verdict(origin: Origin): Verdict {
  return { origin, doors: [] };
}
