import ts from 'typescript';
import { isAmbient } from '../ambient';
import { isAssignment, isMember, nameText, specifierNode } from '../syntax';
import { isTypeScript } from '../unit';
import { isUntyped } from '../untyped';
import { addedTo } from './augmentations';
import { isExportsObject, moduleObjects, ownModule } from './exports';
import { ELEMENT, type Flow } from './flow';
import { namesIn } from './names';
import { each, type Frame, NOTHING, type Objects, objects, union } from './objects';
import { argumentsObjects, parameterObjects } from './parameters';
import { PLATFORM_GLOBALS } from './platform-globals';
import { importedObjects } from './requires';

/** The values of a name: of all its declarations and of all assignments to it. */
export function symbolObjects(
  flow: Flow,
  symbol: ts.Symbol | undefined,
  at: ts.Node,
  frame: Frame | undefined,
): Objects {
  if (ts.isIdentifier(at) && isExportsObject(at) && !hasLocal(symbol)) {
    return ownModule(flow, at.getSourceFile());
  }
  if (ts.isIdentifier(at) && /^(?:globalThis|global|window|self)$/.test(at.text) && !hasLocal(symbol)) {
    return objects({ kind: 'carrier', role: 'global', at });
  }
  if (ts.isIdentifier(at) && at.text === 'arguments' && !hasLocal(symbol))
    return argumentsObjects(flow, at, frame);
  const declarations = symbol?.declarations ?? [];
  if (!symbol || declarations.length === 0) return undeclared(flow, at);
  return union([
    ...declarations.map((declaration) => declarationObjects(flow, declaration, frame)),
    ...declarations.flatMap((declaration) => assignedObjects(flow, symbol, declaration, frame)),
  ]);
}

/** Whether a file declares a name itself. In JavaScript the compiler takes an assignment such as `exports.x = value` for one, too. */
function hasLocal(symbol: ts.Symbol | undefined): boolean {
  return (
    symbol?.declarations?.some(
      (node) =>
        !isAmbient(node) &&
        !ts.isSourceFile(node) &&
        !ts.isExpression(node) &&
        !ts.isPropertyAssignment(node),
    ) ?? false
  );
}

/** The values of a name without a declaration in sight: a global of the platform, or of another script. */
function undeclared(flow: Flow, at: ts.Node): Objects {
  if (!ts.isIdentifier(at)) return NOTHING;
  if (PLATFORM_GLOBALS.has(at.text)) return objects({ kind: 'foreign', at });
  const globals = flow.member({ kind: 'carrier', role: 'global', at }, at.text);
  if (globals.size > 0) return globals;
  const why = `nothing in sight declares ${at.text}`;
  return objects({ kind: 'open', cause: { at, path: [at.text], why, shared: { kind: 'global', name: '' } } });
}

export function declarationObjects(flow: Flow, node: ts.Declaration, frame: Frame | undefined): Objects {
  if (isAmbient(node)) return flow.typed(flow.checker.getTypeAtLocation(node), node);
  if (isOwnerInAssignment(node)) return NOTHING;
  const declared = declaredObjects(flow, node);
  if (declared) return declared;
  if (ts.isVariableDeclaration(node)) return variableObjects(flow, node, frame);
  if (ts.isBindingElement(node)) return bindingObjects(flow, node, frame);
  if (ts.isParameter(node)) return parameterObjects(flow, node, frame);
  if (ts.isFunctionDeclaration(node) || ts.isClassLike(node) || ts.isMethodDeclaration(node)) {
    return objects({ kind: 'callable', node: node as ts.FunctionDeclaration, frame });
  }
  if (ts.isFunctionExpression(node) || ts.isArrowFunction(node)) {
    return objects({ kind: 'callable', node, frame });
  }
  if (ts.isPropertyAssignment(node)) return flow.objectsOf(node.initializer, frame);
  if (ts.isExportAssignment(node)) return flow.objectsOf(node.expression, undefined);
  if (ts.isSourceFile(node)) return moduleObjects(flow, node);
  if (ts.isPropertyDeclaration(node)) {
    return node.initializer ? flow.objectsOf(node.initializer, frame) : NOTHING;
  }
  const assigned = assignedValue(node);
  if (assigned) return flow.objectsOf(assigned, frame);
  if (ts.isExportSpecifier(node) && !node.parent.parent.moduleSpecifier) {
    const local = flow.checker.getExportSpecifierLocalTargetSymbol(node);
    return local ? symbolObjects(flow, local, node, undefined) : NOTHING;
  }
  return importObjects(flow, node);
}

/** The values by a declaration's written type. */
function declaredObjects(flow: Flow, node: ts.Declaration): Objects | undefined {
  const type = isTypeScript(node.getSourceFile().fileName)
    ? (node as { type?: ts.TypeNode }).type
    : ts.getJSDocType(node);
  if (!type || ts.isFunctionLike(node)) return undefined;
  const declared = flow.checker.getTypeFromTypeNode(type);
  if (isUntyped(declared)) return addedTo(flow, type) ?? knownParts(flow, type, node);
  return flow.isDecidedBy(declared) ? flow.typed(declared, node) : undefined;
}

/** The known parts of an intersection whose other parts are not in sight: `Request & { pay: Client }` without the framework's types. */
function knownParts(flow: Flow, type: ts.TypeNode, at: ts.Node): Objects | undefined {
  const written = writtenType(flow, type);
  if (!ts.isIntersectionTypeNode(written)) return undefined;
  const known = written.types
    .map((part) => flow.checker.getTypeFromTypeNode(part))
    .filter((part) => !isUntyped(part));
  return known.length > 0 ? union(known.map((part) => flow.typed(part, at))) : undefined;
}

