import ts from 'typescript';
import { unwrapped } from './syntax';

/** The last name of a call's callee. */
export function calledName({ expression }: ts.CallExpression | ts.NewExpression): string | undefined {
  const callee = unwrapped(expression);
  if (ts.isIdentifier(callee)) return callee.text;
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  return callee.kind === ts.SyntaxKind.SuperKeyword ? 'super' : undefined;
}
