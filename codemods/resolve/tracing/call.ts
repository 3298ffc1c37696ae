import ts from 'typescript';
import { argumentsGivenTo, handsBack } from '../containers';
import { makesReference } from '../flow/components';
import { importedBy } from '../syntax';
import type { Origin } from '../verdict';
import { carriesClient, wasToldOfClient } from './client-types';
import { traceModule } from './import';
import { isForeign } from './joined';
import type { Tracer } from './tracer';
import { before, CALL, INSTANCE, type Trail } from './trail';
import { traceType } from './type';

/** A foreign function returns the type of its type argument, as in `get<Client>()`, or possibly a client that it was given. */
export function traceCall(tracer: Tracer, node: ts.CallExpression, trail: Trail): Origin {
  const specifier = importedBy(node);
  if (specifier !== undefined) return traceModule(tracer, node, specifier.text);
  const origin = tracer.expression(node.expression, before(CALL, trail));
  if (!isForeign(origin)) return origin;
  const [told] = node.typeArguments ?? [];
  const typed = told && traceType(tracer, tracer.checker.getTypeFromTypeNode(told), node, trail);
  if (typed === 'sdk' || typed === 'partly') return typed;
  return makesReference(node) || mayHandBackClient(tracer, node) ? 'unknown' : origin;
}

function mayHandBackClient(tracer: Tracer, node: ts.CallExpression): boolean {
  const { expression } = node;
  const isClient = (value: ts.Expression) => carriesClient(tracer, value);
  if (handsBack(expression) || wasToldOfClient(tracer, node)) return true;
  if (node.arguments.some((argument) => isClient(argument) || mentionsSdk(tracer, argument))) return true;
  return (
    ts.isPropertyAccessExpression(expression) &&
    argumentsGivenTo(expression.expression, tracer.checker).some(isClient)
  );
}

/** `container.get('sdk')` */
function mentionsSdk({ sdk }: Tracer, argument: ts.Expression): boolean {
  return ts.isStringLiteralLike(argument) && sdk.mention.test(argument.text);
}

export function traceNew(tracer: Tracer, node: ts.NewExpression, trail: Trail): Origin {
  const origin = tracer.expression(node.expression, before(INSTANCE, trail));
  if (!isForeign(origin)) return origin;
  const isTold =
    wasToldOfClient(tracer, node) || node.arguments?.some((argument) => carriesClient(tracer, argument));
  return isTold ? 'unknown' : origin;
}
