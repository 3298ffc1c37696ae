import ts from 'typescript';
import { calledName } from './called-name';
import type { Context } from './context';
import { idOf } from './flow/objects';
import { Tracker } from './flow/tracker';
import { verdictOnReceiver } from './receivers';
import { isMember, visitWithin } from './syntax';
import { type Verdict, verdict } from './verdict';

/** A place that hands a client's namespace over to code out of sight, which may call a legacy method of it. */
export interface HandedOver {
  /** The namespace, as it is taken out of the client: `client.cards`. */
  taken: ts.PropertyAccessExpression;
  verdict: Verdict;
  /** The callee that it is handed to. */
  to: string;
}

/** Tests only look at what they are given, or replace its methods by name. */
const LOOKS_ONLY =
  /^(?:expect|assert|should|jest|vi|vitest|sinon|td|chai|sandbox|mock|t)\b|\b(?:spyOn|stub|mocked)$/;

/** The places of a file that hand a namespace over. */
export function handedOverIn(context: Context): HandedOver[] {
  const { source, unit, sdk } = context;
  if (!takesNamespace(unit.text, sdk.namespace)) return [];
  const found: HandedOver[] = [];
  visitWithin(source, unit.text.length, (node) => {
    if (!ts.isPropertyAccessExpression(node) || node.name.text !== sdk.namespace) return;
    const { parent } = node;
    if (isMember(parent) && parent.expression === node) return;
    found.push(...handedOver(node, context));
  });
  return found;
}

/** Whether a text takes a namespace out of a client and keeps it: `client.cards` without a further member. */
export const takesNamespace = (text: string, namespace: string): boolean =>
  new RegExp(`\\.\\s*${namespace}\\b(?!\\s*(?:\\?\\.|[.\\[=]))`).test(text);

function handedOver(taken: ts.PropertyAccessExpression, context: Context): HandedOver[] {
  const { flow, isFinal, vocabulary } = context;
  const byOrigin = verdictOnReceiver(taken, vocabulary.anyMethod, context);
  if (byOrigin.origin === 'unloaded') return [{ taken, verdict: byOrigin, to: '' }];
  if (byOrigin.origin !== 'sdk' && byOrigin.origin !== 'partly') return [];
  const key = `handed-over:${idOf(taken)}`;
  const tracker = new Tracker(flow);
  const { answer } = flow.table.settle(key, () => {
    tracker.follow(taken, []);
    return tracker.uses;
  });
  if (flow.table.isIncomplete(key) && !isFinal) return [{ taken, verdict: verdict('unloaded'), to: '' }];
  for (const use of answer.values()) {
    if (use.kind !== 'handed' || !ts.isCallExpression(use.at)) continue;
    if (isGiven(use.at, tracker.places) && !isHarmless(use.at)) {
      return [{ taken, verdict: byOrigin, to: handedTo(use.at, taken) }];
    }
  }
  return [];
}

/** Whether a call is given the namespace, alone or in a list or an object. What a function brings when it is called is the function's. */
function isGiven({ arguments: given }: ts.CallExpression, places: ReadonlySet<ts.Node>): boolean {
  const holds = (node: ts.Node): boolean => {
    if (places.has(node)) return true;
    if (ts.isSpreadElement(node) || ts.isParenthesizedExpression(node)) return holds(node.expression);
    if (ts.isArrayLiteralExpression(node)) return node.elements.some(holds);
    if (!ts.isObjectLiteralExpression(node)) return false;
    return node.properties.some(
      (property) =>
        (ts.isPropertyAssignment(property) && holds(property.initializer)) ||
        (ts.isShorthandPropertyAssignment(property) && places.has(property.name)),
    );
  };
  return given.some(holds);
}

/** A test's call, or one with the namespace as `this`: `client.cards.freeze.bind(client.cards)`. */
function isHarmless(call: ts.CallExpression): boolean {
  return LOOKS_ONLY.test(call.expression.getText()) || /^(?:call|apply|bind)$/.test(calledName(call) ?? '');
}

function handedTo(call: ts.CallExpression, taken: ts.Node): string {
  const source = call.getSourceFile();
  const callee = call.expression.getText().replace(/\s+/g, ' ').slice(0, 60);
  if (source === taken.getSourceFile()) {
    const line = source.getLineAndCharacterOfPosition(call.getStart(source)).line + 1;
    return call.pos <= taken.pos && taken.end <= call.end ? `${callee}()` : `${callee}() in line ${line}`;
  }
  return `${callee}() in another file`;
}
