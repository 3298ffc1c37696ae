import ts from 'typescript';
import { namesGiven } from './fake-lists';
import { namedAround } from './flow/names';
import type { Sdk } from './sdk';
import { nameText, symbolOf } from './syntax';
import { isUntyped } from './untyped';

/** The namespace of a fake client: an object, a class that makes it, or a call that makes it of a list of names. */
export type Fake = ts.ObjectLiteralExpression | ts.ClassLikeDeclaration | ts.CallExpression;

export const isFake = (node: ts.Node): node is ts.ObjectLiteralExpression | ts.ClassLikeDeclaration =>
  ts.isObjectLiteralExpression(node) || ts.isClassLike(node);

export function hasOwnMember(fake: Fake, name: string, checker: ts.TypeChecker): boolean {
  if (ts.isCallExpression(fake)) return namesGiven(fake, checker).includes(name);
  const members: readonly ts.NamedDeclaration[] = ts.isClassLike(fake) ? fake.members : fake.properties;
  return members.some((member) => member.name !== undefined && nameText(member.name) === name);
}

/** Whether a fake has a legacy method and the reviewed one that takes its place. */
export function hasBothNames(
  fake: Fake,
  legacy: string,
  { sdk: { methods }, checker }: { sdk: Sdk; checker: ts.TypeChecker },
): boolean {
  const reviewed = methods.find((method) => method.legacy === legacy)?.reviewed;
  return (
    reviewed !== undefined && hasOwnMember(fake, legacy, checker) && hasOwnMember(fake, reviewed, checker)
  );
}

/** The member with a name in one of the types of a fake's context. */
export function memberOfAny(
  types: readonly ts.Type[],
  name: string,
  checker: ts.TypeChecker,
): ts.Symbol | undefined {
  return types
    .filter((type) => !isUntyped(type))
    .map((type) => checker.getPropertyOfType(type, name))
    .find((symbol) => symbol !== undefined);
}

export function expectedTypes(owner: Fake, checker: ts.TypeChecker): ts.Type[] {
  return ts.isClassLike(owner) ? baseTypes(owner, checker) : contextualTypes(owner, checker);
}

/**
 * The contextual type of a literal, and the type of a cast around it (`as unknown as Client`). The literal of a variable has the types of
 * the variable's uses, unless other files may use it, too.
 */
function contextualTypes(
  expression: ts.Expression,
  checker: ts.TypeChecker,
  visited: readonly ts.Node[] = [],
): ts.Type[] {
  const contextual = checker.getContextualType(expression);
  const path: string[] = [];
  let node: ts.Node = expression;
  const types = contextual ? [contextual] : [];
  for (;;) {
    const parent: ts.Node = node.parent;
    if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) {
      path.unshift(nameText(parent.name) ?? '');
      node = parent.parent;
      continue;
    }
    if (
      ts.isAsExpression(parent) ||
      ts.isTypeAssertionExpression(parent) ||
      ts.isSatisfiesExpression(parent)
    ) {
      const type = typeAlong(typeNamed(parent.type, checker), path, checker);
      if (type) types.push(type);
    } else if (!ts.isParenthesizedExpression(parent)) {
      const annotated = annotationOf(parent);
      const declared = annotated && typeAlong(typeNamed(annotated, checker), path, checker);
      if (declared) return [...types, declared];
      const uses = visited.includes(parent) ? [] : usesOfVariable(parent, checker);
      const expected = uses.flatMap((use) => contextualTypes(use, checker, [...visited, parent]));
      return [...types, ...expected.flatMap((type) => typeAlong(type, path, checker) ?? [])];
    }
    node = parent;
  }
}

/** The type of a node; for `jest.Mocked<Client>` with an unknown mocking library, the type argument. */
export function typeNamed(node: ts.TypeNode, checker: ts.TypeChecker): ts.Type {
  const type = checker.getTypeFromTypeNode(node);
  const [made] = ts.isTypeReferenceNode(node) ? (node.typeArguments ?? []) : [];
  return isUntyped(type) && made ? typeNamed(made, checker) : type;
}

function annotationOf(node: ts.Node): ts.TypeNode | undefined {
  const isAnnotated =
    ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node) || ts.isParameter(node);
  return isAnnotated ? node.type : undefined;
}

function usesOfVariable(node: ts.Node, checker: ts.TypeChecker): ts.Identifier[] {
  if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name) || node.type) return [];
  if (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Export) return [];
  const { name } = node;
  const symbol = checker.getSymbolAtLocation(name);
  const uses = namedAround(node, name.text).filter(
    (use) => use !== name && symbolOf(use, checker) === symbol,
  );
  return uses.some(isExport) ? [] : uses;
}

/** `export { cards }`, `export default cards`, `module.exports = { cards }` */
function isExport(use: ts.Identifier): boolean {
  if (ts.isExportSpecifier(use.parent) || ts.isExportAssignment(use.parent)) return true;
  const statement = ts.findAncestor(use, ts.isExpressionStatement);
  return statement !== undefined && /^(?:module\.)?exports\b/.test(statement.getText());
}

function typeAlong(type: ts.Type, path: readonly string[], checker: ts.TypeChecker): ts.Type | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return type;
  const property = checker.getPropertyOfType(type, name);
  const declaration = property?.declarations?.[0];
  return property && declaration
    ? typeAlong(checker.getTypeOfSymbolAtLocation(property, declaration), rest, checker)
    : undefined;
}

function baseTypes(node: ts.ClassLikeDeclaration, checker: ts.TypeChecker): ts.Type[] {
  return (node.heritageClauses ?? []).flatMap((clause) =>
    clause.types.map((type) => checker.getTypeAtLocation(type)),
  );
}
