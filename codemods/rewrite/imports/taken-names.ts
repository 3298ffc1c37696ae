import ts from 'typescript';
import { usesOf } from '../../resolve/lexical-scope';
import { isMember, isWrapper, memberName, nameText, unwrapped } from '../../resolve/syntax';

/** A name that code reads from a module. */
export interface TakenName {
  name: string;
  /** The place that reads it: the element of a list, or the identifier or call that stands for the module. */
  node: ts.Node;
  /** The member itself, `sdk.name`, where it is one. */
  access?: ts.Expression;
}

/** The uses of a module's object within one file. */
export interface Taking {
  names: TakenName[];
  /** Uses of the object as a class: `new sdk()`, `extends sdk`, a type. */
  classes: ts.Node[];
  /** Places where the object is passed on, so that its further uses are unknown. */
  escapes: ts.Node[];
  /** Exports of the whole object to other files. */
  exports: ExportedModule[];
}

/** An export of a module's object. */
export interface ExportedModule {
  /** Its name: `exports.sdk = require('…')`. Absent if the object is the whole export: `module.exports = require('…')`. */
  as?: string;
  /** Whether the export is a function that returns the object. */
  isMade?: boolean;
}

/** Members that every class, promise or compiled module has; reading one reads no name of the module. */
const CLASS_MEMBERS = new Set('prototype name length call apply bind toString then __esModule'.split(' '));

const nothingTaken = (): Taking => ({ names: [], classes: [], escapes: [], exports: [] });

/** @param node an expression whose value is a module's object, or a promise of it */
export function takenFrom(node: ts.Expression, source: ts.SourceFile, end: number): Taking {
  const taking = nothingTaken();
  collect(node, { source, end, taking, followed: new Set() });
  return taking;
}

/** The names that are read through a variable that holds a module's object. */
export function takenThrough(variable: ts.Identifier, source: ts.SourceFile, end: number): Taking {
  const taking = nothingTaken();
  collectUses(variable, { source, end, taking, followed: new Set() });
  return taking;
}

interface Context {
  source: ts.SourceFile;
  end: number;
  taking: Taking;
  /** Functions followed so far: a function may pass the module to itself. */
  followed: Set<ts.Node>;
}

/** @param use the node to record for the module: `node`, or the expression that it came from */
function collect(node: ts.Expression, context: Context, use: ts.Node = node): void {
  const { taking, followed } = context;
  const value = outermost(node);
  const { parent } = value;
  if (followed.has(value)) return;
  followed.add(value);
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
    else if (!CLASS_MEMBERS.has(member.name)) {
      const { name, access } = member;
      taking.names.push({ name, node: use, ...(ts.isExpression(access) && { access }) });
    }
    return;
  }
  const exported = exportOf(value);
  if (exported) taking.exports.push(exported);
  if (ts.isVariableDeclaration(parent) && parent.initializer === value) collectBinding(parent.name, context);
  else if (ts.isBinaryExpression(parent)) collectOperand(parent, value, context, use);
  else if (ts.isConditionalExpression(parent)) {
    if (parent.condition !== value) collect(parent, context, use);
  } else if (!collectHandedOn(value, context) && !exported) taking.escapes.push(value);
}

/**
 * Follows the module within the file: through functions that return it, functions that get it as an argument, and members that hold it.
 */
function collectHandedOn(value: ts.Expression, context: Context): boolean {
  const { parent } = value;
  if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === value)) {
    const maker = ts.findAncestor(parent, ts.isFunctionLike);
    return maker !== undefined && collectCalls(maker, context);
  }
  if (ts.isCallExpression(parent)) {
    if (INTEROP.test(parent.expression.getText())) {
      collect(parent, context);
      return true;
    }
    const called = functionNamed(parent.expression, context);
    const parameter = called?.parameters[parent.arguments.indexOf(value)];
    if (parameter && !parameter.dotDotDotToken) collectBinding(parameter.name, context);
    return parameter !== undefined;
  }
  const holder = memberHolding(value);
  // Compilers add a `default` to every module.
  if (holder === undefined || holder === 'default') return false;
  collectMembers(holder, context);
  return true;
}

/** Helpers of compilers, which return the module that they are given. */
const INTEROP = /(?:__importDefault|__importStar|__toESM|_?interop_?[rR]equire_?\w+|_interop\w+)\)?$/;

/** Follows the result of each call of a function that returns the module, and records the exports of that function. */
function collectCalls(maker: ts.SignatureDeclaration, context: Context): boolean {
  const { taking, followed, source, end } = context;
  if (followed.has(maker)) return true;
  followed.add(maker);
  const { parent } = maker;
  const exported = ts.isFunctionDeclaration(maker) ? declaredExport(maker, maker.name) : exportOf(maker);
  if (exported?.as !== undefined) taking.exports.push({ ...exported, isMade: true });
  const name =
    ts.isFunctionDeclaration(maker) && maker.name
      ? maker.name
      : ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)
        ? parent.name
        : undefined;
  if (!name) return exported !== undefined;
  for (const use of usesOf(name, source, end)) {
    const handedOn = exportOf(use);
    if (ts.isCallExpression(use.parent) && use.parent.expression === use) collect(use.parent, context);
    else if (handedOn?.as !== undefined) taking.exports.push({ ...handedOn, isMade: true });
    else taking.escapes.push(use);
  }
  return true;
}

