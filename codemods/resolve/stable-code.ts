import ts from 'typescript';
import type { Sdk } from './sdk';
import { memberName } from './syntax';

/**
 * A normal form of a node's code, without white space, comments, quotes and changes of a migration. It identifies the code for which an
 * answer was given. Built from the tree alone, since nodes of a template have no text of their own.
 */
export function stableCode(node: ts.Node, sdk: Sdk): string {
  const names = reviewedNames(sdk);
  const isRewrittenInside = callsRewrittenInside(sdk);
  const tokens: string[] = [];
  const named = (name: string): string => names.get(name) ?? name;
  const visit = (at: ts.Node): void => {
    // `{ freeze }` becomes `{ lock: freeze }`.
    const isShort = ts.isShorthandPropertyAssignment(at);
    tokens.push(`(${ts.SyntaxKind[isShort ? ts.SyntaxKind.PropertyAssignment : at.kind]}`);
    if (isShort || isShorthandBinding(at)) visit(at.name);
    if (ts.isPrefixUnaryExpression(at) || ts.isPostfixUnaryExpression(at)) {
      tokens.push(ts.SyntaxKind[at.operator]);
    }
    if ('text' in at && typeof at.text === 'string') tokens.push(JSON.stringify(named(at.text)));
    if (ts.isCallExpression(at) && isRewrittenInside.has(memberName(at.expression) ?? '')) {
      visit(at.expression);
    } else ts.forEachChild(at, visit);
    tokens.push(')');
  };
  visit(node);
  return tokens.join(' ');
}

function isShorthandBinding(node: ts.Node): node is ts.BindingElement {
  return (
    ts.isBindingElement(node) &&
    !node.propertyName &&
    !node.dotDotDotToken &&
    ts.isObjectBindingPattern(node.parent)
  );
}

/** The replacement of each legacy name. */
function reviewedNames({ module, replacement, methods, parameters }: Sdk): ReadonlyMap<string, string> {
  return new Map([
    [module, replacement],
    ...[...methods, ...parameters].map(({ legacy, reviewed }): [string, string] => [legacy, reviewed]),
  ]);
}

/** The methods whose arguments a migration rewrites, under both names. */
function callsRewrittenInside({ methods, parameters }: Sdk): ReadonlySet<string> {
  return new Set([
    ...methods
      .filter(({ arguments: given }) => given !== 'kept')
      .flatMap(({ legacy, reviewed }) => [legacy, reviewed]),
    ...parameters.flatMap(({ methods: names }) => names),
  ]);
}
