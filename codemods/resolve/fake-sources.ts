import ts from 'typescript';
import { importedBy, isMember, memberName, nameText } from './syntax';

/** A file that a fake comes from, by its specifier. */
export interface FakeSource {
  specifier: string;
  /** The used export; absent for the whole module. */
  name?: string;
}

/** The files of the repository from which a fake of a module takes its parts: `() => require('./fake-sdk')`, `{ Client: Fake }`. */
export function sourcesOfFake(fake: ts.Expression): FakeSource[] {
  const imported = importedNames(fake.getSourceFile());
  const found: FakeSource[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !isNameOfMember(node)) {
      const source = imported.get(node.text);
      if (source) found.push(source.name === undefined ? usedOf(source, node) : source);
    } else if (ts.isCallExpression(node)) {
      const specifier = importedBy(node)?.text;
      if (specifier !== undefined) found.push(...takenFromCall(specifier, node));
    }
    ts.forEachChild(node, visit);
  };
  visit(fake);
  return found.filter(({ specifier }) => specifier.startsWith('.'));
}

/** The local names of a file's imports. */
function importedNames(source: ts.SourceFile): Map<string, FakeSource> {
  const names = new Map<string, FakeSource>();
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
      const specifier = statement.moduleSpecifier.text;
      const { name, namedBindings } = statement.importClause ?? {};
      if (name) names.set(name.text, { specifier });
      if (namedBindings && ts.isNamespaceImport(namedBindings))
        names.set(namedBindings.name.text, { specifier });
      if (namedBindings && ts.isNamedImports(namedBindings))
        for (const element of namedBindings.elements)
          names.set(element.name.text, { specifier, name: (element.propertyName ?? element.name).text });
    }
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      const call = initializer && ts.isCallExpression(initializer) ? importedBy(initializer) : undefined;
      if (!call) continue;
      if (ts.isIdentifier(name)) names.set(name.text, { specifier: call.text });
      else
        for (const [local, exported] of namesIn(name))
          names.set(local, { specifier: call.text, name: exported });
    }
  }
  return names;
}

/** `sdk` of `fakes.sdk`, for a name that is a whole module. */
function usedOf({ specifier }: FakeSource, value: ts.Node): FakeSource {
  const { parent } = value;
  const name = isMember(parent) && parent.expression === value ? memberName(parent) : undefined;
  return name === undefined || name === 'default' ? { specifier } : { specifier, name };
}

/** `require('./fakes').sdk`, `const { sdk } = await import('./fakes')` */
function takenFromCall(specifier: string, call: ts.CallExpression): FakeSource[] {
  let value: ts.Node = call;
  while (ts.isParenthesizedExpression(value.parent) || ts.isAwaitExpression(value.parent))
    value = value.parent;
  const { parent } = value;
  if (ts.isVariableDeclaration(parent) && !ts.isIdentifier(parent.name))
    return namesIn(parent.name).map(([, name]) => ({ specifier, name }));
  return [usedOf({ specifier }, value)];
}

/** The local and the exported name of each element of a pattern. */
function namesIn(pattern: ts.BindingPattern): [local: string, exported: string][] {
  return pattern.elements.flatMap((element): [string, string][] => {
    if (!ts.isBindingElement(element) || !ts.isIdentifier(element.name)) return [];
    return [[element.name.text, nameText(element.propertyName ?? element.name) ?? element.name.text]];
  });
}

function isNameOfMember(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return false;
  return (
    (ts.isPropertyAccessExpression(parent) || 'name' in parent) &&
    (parent as { name?: ts.Node }).name === node
  );
}
