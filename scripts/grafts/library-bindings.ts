import ts from 'typescript';

/** What a file calls the grafted library, and its class. */
export interface LibraryBindings {
  /** Makes a client: `new Stripe(…)`, `stripe(…)` of old versions, `new stripe_1.default(…)`, `require('stripe')(…)`. */
  constructs(node: ts.CallExpression | ts.NewExpression): boolean;
  /** The class or the module, and no client. */
  isLibrary(node: ts.Expression): boolean;
  /** `require('stripe')` where the class is meant, and not the module. */
  isClassByItself(required: ts.CallExpression): boolean;
}

/** A name of the module where a module is named: in an import, an export, a type, `require`, `import()`, a mock. */
export function isLibraryModule(node: ts.StringLiteral): boolean {
  if (node.text !== 'stripe') return false;
  const { parent } = node;
  return (
    ts.isImportDeclaration(parent) ||
    ts.isExportDeclaration(parent) ||
    ts.isExternalModuleReference(parent) ||
    ts.isModuleDeclaration(parent) ||
    (ts.isLiteralTypeNode(parent) && ts.isImportTypeNode(parent.parent)) ||
    (ts.isCallExpression(parent) && parent.arguments[0] === node && namesModules(parent.expression))
  );
}

export function libraryBindings(source: ts.SourceFile): LibraryBindings {
  /** Names by which the file has the module or its class. */
  const names = new Set<string>();
  /** Of those, the ones that a member of is taken. */
  const modules = new Set<string>();
  const collect = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) && isLibraryModule(node)) for (const name of boundTo(node)) names.add(name);
    ts.forEachChild(node, collect);
  };
  collect(source);
  const readMembers = (node: ts.Node): void => {
    if (isClassMember(node) && ts.isIdentifier(node.expression)) modules.add(node.expression.text);
    ts.forEachChild(node, readMembers);
  };
  readMembers(source);

  const isLibrary = (node: ts.Expression): boolean => {
    const bare = unwrapped(node);
    if (ts.isIdentifier(bare)) return names.has(bare.text);
    if (isClassMember(bare)) return isLibrary(bare.expression);
    return isRequired(bare);
  };
  const isClass = (node: ts.Expression) => {
    const bare = unwrapped(node);
    return isLibrary(bare) && !(ts.isIdentifier(bare) && modules.has(bare.text));
  };
  return {
    isLibrary,
    constructs: ({ expression }) => isClass(expression),
    isClassByItself(required) {
      if (!isRequired(required)) return false;
      const { parent } = required;
      if (ts.isVariableDeclaration(parent)) {
        return ts.isIdentifier(parent.name) && !modules.has(parent.name.text);
      }
      return (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === required;
    },
  };
}

/** Functions that take the name of a module: `require`, `import()`, `jest.mock`. */
const namesModules = (callee: ts.Expression): boolean =>
  callee.kind === ts.SyntaxKind.ImportKeyword || /^(require|(jest|vi)\.\w+)$/.test(callee.getText());

const isRequired = (node: ts.Node): node is ts.CallExpression =>
  ts.isCallExpression(node) &&
  node.expression.getText() === 'require' &&
  node.arguments.some((argument) => ts.isStringLiteral(argument) && isLibraryModule(argument));

const isClassMember = (node: ts.Node): node is ts.PropertyAccessExpression =>
  ts.isPropertyAccessExpression(node) && /^(default|Stripe)$/.test(node.name.text);

/** `(0, stripe_1.default)` and parentheses are the same as what they end with. */
function unwrapped(node: ts.Expression): ts.Expression {
  if (ts.isParenthesizedExpression(node)) return unwrapped(node.expression);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.CommaToken) {
    return unwrapped(node.right);
  }
  return node;
}

/** The names that a statement gives to what the named module exports. */
function boundTo(moduleName: ts.StringLiteral): string[] {
  const { parent } = moduleName;
  if (ts.isImportDeclaration(parent)) {
    const { name, namedBindings } = parent.importClause ?? {};
    const named = namedBindings && ts.isNamedImports(namedBindings) ? namedBindings.elements : [];
    const all = namedBindings && ts.isNamespaceImport(namedBindings) ? [namedBindings.name.text] : [];
    const classes = named.filter(({ name, propertyName }) => (propertyName ?? name).text === 'Stripe');
    return [...(name ? [name.text] : []), ...all, ...classes.map(({ name }) => name.text)];
  }
  // `require('stripe')`, alone or in a helper of a compiler, or a member of it: what a declaration says is its name.
  let value: ts.Node = parent;
  while (isClassMember(value.parent) || isHelperCall(value.parent, value)) value = value.parent;
  const declared = value.parent;
  if (!ts.isVariableDeclaration(declared) || declared.initializer !== value) return [];
  if (ts.isIdentifier(declared.name)) return [declared.name.text];
  return declared.name.elements.flatMap((element) =>
    ts.isBindingElement(element) && ts.isIdentifier(element.name) ? [element.name.text] : [],
  );
}

/** `__importDefault(require('stripe'))`, `__toESM(require('stripe'), 1)` */
const isHelperCall = (call: ts.Node, value: ts.Node): boolean =>
  ts.isCallExpression(call) && call.arguments[0] === value && call !== value;
