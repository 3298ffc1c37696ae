import type ts from 'typescript';

/** A step from a value to a part of it: a property's name, a call's result, an instance, or an unnamed element. */
export type Step = string | typeof CALL | typeof INSTANCE | typeof ELEMENT;
export const CALL = Symbol('call');
export const INSTANCE = Symbol('instance');
export const ELEMENT = Symbol('element');

/** State of a trace. */
export interface Trail {
  /** The steps from the current node to the member in question. */
  path: readonly Step[];
  /** The nodes that the trace has passed, to detect a value that is defined by itself. */
  visited: readonly ts.Node[];
}

/** The trail with a step added to the front of its path. */
export const before = (step: Step, { path, visited }: Trail): Trail => ({ path: [step, ...path], visited });

/** The trail without the first step of its path. */
export const after = ({ path, visited }: Trail): Trail => ({ path: path.slice(1), visited });

const MAX_DEPTH = 40;

/** The trail with a further visited node; `undefined` for a cycle, or beyond the maximum depth. */
export function through(node: ts.Node, { path, visited }: Trail): Trail | undefined {
  if (visited.includes(node) || visited.length > MAX_DEPTH) return undefined;
  return { path, visited: [...visited, node] };
}
