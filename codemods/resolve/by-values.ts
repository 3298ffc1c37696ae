import ts from 'typescript';
import { ownCause } from './causes/own-cause';
import type { Context } from './context';
import { askFlow, type FlowAnswer, type Subject } from './flow/answer';
import { isTypeScript } from './unit';
import { isUntyped } from './untyped';
import { type Verdict, verdict } from './verdict';

/**
 * What the values say of a receiver, on top of what the types say. In JavaScript an inferred type is no declaration, so that
 * the values have the last word there.
 *
 * @param mayBeNamespace whether its name alone makes an open receiver worth a person's look
 */
export function verdictByValues(
  byTypes: Verdict,
  subject: Subject,
  method: string,
  mayBeNamespace: boolean,
  context: Context,
): Verdict {
  const { source, checker, flow, ownFlow, isFinal } = context;
  if (byTypes.origin === 'unloaded') return byTypes;
  const isTyped = isTypeScript(source.fileName);
  if (byTypes.origin === 'sdk') {
    return !isTyped && askFlow(ownFlow(), subject, method).isOthers
      ? { ...byTypes, origin: 'partly' }
      : byTypes;
  }
  if (isTyped && !isUntyped(checker.getTypeAtLocation(subject))) return byTypes;
  if (!mayBeNamespace && isComputed(subject) && !flow.namespaces.mayBe(subject)) {
    if (flow.namespaces.isIncomplete && !isFinal) return verdict('unloaded');
    return byTypes.origin === 'partly' ? byTypes : verdict('elsewhere');
  }
  const answer = askFlow(flow, subject, method);
  if (!answer.isIncomplete) return verdictOf(answer, byTypes, mayBeNamespace);
  if (!isFinal) return verdict('unloaded');
  const why = 'files that may say more of it do not parse, or are more than are read for one question';
  const unread = ownCause(subject, why, checker);
  return verdictOf({ ...answer, causes: [...answer.causes, unread] }, byTypes, mayBeNamespace);
}

/**
 * `x[name]()`, which stands everywhere: it is asked about only where a namespace is seen to come. A legacy method's own name is rare
 * enough to ask about each.
 */
function isComputed({ parent }: Subject): boolean {
  return ts.isElementAccessExpression(parent) && !ts.isStringLiteralLike(parent.argumentExpression);
}

function verdictOf(answer: FlowAnswer, byTypes: Verdict, mayBeNamespace: boolean): Verdict {
  const { isOurs, isOthers, doors, causes, because } = answer;
  const evidence = because && { because };
  const isOpen = causes.length > 0;
  if (isOurs && (isOthers || byTypes.origin === 'partly')) return { origin: 'partly', doors };
  if (isOurs && !isOpen) return { origin: 'sdk', doors, ...evidence };
  if (isOurs) return { origin: 'unknown', doors, causes, beside: 'sdk' };
  if (isOthers && !isOpen && byTypes.origin !== 'partly') return { origin: 'elsewhere', doors, ...evidence };
  if (!mayBeNamespace || byTypes.origin === 'elsewhere')
    return byTypes.origin === 'partly' ? byTypes : verdict('elsewhere');
  return { ...byTypes, ...(isOpen && { causes }), ...(isOthers && { beside: 'elsewhere' }) };
}
