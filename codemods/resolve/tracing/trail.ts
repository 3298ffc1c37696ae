import type ts from 'typescript';

/** A step from a value to a part of it: a property's name, a call's result, an instance, or an unnamed element. */
export type Step = string | typeof CALL | typeof INSTANCE | typeof ELEMENT;
export const CALL = Symbol('call');
export const INSTANCE = Symbol('instance');
export const ELEMENT = Symbol('element');

/** Where a trace stands. */
export interface Trail {
  /** The steps that lead from the node at hand to the member in question. */
  path: readonly Step[];
  /** The nodes that the trace came through: a value that is made of itself has no other origin. */
  visited: readonly ts.Node[];
}

/** The part that a step leads to is asked for, before what the trail asks for of it. */
export const before = (step: Step, { path, visited }: Trail): Trail => ({ path: [step, ...path], visited });

/** The first step was made. */
export const after = ({ path, visited }: Trail): Trail => ({ path: path.slice(1), visited });

const MAX_DEPTH = 40;

/** The trail with a node more; nothing where it would go round in a circle, or too deep. */
export function through(node: ts.Node, { path, visited }: Trail): Trail | undefined {
  if (visited.includes(node) || visited.length > MAX_DEPTH) return undefined;
  return { path, visited: [...visited, node] };
}
