import ts from 'typescript';
import { append } from '../append';
import { selfOwner } from './scopes';
import { ANY_KEY } from './writes-in';

const known = new WeakMap<ts.Node, ReadonlyMap<string, readonly ts.Expression[]>>();

/** `this` in a function or a field, as far as it may lead to the named member. */
export function selvesOf(owner: ts.Node, name: string | undefined): readonly ts.Expression[] {
  const selves = known.get(owner) ?? gathered(owner);
  known.set(owner, selves);
  return name === undefined
    ? [...selves.values()].flat()
    : [...(selves.get(name) ?? []), ...(selves.get(ANY_KEY) ?? [])];
}

/** `this` in the methods of an object, as far as it may lead to the named member. */
export function selvesOfLiteral(
  { properties }: ts.ObjectLiteralExpression,
  name: string | undefined,
): readonly ts.Expression[] {
  return properties.flatMap((property) => {
    const method = ts.isPropertyAssignment(property) ? property.initializer : property;
    const bindsSelf =
      ts.isFunctionExpression(method) || ts.isMethodDeclaration(method) || ts.isAccessor(method);
    return bindsSelf ? selvesOf(method, name) : [];
  });
}

function gathered(owner: ts.Node): ReadonlyMap<string, readonly ts.Expression[]> {
  const selves = new Map<string, ts.Expression[]>();
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.ThisKeyword && selfOwner(node) === owner) {
      const { parent } = node;
      const name = ts.isPropertyAccessExpression(parent) ? parent.name.text : ANY_KEY;
      append(selves, name, node as ts.Expression);
    } else if (!bindsAnother(node)) ts.forEachChild(node, visit);
  };
  ts.forEachChild(owner, visit);
  return selves;
}

/** Whether `this` inside is never the one outside. A generator that a compiler's helper runs has the same. */
const bindsAnother = (node: ts.Node): boolean =>
  ts.isFunctionDeclaration(node) ||
  ts.isClassLike(node) ||
  ts.isMethodDeclaration(node) ||
  ts.isAccessor(node);
