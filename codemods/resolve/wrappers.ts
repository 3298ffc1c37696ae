import ts from 'typescript';

/** Removes parentheses, `!`, `satisfies`, and casts to `any`, `unknown` or `const`. Keeps other casts, whose type the checker reads. */
export function withoutWrappers(node: ts.Expression): ts.Expression {
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isSatisfiesExpression(node)) {
    return withoutWrappers(node.expression);
  }
  if ((ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) && saysNothing(node.type)) {
    return withoutWrappers(node.expression);
  }
  return node;
}

function saysNothing(type: ts.TypeNode): boolean {
  return (
    type.kind === ts.SyntaxKind.AnyKeyword ||
    type.kind === ts.SyntaxKind.UnknownKeyword ||
    (ts.isTypeReferenceNode(type) && type.getText() === 'const')
  );
}
