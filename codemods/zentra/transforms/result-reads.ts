import ts from 'typescript';
import { isAssignment, isMember, nameText } from '../../resolve/syntax';

/** A member that the code reads from the result of a call. */
export interface ResultRead {
  name: string;
  /** The token of the member's name. */
  at: ts.Node;
}

/**
 * The members that the code reads from a call's result, directly or through a variable: with `await`, in `then`, or in a callback.
 * Ignores a variable with a second assignment, since it may hold another value when it is read.
 */
export function resultReads(call: ts.CallExpression, checker: ts.TypeChecker): ResultRead[] {
  return [...callbackReads(call, checker), ...readsOf(call, checker)];
}

/** `(error, card) => card.closed_at` as the last argument. */
function callbackReads(call: ts.CallExpression, checker: ts.TypeChecker): ResultRead[] {
  const last = call.arguments.at(-1);
  return last && isFunction(last) ? readsOfParameter(last.parameters[1], last, checker) : [];
}

function readsOf(call: ts.CallExpression, checker: ts.TypeChecker): ResultRead[] {
  let node: ts.Node = call;
  let isAwaited = false;
  while (ts.isAwaitExpression(node.parent) || ts.isParenthesizedExpression(node.parent)) {
    node = node.parent;
    isAwaited ||= ts.isAwaitExpression(node);
  }
  const { parent } = node;
  if (!isAwaited) return ts.isPropertyAccessExpression(parent) ? handlerReads(parent, checker) : [];
  if (isMemberOf(parent, node)) return readAt(parent);
  if (ts.isVariableDeclaration(parent)) return readsOfName(parent.name, parent, checker);
  const isAssigned =
    ts.isBinaryExpression(parent) &&
    parent.right === node &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return isAssigned && ts.isIdentifier(parent.left) ? readsOfName(parent.left, parent, checker) : [];
}

/** `.then((card) => card.closed_at)` */
function handlerReads(access: ts.PropertyAccessExpression, checker: ts.TypeChecker): ResultRead[] {
  const [handler] = ts.isCallExpression(access.parent) ? access.parent.arguments : [];
  if (access.name.text !== 'then' || !handler || !isFunction(handler)) return [];
  return readsOfParameter(handler.parameters[0], handler, checker);
}

const isFunction = (node: ts.Node): node is ts.ArrowFunction | ts.FunctionExpression =>
  ts.isArrowFunction(node) || ts.isFunctionExpression(node);

function readsOfParameter(
  parameter: ts.ParameterDeclaration | undefined,
  { body }: ts.ArrowFunction | ts.FunctionExpression,
  checker: ts.TypeChecker,
): ResultRead[] {
  return parameter ? readsOfName(parameter.name, body, checker) : [];
}

/** @param within a node of the function in which the name is read */
function readsOfName(name: ts.BindingName, within: ts.Node, checker: ts.TypeChecker): ResultRead[] {
  if (ts.isObjectBindingPattern(name)) return readsOfPattern(name);
  const symbol = ts.isIdentifier(name) ? checker.getSymbolAtLocation(name) : undefined;
  const scope = ts.findAncestor(within, (node) => ts.isFunctionLike(node) || ts.isSourceFile(node));
  if (!symbol || !scope) return [];
  const reads: ResultRead[] = [];
  let writes = 0;
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === symbol.name && checker.getSymbolAtLocation(node) === symbol) {
      if (isWritten(node)) writes += 1;
      reads.push(...readsThrough(node));
    }
    ts.forEachChild(node, visit);
  };
  visit(scope);
  return writes > 1 ? [] : reads;
}

/** Whether an identifier is the target of an assignment or declaration. */
function isWritten(name: ts.Identifier): boolean {
  const { parent } = name;
  if (ts.isVariableDeclaration(parent)) return parent.name === name && parent.initializer !== undefined;
  if (ts.isParameter(parent)) return parent.name === name;
  return isAssignment(parent) && parent.left === name;
}

/** `card.closed_at`, `card['closed_at']`, `const { closed_at } = card`. */
function readsThrough(name: ts.Identifier): ResultRead[] {
  const { parent } = name;
  if (isMemberOf(parent, name)) return readAt(parent);
  return ts.isVariableDeclaration(parent) &&
    parent.initializer === name &&
    ts.isObjectBindingPattern(parent.name)
    ? readsOfPattern(parent.name)
    : [];
}

function readsOfPattern({ elements }: ts.ObjectBindingPattern): ResultRead[] {
  return elements.flatMap((element): ResultRead[] => {
    const key = element.propertyName ?? element.name;
    const name = element.dotDotDotToken ? undefined : nameText(key);
    return name === undefined ? [] : [{ name, at: key }];
  });
}

type Member = ts.PropertyAccessExpression | ts.ElementAccessExpression;

const isMemberOf = (node: ts.Node, owner: ts.Node): node is Member =>
  isMember(node) && node.expression === owner;

function readAt(node: Member): ResultRead[] {
  const at = ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression;
  const name = nameText(at);
  return name === undefined ? [] : [{ name, at }];
}
