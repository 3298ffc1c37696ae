import type ts from 'typescript';
import type { Resolution } from './program';
import { ownerOfMember } from './tracing/client-types';
import { createTracer } from './tracing/tracer';
import { type Verdict, verdict } from './verdict';

export interface Origins {
  /** The origin of `receiver` as the namespace of a client. */
  ofNamespace(receiver: ts.Expression, method: string): Verdict;
  /** Whether all, some or none of a symbol's declarations belong to the SDK's namespace. */
  ofMember(symbol: ts.Symbol | undefined): 'sdk' | 'partly' | 'elsewhere';
}

/**
 * Follows a value to its origin. A type of the checker is final; for an `any`, follows the declarations,
 * assignments and returns that the checker could not type.
 */
export function createOrigins(resolution: Resolution): Origins {
  const tracer = createTracer(resolution);
  return {
    ofNamespace: (receiver, method) => verdict(tracer.expression(receiver, { path: [method], visited: [] })),
    ofMember: (symbol) => ownerOfMember(resolution, symbol),
  };
}
