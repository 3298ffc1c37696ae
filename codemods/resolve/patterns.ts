import ts from 'typescript';
import { nameText } from './syntax';

/** `{ freeze } = cards`, as a declaration or as an assignment. */
export type Pattern = ts.ObjectBindingPattern | ts.ObjectLiteralExpression;

/** The type of the destructured value. The pattern of an assignment is an expression, whose own type is that of its targets. */
export function typeOfPattern(pattern: Pattern, checker: ts.TypeChecker): ts.Type | undefined {
  if (ts.isObjectBindingPattern(pattern)) return checker.getTypeAtLocation(pattern);
  const { parent } = pattern;
  if (ts.isBinaryExpression(parent)) return checker.getTypeAtLocation(parent.right);
  if (!ts.isPropertyAssignment(parent)) return undefined;
  const outer = typeOfPattern(parent.parent, checker);
  const property = outer && checker.getPropertyOfType(outer, nameText(parent.name) ?? '');
  return property && checker.getTypeOfSymbolAtLocation(property, pattern);
}

export function destructuredFrom(pattern: Pattern): ts.Expression | undefined {
  const { parent } = pattern;
  if (ts.isVariableDeclaration(parent)) return parent.initializer;
  return ts.isBinaryExpression(parent) ? parent.right : undefined;
}