/** The function that a call runs: a function expression in its place, or a function of the file that is called by name. */
function functionNamed(callee: ts.Expression, context: Context): ts.SignatureDeclaration | undefined {
  const called = unwrapped(callee);
  if (ts.isArrowFunction(called) || ts.isFunctionExpression(called)) return called;
  if (!ts.isIdentifier(called)) return undefined;
  let found: ts.SignatureDeclaration | undefined;
  const visit = (node: ts.Node): void => {
    if (found || node.pos >= context.end) return;
    if (ts.isFunctionDeclaration(node) && node.name?.text === called.text) found = node;
    if (ts.isVariableDeclaration(node) && node.initializer && node.name.getText() === called.text) {
      const value = unwrapped(node.initializer);
      if (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) found = value;
    }
    ts.forEachChild(node, visit);
  };
  visit(context.source);
  return found;
}

/** `sdk` of `this.sdk = module`, `{ sdk: module }`, `{ sdk }` and of a class's `sdk = module`. */
function memberHolding(value: ts.Expression): string | undefined {
  const { parent } = value;
  const isHeld =
    (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) && parent.initializer === value;
  if (isHeld || ts.isShorthandPropertyAssignment(parent)) return nameText(parent.name);
  return ts.isBinaryExpression(parent) && isMember(parent.left) ? memberName(parent.left) : undefined;
}

/** Follows all members with a name, of any object: `this.sdk.verify`, `const { sdk } = deps`. */
function collectMembers(name: string, context: Context): void {
  const visit = (node: ts.Node): void => {
    if (node.pos >= context.end) return;
    if (isMember(node) && memberName(node) === name) collect(node, context);
    if (ts.isBindingElement(node) && nameText(node.propertyName ?? node.name) === name)
      collectBinding(node.name, context);
    ts.forEachChild(node, visit);
  };
  visit(context.source);
}

/** `new sdk()`, `sdk()`, `class Mine extends sdk`, and a name that stands for a type. */
function isClassIn(parent: ts.Node, value: ts.Node): boolean {
  if (ts.isNewExpression(parent) || ts.isCallExpression(parent)) return parent.expression === value;
  return ts.isExpressionWithTypeArguments(parent) || ts.isTypeNode(parent);
}

/** Parentheses, casts and `await` around an expression. */
function outermost(node: ts.Expression): ts.Expression {
  const { parent } = node;
  const wraps = isWrapper(parent) || ts.isAwaitExpression(parent);
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
  const { parent } = name;
  const statement = ts.isVariableDeclaration(parent) ? parent.parent.parent : parent;
  const exported = declaredExport(statement, name);
  if (exported) context.taking.exports.push(exported);
  for (const use of usesOf(name, context.source, context.end)) {
    collect(use, context);
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
    else if (!isAssignment && !EQUALITIES.has(parent.operatorToken.kind) && !isCondition(parent, value))
      collect(parent, context, use);
    return;
  }
  const target = parent.left;
  if (!ts.isExpressionStatement(parent.parent)) collect(parent, context, use);
  if (ts.isIdentifier(target)) collectUses(target, context);
  else if (ts.isObjectLiteralExpression(target)) {
    for (const property of target.properties) {
      const name = property.name && nameText(property.name);
      if (name === undefined) taking.escapes.push(property);
      else taking.names.push({ name, node: property });
    }
  } else if (!collectHandedOn(value, context) && !exportOf(value)) taking.escapes.push(value);
}

/** `sdk && …` never returns the module, because the module is truthy. */
const isCondition = (parent: ts.BinaryExpression, value: ts.Expression): boolean =>
  parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken && parent.left === value;

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

const EXPORTS = /^(?:module\.)?exports$/;

/** The export that a value is part of; `undefined` if the value is not exported in its place. */
function exportOf(value: ts.Node): ExportedModule | undefined {
  const { parent } = value;
  if (ts.isExportSpecifier(parent)) return { as: parent.name.text };
  if (ts.isExportAssignment(parent)) return {};
  if (ts.isVariableDeclaration(parent)) return declaredExport(parent.parent.parent, parent.name);
  if (ts.isBinaryExpression(parent) && parent.right === value) return assignedExport(parent.left);
  // `Object.assign(module.exports, …)`, `__exportStar(…, exports)`
  if (ts.isCallExpression(parent) && parent.arguments.some((each) => EXPORTS.test(each.getText()))) return {};
  const isMember = ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent);
  if (!isMember && !ts.isSpreadAssignment(parent)) return undefined;
  const whole = exportOf(outermost(parent.parent));
  if (!whole || whole.as !== undefined) return undefined;
  return isMember ? { as: nameText(parent.name) ?? '' } : {};
}

/** `export const sdk = …`, `export function sdk() { … }` */
function declaredExport(statement: ts.Node, name: ts.Node | undefined): ExportedModule | undefined {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  const has = (kind: ts.SyntaxKind) => modifiers?.some((modifier) => modifier.kind === kind) ?? false;
  if (!has(ts.SyntaxKind.ExportKeyword)) return undefined;
  return { as: has(ts.SyntaxKind.DefaultKeyword) ? 'default' : ((name && nameText(name)) ?? '') };
}

/** `module.exports = …`, `exports.sdk = …` */
function assignedExport(target: ts.Expression): ExportedModule | undefined {
  if (EXPORTS.test(target.getText())) return {};
  if (!isMember(target) || !EXPORTS.test(target.expression.getText())) return undefined;
  return { as: memberName(target) ?? '' };
}
