import ts from 'typescript';
import { nameText } from '../../resolve/syntax';
import { usesOf } from './lexical-scope';

/** A name that code reads from a module. */
export interface TakenName {
  name: string;
  /** The place that reads it: the element of a list, or the identifier or call that stands for the module. */
  node: ts.Node;
}

/** The uses of a module's object within one file. */
export interface Taking {
  names: TakenName[];
  /** Uses of the object as a class: `new sdk()`, `extends sdk`, a type. */
  classes: ts.Node[];
  /** Places where the object is passed on, so that its further uses are unknown. */
  escapes: ts.Node[];
  /** Places that export the whole object to other files: `module.exports = require('…')`, `{ ...require('…') }`. */
  exports: ts.Node[];
}

/** Members that every class or promise has; reading one reads no name of the module. */
const CLASS_MEMBERS = new Set(['prototype', 'name', 'length', 'call', 'apply', 'bind', 'toString', 'then']);

const nothingTaken = (): Taking => ({ names: [], classes: [], escapes: [], exports: [] });

/** @param node an expression whose value is a module's object, or a promise of it */
export function takenFrom(node: ts.Expression, source: ts.SourceFile, end: number): Taking {
  const taking = nothingTaken();
  collect(node, { source, end, taking });
  return taking;
}

/** The names that are read through a variable that holds a module's object. */
export function takenThrough(variable: ts.Identifier, source: ts.SourceFile, end: number): Taking {
  const taking = nothingTaken();
  collectUses(variable, { source, end, taking });
  return taking;
}

interface Context {
  source: ts.SourceFile;
  end: number;
  taking: Taking;
}

/** @param use the node to record for the module: `node`, or the expression that it came from */
function collect(node: ts.Expression, context: Context, use: ts.Node = node): void {
  const { taking } = context;
  const value = outermost(node);
  const { parent } = value;
  if (ts.isExpressionStatement(parent) || ts.isTypeOfExpression(parent) || ts.isVoidExpression(parent))
    return;
  if (isClassIn(parent, value)) {
    taking.classes.push(use);
    return;
  }
  if (ts.isPropertyAccessExpression(parent) && isThen(parent, value)) {
    collectThen(parent, context);
    return;
  }
  const member = memberOf(parent, value);
  if (member) {
    if (member.name === 'default' && ts.isExpression(member.access)) collect(member.access, context, use);
    else if (!CLASS_MEMBERS.has(member.name)) taking.names.push({ name: member.name, node: use });
    return;
  }
  if (ts.isVariableDeclaration(parent) && parent.initializer === value) collectBinding(parent.name, context);
  else if (ts.isBinaryExpression(parent)) collectOperand(parent, value, context, use);
  else if (isExported(value)) taking.exports.push(value);
  else taking.escapes.push(value);
}

/** `new sdk()`, `sdk()`, `class Mine extends sdk`, and a name that stands for a type. */
function isClassIn(parent: ts.Node, value: ts.Node): boolean {
  if (ts.isNewExpression(parent) || ts.isCallExpression(parent)) return parent.expression === value;
  return ts.isExpressionWithTypeArguments(parent) || ts.isTypeNode(parent);
}

/** Parentheses, casts and `await` around an expression. */
function outermost(node: ts.Expression): ts.Expression {
  const { parent } = node;
  const wraps =
    ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isNonNullExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isTypeAssertionExpression(parent) ||
    ts.isAwaitExpression(parent);
  return wraps ? outermost(parent) : node;
}

interface MemberAccess {
  name: string;
  access: ts.Node;
}

/** `sdk.name`, `sdk['name']`, `sdk.Name` as a type, `<sdk.Name>`, `spyOn(sdk, 'name')`. */
function memberOf(parent: ts.Node, value: ts.Node): MemberAccess | undefined {
  if (ts.isPropertyAccessExpression(parent) && parent.expression === value)
    return { name: parent.name.text, access: parent };
  if (ts.isElementAccessExpression(parent) && parent.expression === value) {
    const key = parent.argumentExpression;
    return ts.isStringLiteralLike(key) ? { name: key.text, access: parent } : undefined;
  }
  if (ts.isQualifiedName(parent) && parent.left === value) return { name: parent.right.text, access: parent };
  if (!ts.isCallExpression(parent) || parent.arguments[0] !== value) return undefined;
  const named = parent.arguments[1];
  return named && ts.isStringLiteralLike(named) ? { name: named.text, access: named } : undefined;
}