/** The type that an alias of the customer's stands for. */
function writtenType({ checker }: Flow, type: ts.TypeNode): ts.TypeNode {
  if (!ts.isTypeReferenceNode(type)) return type;
  const symbol = checker.getSymbolAtLocation(type.typeName);
  const own = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const alias = own?.declarations?.find(ts.isTypeAliasDeclaration);
  return alias ? alias.type : type;
}

function variableObjects(flow: Flow, node: ts.VariableDeclaration, frame: Frame | undefined): Objects {
  const loop = node.parent.parent;
  if (ts.isForOfStatement(loop)) return iterated(flow.objectsOf(loop.expression, frame), flow);
  if (ts.isForInStatement(loop)) return objects({ kind: 'plain', at: node });
  if (ts.isCatchClause(node.parent)) return thrownObjects(flow, node);
  return node.initializer ? flow.objectsOf(node.initializer, frame) : NOTHING;
}

/** An error, or whatever else the file throws; where that may hold a client, code out of sight may throw one, too. */
function thrownObjects(flow: Flow, caught: ts.VariableDeclaration): Objects {
  const thrown = union(
    namesIn(caught.getSourceFile()).thrown.map((value) => flow.objectsOf(value, undefined)),
  );
  const own = [...thrown.values()].filter(({ kind }) => kind === 'instance' || kind === 'literal');
  if (own.length > 0 || flow.carriesClient(thrown))
    return union([thrown, objects(flow.open(caught, 'what is thrown here may come from anywhere'))]);
  // The application may put something on an error: `error.client = client`.
  const errors = [...thrown.values()].filter(({ kind }) => kind === 'foreign' || kind === 'made');
  return objects({ kind: 'plain', at: caught }, ...errors);
}

/** The elements that a loop takes; a map gives pairs. */
const iterated = (lists: Objects, flow: Flow): Objects =>
  each(lists, (list) =>
    list.kind === 'made' && list.by === 'Map'
      ? objects({ kind: 'entries', of: list })
      : flow.member(list, ELEMENT),
  );

/** `{ cards }` of `const { cards } = client`, by the keys that lead to it. */
function bindingObjects(flow: Flow, node: ts.BindingElement, frame: Frame | undefined): Objects {
  const pattern = node.parent;
  const whole = patternObjects(flow, pattern, frame);
  const fallback = node.initializer ? flow.objectsOf(node.initializer, frame) : NOTHING;
  if (node.dotDotDotToken) return whole;
  const key = ts.isArrayBindingPattern(pattern)
    ? String(pattern.elements.indexOf(node))
    : (nameText(node.propertyName ?? node.name) ?? ELEMENT);
  return union([flow.members(whole, key), fallback]);
}

/** The values that a pattern takes apart. */
export function patternObjects(
  flow: Flow,
  { parent: owner }: ts.BindingPattern,
  frame: Frame | undefined,
): Objects {
  const declared = declaredObjects(flow, owner);
  if (declared) return declared;
  if (ts.isBindingElement(owner)) return bindingObjects(flow, owner, frame);
  return ts.isParameter(owner) ? parameterObjects(flow, owner, frame) : variableObjects(flow, owner, frame);
}

/** In JavaScript the compiler takes the `app` of `app.locals.x = value` for one more declaration of `app`. */
function isOwnerInAssignment(node: ts.Node): boolean {
  const { parent } = node;
  return ts.isExpression(node) && isMember(parent) && parent.expression === node;
}

/** The value of `exports.name = value` and the like, which the compiler takes for declarations in JavaScript. */
function assignedValue(node: ts.Node): ts.Expression | undefined {
  const assignment = ts.isBinaryExpression(node) ? node : node.parent;
  return assignment && isAssignment(assignment) ? assignment.right : undefined;
}

function assignedObjects(
  flow: Flow,
  symbol: ts.Symbol,
  declaration: ts.Declaration,
  frame: Frame | undefined,
): Objects[] {
  const isVariable =
    ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration) || ts.isParameter(declaration);
  if (!isVariable && !ts.isFunctionDeclaration(declaration) && !ts.isClassDeclaration(declaration)) return [];
  if (isConstant(declaration)) return [];
  return namesIn(declaration.getSourceFile())
    .variableWrites(symbol.name)
    .filter(
      ({ name }) => flow.checker.getSymbolAtLocation(name) === symbol || isShorthandOf(flow, name, symbol),
    )
    .map(({ value, keys }) => flow.along(flow.objectsOf(value, frame), keys));
}

/** Most variables are constants, whose assignments need no search. */
function isConstant(declaration: ts.Declaration): boolean {
  const isVariable = ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration);
  return isVariable && (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
}

function isShorthandOf(flow: Flow, name: ts.Identifier, symbol: ts.Symbol): boolean {
  const { parent } = name;
  return (
    ts.isShorthandPropertyAssignment(parent) &&
    flow.checker.getShorthandAssignmentValueSymbol(parent) === symbol
  );
}

function importObjects(flow: Flow, node: ts.Declaration): Objects {
  const specifier = specifierNode(node);
  if (!specifier) {
    return ts.isImportEqualsDeclaration(node)
      ? importAlias(flow, node)
      : objects(flow.open(node, 'this declaration is not followed'));
  }
  const at = (node as { name?: ts.Node }).name ?? node;
  if (ts.isImportClause(node)) return importedObjects(flow, specifier, at, 'default');
  if (ts.isImportSpecifier(node) || ts.isExportSpecifier(node)) {
    return importedObjects(flow, specifier, at, (node.propertyName ?? node.name).text);
  }
  return importedObjects(flow, specifier, at, undefined);
}

/** `import Client = sdk.Client`. */
function importAlias(flow: Flow, node: ts.ImportEqualsDeclaration): Objects {
  return flow.typed(flow.checker.getTypeAtLocation(node.name), node);
}
