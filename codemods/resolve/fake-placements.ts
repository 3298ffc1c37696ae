import ts from 'typescript';
import type { Context } from './context';
import { doorsBehind } from './doors';
import { verdictOnReceiver } from './receivers';
import { isMember, memberName, unwrapped } from './syntax';
import { isClientType } from './tracing/client-types';
import { type Verdict, verdict } from './verdict';

/** Methods that give a replaced member its value: `stub(client, 'cards').value(…)`. */
const GIVES_VALUE = /^(?:value|get|returns|callsFake|mock(?:ReturnValue|Implementation)(?:Once)?)$/;
/** Methods that set a variable of another module, which only the test's library can resolve. */
const SETS_VARIABLE = /\.(?:__set__|__with__|__Rewire__)$/;

/**
 * The verdict on a fake namespace by the place to which a test assigns it: `client.cards = …`, `Object.assign(client.cards, …)`,
 * `replaceProperty(client, 'cards', …)`. `undefined` if the test assigns it nowhere.
 */
export function verdictOnPlacement(fake: ts.Node, method: string, context: Context): Verdict | undefined {
  const { parent } = fake;
  if (ts.isBinaryExpression(parent)) {
    const { left } = parent;
    const isNamespace = isMember(left) && memberName(left) === context.sdk.namespace;
    return isNamespace && parent.right === fake ? verdictOnNamespace(left, method, context) : undefined;
  }
  const assigned = assignedTo(fake);
  if (assigned) return verdictOnNamespace(assigned, method, context);
  const client = replacedAt(parent, fake, context) ?? replacedBefore(fake, context);
  return client && verdictOnClient(client, context);
}

/** The verdict on an object that contains a fake namespace: `Object.assign(client, { cards: … })`. */
export function verdictOnHolder(holder: ts.Node, context: Context): Verdict | undefined {
  const assigned = assignedTo(holder);
  if (assigned) return verdictOnClient(assigned, context);
  const setter = ts.findAncestor(holder, (node) => ts.isStatement(node) || isSetter(node));
  return setter && isSetter(setter) ? verdict('unknown') : undefined;
}

const isSetter = (node: ts.Node): boolean =>
  ts.isCallExpression(node) && SETS_VARIABLE.test(node.expression.getText());

/** `client` of `Object.assign(client, value)` */
function assignedTo(value: ts.Node): ts.Expression | undefined {
  const { parent } = value;
  if (!ts.isCallExpression(parent) || parent.expression.getText() !== 'Object.assign') return undefined;
  const [target] = parent.arguments;
  return target === value ? undefined : target;
}

/** `client` of `replaceProperty(client, 'cards', value)` */
function replacedAt(call: ts.Node, value: ts.Node, context: Context): ts.Expression | undefined {
  const client = ts.isCallExpression(call) && call.arguments[2] === value && clientIn(call, context);
  return client || undefined;
}

/** `client` of `spyOn(client, 'cards', 'get').mockReturnValue(value)`; the argument may also be a function that returns the value. */
function replacedBefore(value: ts.Node, context: Context): ts.Expression | undefined {
  const given = ts.findAncestor(value, isArgument);
  const callee = given && (given.parent as ts.CallExpression).expression;
  if (!callee || !ts.isPropertyAccessExpression(callee) || !GIVES_VALUE.test(callee.name.text)) {
    return undefined;
  }
  const spied = unwrapped(callee.expression);
  return ts.isCallExpression(spied) ? clientIn(spied, context) : undefined;
}

const isArgument = (node: ts.Node): boolean =>
  !ts.isSourceFile(node) &&
  ts.isCallExpression(node.parent) &&
  node.parent.arguments.includes(node as ts.Expression);

/** `client` of a call whose first arguments are `client, 'cards'`. */
function clientIn(
  { arguments: [client, name] }: ts.CallExpression,
  { sdk }: Context,
): ts.Expression | undefined {
  return name && ts.isStringLiteralLike(name) && name.text === sdk.namespace ? client : undefined;
}

/** The fake is used as the namespace is, so it goes with the imports that the namespace came through. */
function verdictOnNamespace(namespace: ts.Expression, method: string, context: Context): Verdict {
  const found = verdictOnReceiver(namespace, method, context);
  return found.origin === 'sdk' && found.doors.length === 0
    ? { ...found, doors: doorsBehind(namespace, context.resolution) }
    : found;
}

function verdictOnClient(client: ts.Expression, context: Context): Verdict | undefined {
  const type = context.checker.getTypeAtLocation(client);
  if (!isClientType(context, type)) return undefined;
  return { origin: 'sdk', doors: doorsBehind(client, context.resolution) };
}
