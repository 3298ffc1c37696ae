import ts from 'typescript';
import { isAssignment, isWrapper, nameText, unwrapped } from '../syntax';
import { ELEMENT } from '../verdict';

/** `target.name = value`. */
export interface MemberWrite {
  target: ts.Expression;
  value: ts.Expression;
  /** Keys that lead from `value` to the written value: `pay` in `({ pay: ctx.pay } = deps)`. */
  keys: readonly string[];
}

/** `name = value`. */
export interface VariableWrite {
  name: ts.Identifier;
  value: ts.Expression;
  keys: readonly string[];
}

/** Receives the writes of an assignment, in the order of the text. */
export interface WriteVisitor {
  member(name: string, write: MemberWrite): void;
  variable(name: string, write: VariableWrite): void;
}

/** Stands for every key that only the run knows. */
export const ANY_KEY = '*';

/** `target = value`, or `for (target of list)`, which assigns each element. */
export type Assignment = ts.BinaryExpression | (ts.ForOfStatement & { initializer: ts.Expression });

/** Visits the targets of an assignment, each target of a pattern by itself. */
export function visitWrites(node: Assignment, visitor: WriteVisitor): void {
  if (ts.isForOfStatement(node)) visitTarget(node.initializer, node.expression, [ELEMENT], visitor);
  else visitTarget(node.left, node.right, [], visitor);
}

function visitTarget(
  left: ts.Expression,
  value: ts.Expression,
  keys: readonly string[],
  visitor: WriteVisitor,
): void {
  const target = unwrapped(left);
  if (ts.isIdentifier(target)) visitor.variable(target.text, { name: target, value, keys });
  else if (ts.isPropertyAccessExpression(target)) {
    visitor.member(target.name.text, { target: target.expression, value, keys });
  } else if (ts.isElementAccessExpression(target)) {
    const key = target.argumentExpression;
    const name = ts.isStringLiteralLike(key) ? key.text : ANY_KEY;
    visitor.member(name, { target: target.expression, value, keys });
  } else if (isAssignment(target)) {
    // A default is an assignment of its own: `{ pay: ctx.pay = fallback }`.
    visitTarget(target.left, value, keys, visitor);
  } else if (ts.isObjectLiteralExpression(target)) {
    for (const property of target.properties) visitProperty(property, value, keys, visitor);
  } else if (ts.isArrayLiteralExpression(target)) {
    for (const [index, element] of target.elements.entries()) {
      if (ts.isSpreadElement(element)) visitTarget(element.expression, value, keys, visitor);
      else visitTarget(element, value, [...keys, String(index)], visitor);
    }
  }
}

function visitProperty(
  property: ts.ObjectLiteralElementLike,
  value: ts.Expression,
  keys: readonly string[],
  visitor: WriteVisitor,
): void {
  if (ts.isSpreadAssignment(property)) visitTarget(property.expression, value, keys, visitor);
  const key = property.name && nameText(property.name);
  if (key === undefined) return;
  if (ts.isPropertyAssignment(property)) visitTarget(property.initializer, value, [...keys, key], visitor);
  else if (ts.isShorthandPropertyAssignment(property)) {
    visitTarget(property.name, value, [...keys, key], visitor);
    const { objectAssignmentInitializer: fallback } = property;
    if (fallback) visitTarget(property.name, fallback, [], visitor);
  }
}

/** The assignments that write to what a token names, such as `x.name`: alone, as a default in a pattern, or by the pattern. */
export function assignmentsTo(token: ts.Node): Assignment[] {
  const { parent: owner } = token;
  const found: Assignment[] = [];
  let at: ts.Node =
    (ts.isPropertyAccessExpression(owner) && owner.name === token) ||
    (ts.isElementAccessExpression(owner) && owner.argumentExpression === token)
      ? owner
      : token;
  for (;;) {
    const { parent } = at;
    if (isWrapper(parent)) at = parent;
    else if (isTargetInPattern(parent, at)) at = ts.isArrayLiteralExpression(parent) ? parent : parent.parent;
    else if (isAssignment(parent) && parent.left === at) {
      found.push(parent);
      at = parent;
    } else if (isAssigningLoop(parent) && parent.initializer === at) return [...found, parent];
    else return found;
  }
}

const isTargetInPattern = (property: ts.Node, target: ts.Node): boolean =>
  (ts.isPropertyAssignment(property) && property.initializer === target) ||
  (ts.isShorthandPropertyAssignment(property) && property.name === target) ||
  ts.isSpreadAssignment(property) ||
  ts.isSpreadElement(property) ||
  ts.isArrayLiteralExpression(property);

/** `for (target of list)` without a declaration. */
export const isAssigningLoop = (
  node: ts.Node,
): node is ts.ForOfStatement & { readonly initializer: ts.Expression } =>
  ts.isForOfStatement(node) && !ts.isVariableDeclarationList(node.initializer);

/** The parser's flags of a node, which {@link ts.Node} does not declare. */
interface WithTransformFlags {
  transformFlags?: number;
}

/** `TransformFlags.ContainsDestructuringAssignment` of TypeScript 5 and 6. */
const CONTAINS_PATTERN = 1 << 12;

/** An assignment, or `of`, after the key's bracket, with a bracket, a cast, a comment or a line break between them. */
const BRACKET_WRITTEN = /(?:[\])][!)\s]*|\*\/\s*|\n[ \t]*)(?:(?:\|\||&&|\?\?)?=(?![=>])|of\b)/;

/**
 * Whether a file may hold `x[key] = value`, decided without a walk through its tree: `false` is certain, `true` is not.
 */
export function mayWriteUnderAnyKey(source: ts.SourceFile): boolean {
  const flags = (source as WithTransformFlags).transformFlags ?? CONTAINS_PATTERN;
  return (flags & CONTAINS_PATTERN) !== 0 || BRACKET_WRITTEN.test(source.text);
}
