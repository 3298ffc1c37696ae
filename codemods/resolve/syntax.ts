import ts from 'typescript';
import { embeddedIn } from './template';

export function nameText(name: ts.Node): string | undefined {
  if (ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteralLike(name)) return name.text;
  if (ts.isComputedPropertyName(name) && ts.isStringLiteralLike(name.expression)) return name.expression.text;
  return undefined;
}

/** The declaration that an expression names, also through imports. */
export function declarationBehind(node: ts.Expression, checker: ts.TypeChecker): ts.Declaration | undefined {
  const symbol = checker.getSymbolAtLocation(ts.isPropertyAccessExpression(node) ? node.name : node);
  const isAlias = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  const own = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
  return own?.valueDeclaration;
}

/** The symbol of a name; for `client` in `{ client }`, the symbol of the value. */
export function symbolOf(
  name: ts.Identifier | ts.PrivateIdentifier,
  checker: ts.TypeChecker,
): ts.Symbol | undefined {
  return ts.isShorthandPropertyAssignment(name.parent)
    ? checker.getShorthandAssignmentValueSymbol(name.parent)
    : checker.getSymbolAtLocation(name);
}

/** Whether a node only wraps an expression, and has its value: parentheses, `!` and casts. */
export function isWrapper(
  node: ts.Node,
): node is
  | ts.ParenthesizedExpression
  | ts.NonNullExpression
  | ts.AsExpression
  | ts.SatisfiesExpression
  | ts.TypeAssertion {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isTypeAssertionExpression(node)
  );
}

/** Whether an expression has, or may have, the value of one of its operands: `(a)`, `await a`, `a || b`, `c ? a : b`, `(0, a)`. */
export function passesOn(parent: ts.Node, node: ts.Node): parent is ts.Expression {
  if (isWrapper(parent) || ts.isAwaitExpression(parent)) return true;
  if (ts.isConditionalExpression(parent)) return parent.condition !== node;
  if (!ts.isBinaryExpression(parent)) return false;
  const { kind } = parent.operatorToken;
  if (kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken) return true;
  return (
    parent.right === node &&
    (kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.CommaToken)
  );
}

export function unwrapped(node: ts.Expression): ts.Expression {
  return isWrapper(node) ? unwrapped(node.expression) : node;
}

/** The outermost wrapper of an expression, or the expression itself. */
export function wrapped(node: ts.Node): ts.Node {
  return isWrapper(node.parent) ? wrapped(node.parent) : node;
}

export function isMember(node: ts.Node): node is ts.PropertyAccessExpression | ts.ElementAccessExpression {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}

export function memberName(node: ts.Expression): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
    return node.argumentExpression.text;
  }
  return undefined;
}

export function lastName(node: ts.Expression): string | undefined {
  const inner = unwrapped(node);
  if (ts.isIdentifier(inner)) return inner.text;
  if (ts.isPropertyAccessExpression(inner)) return inner.name.text.replace(/^#/, '');
  return memberName(inner);
}

/** `null`, `undefined`, `void 0`: the value of a variable before its first assignment. */
export function isNothing(node: ts.Expression): boolean {
  return (
    node.kind === ts.SyntaxKind.NullKeyword ||
    ts.isVoidExpression(node) ||
    (ts.isIdentifier(node) && node.text === 'undefined')
  );
}

/** The specifier of `require('…')` or `import('…')`. */
export function importedBy(node: ts.CallExpression): ts.StringLiteralLike | undefined {
  const [argument] = node.arguments;
  return argument && ts.isStringLiteralLike(argument) && imports(node) ? argument : undefined;
}

/** Whether a call is `require(…)` or `import(…)`, with any argument. */
export function imports({ expression }: ts.CallExpression): boolean {
  return (
    expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(expression) && expression.text === 'require')
  );
}

/** The specifier of the import or export that a node is a part of. */
export function specifierNode(node: ts.Node): ts.StringLiteral | undefined {
  for (let at: ts.Node | undefined = node; at; at = at.parent) {
    if (ts.isImportDeclaration(at) || ts.isExportDeclaration(at)) return stringIn(at.moduleSpecifier);
    if (ts.isImportEqualsDeclaration(at)) {
      const reference = at.moduleReference;
      return ts.isExternalModuleReference(reference) ? stringIn(reference.expression) : undefined;
    }
    if (ts.isStatement(at)) return undefined;
  }
  return undefined;
}

function stringIn(node: ts.Expression | undefined): ts.StringLiteral | undefined {
  return node && ts.isStringLiteral(node) ? node : undefined;
}

export function leftmost(name: ts.EntityName): ts.Identifier {
  return ts.isIdentifier(name) ? name : leftmost(name.left);
}

/** The expressions that a function returns, without those of nested functions. */
export function returnedBy(node: ts.FunctionLikeDeclaration): ts.Expression[] {
  if (!node.body) return [];
  if (!ts.isBlock(node.body)) return [node.body];
  return within(node.body, ts.isReturnStatement).flatMap(({ expression }) => expression ?? []);
}

/** The `yield` expressions of a generator, without those of nested functions. */
export const yieldsOf = ({ body }: ts.FunctionLikeDeclaration): ts.YieldExpression[] =>
  body ? within(body, ts.isYieldExpression) : [];

/** The nodes of a kind in a function's body, outside nested functions and classes. */
function within<Kind extends ts.Node>(body: ts.Node, isOfKind: (node: ts.Node) => node is Kind): Kind[] {
  const found: Kind[] = [];
  const visit = (child: ts.Node): void => {
    if (isOfKind(child)) found.push(child);
    if (!ts.isFunctionLike(child) && !ts.isClassLike(child)) ts.forEachChild(child, visit);
  };
  ts.forEachChild(body, visit);
  return found;
}

export function visitWithin(source: ts.SourceFile, end: number, visitor: (node: ts.Node) => void): void {
  const visit = (node: ts.Node): void => {
    if (node.pos >= end) return;
    visitor(node);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  for (const node of embeddedIn(source)) visit(node);
}

/** Whether an expression writes its right side to its left, always or on a condition: `a = b`, `a &&= b`. */
export const isAssignment = (node: ts.Node): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) && assignmentOperators.has(node.operatorToken.kind);

const assignmentOperators: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
]);

/** Whether reading an expression once more costs nothing and changes nothing: `options`, `this.job.action`. */
export function isReadTwiceSafely(node: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(node)) return isReadTwiceSafely(unwrapped(node.expression));
  return ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword;
}
