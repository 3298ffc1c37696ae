import ts from 'typescript';

/** The node that is the scope of a name: a block, a function, a class, or the whole source. */
function scopeOf(use: ts.Identifier): ts.Node {
  let at: ts.Node = use.parent;
  while (at.parent && !namesOf(at).has(use.text)) at = at.parent;
  return at;
}

/**
 * The uses of a declared variable by JavaScript's lexical scopes. TypeScript's binder puts `const sdk = require()` into the
 * function instead of the block, so its symbols do not distinguish sibling blocks.
 *
 * @param end offset of the end of the unit
 */
export function usesOf(declared: ts.Identifier, source: ts.SourceFile, end: number): ts.Identifier[] {
  const scope = scopeOf(declared);
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (node.pos >= end) return;
    if (ts.isIdentifier(node) && node.text === declared.text && isUse(node, declared)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(scope);
  return found;

  function isUse(node: ts.Identifier, declaration: ts.Identifier): boolean {
    return (
      node !== declaration && node.getSourceFile() === source && !isNameOnly(node) && scopeOf(node) === scope
    );
  }
}

/** Whether an identifier is only a name and refers to no variable: of a member, a label, a declaration, or another module's export. */
function isNameOnly(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node || parent.name === node;
  if (ts.isImportSpecifier(parent)) return true;
  if (ts.isExportSpecifier(parent)) {
    return (
      parent.parent.parent.moduleSpecifier !== undefined || (parent.propertyName ?? parent.name) !== node
    );
  }
  if (ts.isShorthandPropertyAssignment(parent)) return false;
  return 'name' in parent && parent.name === node && !ts.isExportAssignment(parent);
}

const declared = new WeakMap<ts.Node, ReadonlySet<string>>();

function namesOf(scope: ts.Node): ReadonlySet<string> {
  const known = declared.get(scope);
  if (known) return known;
  const names = new Set<string>();
  declareIn(scope, (name) => names.add(name));
  declared.set(scope, names);
  return names;
}

function declareIn(scope: ts.Node, add: (name: string) => void): void {
  if (ts.isFunctionLike(scope)) {
    for (const parameter of scope.parameters) addBinding(parameter.name, add);
    if (ts.isFunctionExpression(scope) && scope.name) add(scope.name.text);
    const body = 'body' in scope ? scope.body : undefined;
    if (body && ts.isBlock(body)) addVars(body, add);
    return;
  }
  if (ts.isClassExpression(scope) && scope.name) add(scope.name.text);
  if (ts.isCatchClause(scope) && scope.variableDeclaration) addBinding(scope.variableDeclaration.name, add);
  if (ts.isForStatement(scope) || ts.isForInStatement(scope) || ts.isForOfStatement(scope)) {
    const { initializer } = scope;
    if (initializer && ts.isVariableDeclarationList(initializer) && isBlockScoped(initializer))
      for (const { name } of initializer.declarations) addBinding(name, add);
  }
  if (ts.isSourceFile(scope)) addVars(scope, add);
  const statements = ts.isCaseBlock(scope)
    ? scope.clauses.flatMap((clause) => [...clause.statements])
    : ts.isSourceFile(scope) || ts.isBlock(scope) || ts.isModuleBlock(scope)
      ? scope.statements
      : [];
  for (const statement of statements) addStatement(statement, add);
}

function addStatement(statement: ts.Statement, add: (name: string) => void): void {
  if (ts.isVariableStatement(statement)) {
    if (isBlockScoped(statement.declarationList))
      for (const { name } of statement.declarationList.declarations) addBinding(name, add);
  } else if (ts.isImportDeclaration(statement)) {
    const { name, namedBindings } = statement.importClause ?? {};
    if (name) add(name.text);
    if (namedBindings && ts.isNamespaceImport(namedBindings)) add(namedBindings.name.text);
    else if (namedBindings) for (const { name: each } of namedBindings.elements) add(each.text);
  } else if ('name' in statement && statement.name && ts.isIdentifier(statement.name as ts.Node)) {
    add((statement.name as ts.Identifier).text);
  }
}

/** `var` belongs to the function, however deeply it is nested. */
function addVars(root: ts.Node, add: (name: string) => void): void {
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isVariableDeclarationList(node) && !isBlockScoped(node))
      for (const { name } of node.declarations) addBinding(name, add);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(root, visit);
}

function isBlockScoped(list: ts.VariableDeclarationList): boolean {
  return (list.flags & ts.NodeFlags.BlockScoped) !== 0;
}

function addBinding(name: ts.BindingName, add: (name: string) => void): void {
  if (ts.isIdentifier(name)) add(name.text);
  else for (const element of name.elements) if (ts.isBindingElement(element)) addBinding(element.name, add);
}
