import type ts from 'typescript';
import type { Resolution } from './program';
import { ownerOfMember } from './tracing/client-types';
import { createTracer } from './tracing/tracer';
import { type Verdict, verdict } from './verdict';

export interface Origins {
  /** Whose `receiver` is, where it stands for the namespace of a client. */
  ofNamespace(receiver: ts.Expression, method: string): Verdict;
  /** Whose member a symbol is: the SDK's, in part, or not at all. */
  ofMember(symbol: ts.Symbol | undefined): 'sdk' | 'partly' | 'elsewhere';
}

/**
 * Follows a value to where it comes from. The checker's word is final; where it says `any`, the declarations,
 * assignments and returns that it could not type are followed by hand.
 */
export function createOrigins(resolution: Resolution): Origins {
  const tracer = createTracer(resolution);
  return {
    ofNamespace: (receiver, method) => verdict(tracer.expression(receiver, { path: [method], visited: [] })),
    ofMember: (symbol) => ownerOfMember(resolution, symbol),
  };
}