function isThen(access: ts.PropertyAccessExpression, value: ts.Node): boolean {
  return access.expression === value && access.name.text === 'then' && ts.isCallExpression(access.parent);
}

/** `import('…').then((sdk) => …)`, `.then(({ Client }) => …)` */
function collectThen(access: ts.PropertyAccessExpression, context: Context): void {
  const call = access.parent as ts.CallExpression;
  const [handler] = call.arguments;
  if (handler && (ts.isArrowFunction(handler) || ts.isFunctionExpression(handler))) {
    const [parameter] = handler.parameters;
    if (parameter) collectBinding(parameter.name, context);
  } else {
    context.taking.escapes.push(call);
  }
}

function collectBinding(name: ts.BindingName, context: Context): void {
  if (ts.isIdentifier(name)) {
    collectUses(name, context);
    return;
  }
  if (ts.isArrayBindingPattern(name)) {
    context.taking.escapes.push(name);
    return;
  }
  for (const element of name.elements) {
    const key = element.dotDotDotToken ? undefined : nameText(element.propertyName ?? element.name);
    if (element.dotDotDotToken && ts.isIdentifier(element.name)) collectUses(element.name, context);
    else if (key === undefined) context.taking.escapes.push(element);
    else if (key === 'default') collectBinding(element.name, context);
    else context.taking.names.push({ name: key, node: element });
  }
}

function collectUses(name: ts.Identifier, context: Context): void {
  for (const use of usesOf(name, context.source, context.end)) {
    if (ts.isExportSpecifier(use.parent) || ts.isExportAssignment(use.parent)) {
      context.taking.exports.push(use);
    } else if (ts.isShorthandPropertyAssignment(use.parent)) {
      context.taking.escapes.push(use);
    } else {
      collect(use, context);
    }
  }
}

/** `sdk = require('…')`, `({ Client } = require('…'))`, `a ?? require('…')` */
function collectOperand(
  parent: ts.BinaryExpression,
  value: ts.Expression,
  context: Context,
  use: ts.Node,
): void {
  const { taking } = context;
  const isAssignment = ASSIGNMENTS.has(parent.operatorToken.kind);
  if (!isAssignment || parent.right !== value) {
    if (parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword) taking.classes.push(use);
    else if (!isAssignment && !EQUALITIES.has(parent.operatorToken.kind)) collect(parent, context, use);
    return;
  }
  const target = parent.left;
  if (/^(?:module\.)?exports\b/.test(target.getText())) taking.exports.push(value);
  else if (ts.isIdentifier(target)) collectUses(target, context);
  else if (ts.isObjectLiteralExpression(target)) {
    for (const property of target.properties) {
      const name = property.name && nameText(property.name);
      if (name === undefined) taking.escapes.push(property);
      else taking.names.push({ name, node: property });
    }
  } else taking.escapes.push(value);
}

const ASSIGNMENTS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
]);

const EQUALITIES: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);

/** `export default …`, `module.exports = { ...… }`, `Object.assign(module.exports, …)`, `__exportStar(…, exports)` */
function isExported(value: ts.Expression): boolean {
  const { parent } = value;
  if (ts.isExportAssignment(parent)) return true;
  if (ts.isCallExpression(parent))
    return parent.arguments.some((argument) => /^(?:module\.)?exports$/.test(argument.getText()));
  if (!ts.isSpreadAssignment(parent)) return false;
  const literal = outermost(parent.parent);
  return (
    (ts.isBinaryExpression(literal.parent) && /^(?:module\.)?exports$/.test(literal.parent.left.getText())) ||
    ts.isExportAssignment(literal.parent)
  );
}
