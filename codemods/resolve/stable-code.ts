import ts from 'typescript';
import type { Sdk } from './sdk';
import { memberName } from './syntax';

/**
 * The code of a node without what may change while its meaning stays: white space, comments, quotes, commas and semicolons before an end,
 * and what a migration rewrites. An answer that was given for a piece of code is known by it.
 */
export function stableCode(node: ts.Node, sdk: Sdk): string {
  const source = node.getSourceFile();
  const names = reviewedNames(sdk);
  const isRewrittenInside = callsRewrittenInside(sdk);
  const tokens: string[] = [];
  const visit = (at: ts.Node): void => {
    if (at.kind >= ts.SyntaxKind.FirstJSDocNode && at.kind <= ts.SyntaxKind.LastJSDocNode) return;
    // `{ freeze }` becomes `{ lock: freeze }`.
    if (ts.isShorthandPropertyAssignment(at) || isShorthandBinding(at))
      tokens.push(named(at.name.getText(source)), ':');
    if (ts.isCallExpression(at) && isRewrittenInside.has(memberName(at.expression) ?? '')) {
      visit(at.expression);
      tokens.push('(', ')');
      return;
    }
    const children = at.getChildren(source);
    if (children.length > 0) for (const child of children) visit(child);
    else if (ts.isStringLiteral(at)) tokens.push(JSON.stringify(named(at.text)));
    else tokens.push(named(at.getText(source)));
  };
  const named = (name: string): string => names.get(name) ?? name;
  visit(node);
  return tokens.filter((token, index) => token !== '' && !isBeforeAnEnd(token, tokens[index + 1])).join(' ');
}

function isShorthandBinding(node: ts.Node): node is ts.BindingElement {
  return (
    ts.isBindingElement(node) &&
    !node.propertyName &&
    !node.dotDotDotToken &&
    ts.isObjectBindingPattern(node.parent)
  );
}

const isBeforeAnEnd = (token: string, next: string | undefined): boolean =>
  token === ';' || (token === ',' && (next === undefined || /^[)\]}]$/.test(next)));

/** What a migration puts in the place of each name. */
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
