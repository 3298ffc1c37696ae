import ts from 'typescript';
import { AMBIENT_FOLDER, CARDS_INTERFACE } from '../zentra/ambient';
import { SDK_MODULE } from '../zentra/names';
import type { Resolution } from './program';

/**
 * Whose an expression is.
 * - `zentra`: Zentra's, whatever path led to it.
 * - `partly`: Zentra's or somebody else's, depending on the run.
 * - `elsewhere`: somebody else's.
 * - `unknown`: untyped, and nothing in the repository says where it comes from.
 * - `unloaded`: not known yet, because an import was not loaded.
 */
export type Origin = 'zentra' | 'partly' | 'elsewhere' | 'unknown' | 'unloaded';

/** A step from a value to a part of it: a property's name, a call's result, an instance, or an unnamed element. */
type Step = string | typeof CALL | typeof INSTANCE | typeof ELEMENT;
const CALL = Symbol('call');
const INSTANCE = Symbol('instance');
const ELEMENT = Symbol('element');

const MAX_DEPTH = 40;

export interface Origins {
  /** Whose `receiver` is, where it stands for a `cards` object. */
  ofCards(receiver: ts.Expression, method: string): Origin;
  /** Whose member a symbol is: Zentra's, in part, or not at all. */
  ofMember(symbol: ts.Symbol | undefined): 'zentra' | 'partly' | 'elsewhere';
}

/**
 * Follows a value to where it comes from. The checker's word is final; where it says `any`, the declarations,
 * assignments and returns that it could not type are followed by hand.
 */
export function createOrigins(resolution: Resolution): Origins {
  const { checker } = resolution;
  return { ofCards: (receiver, method) => trace(receiver, [method], []), ofMember };

  function ofMember(symbol: ts.Symbol | undefined): 'zentra' | 'partly' | 'elsewhere' {
    const declarations = symbol?.declarations ?? [];
    const ours = declarations.filter(isAmbientMember).length;
    if (ours === 0) return 'elsewhere';
    return ours === declarations.length ? 'zentra' : 'partly';
  }

  /** `path`: the steps that lead from the expression to the member in question. */
  function trace(expression: ts.Expression, path: readonly Step[], visited: readonly ts.Node[]): Origin {
    const node = withoutWrappers(expression);
    if (visited.includes(node) || visited.length > MAX_DEPTH) return 'unknown';
    const through = [...visited, node];
    return (
      traceType(checker.getTypeAtLocation(node), path, node, through) ?? traceSyntax(node, path, through)
    );
  }

  /** The checker's answer; `undefined` where it has none. */
  function traceType(
    type: ts.Type,
    path: readonly Step[],
    at: ts.Node,
    visited: readonly ts.Node[],
  ): Origin | undefined {
    if (isUntyped(type)) return undefined;
    const [step, ...rest] = path;
    if (typeof step === 'string') {
      const property = checker.getPropertyOfType(type, step);
      // A part that the code takes and the type does not have was put there by somebody: a framework, an assignment.
      if (!property) return rest.length > 0 || isOpen(type) ? undefined : 'elsewhere';
      if (rest.length === 0) {
        const origin = ofMember(property);
        if (origin !== 'elsewhere') return origin;
      }
      const known = traceType(checker.getTypeOfSymbolAtLocation(property, at), rest, at, visited);
      return known ?? traceSymbol(property, rest, visited);
    }
    if (step === undefined) return 'elsewhere';
    const signatures = type.getCallSignatures();
    const constructs = type.getConstructSignatures();
    if (step === CALL && signatures[0]) {
      const result = checker.getReturnTypeOfSignature(signatures[0]);
      return traceType(checker.getAwaitedType(result) ?? result, rest, at, visited);
    }
    if (step === INSTANCE && constructs[0]) {
      return traceType(checker.getReturnTypeOfSignature(constructs[0]), rest, at, visited);
    }
    return undefined;
  }

  function traceSyntax(node: ts.Expression, path: readonly Step[], visited: readonly ts.Node[]): Origin {
    if (ts.isPropertyAccessExpression(node)) {
      const isOwn = isNamespaceOfRequire(node) || ts.isPrivateIdentifier(node.name);
      const member = isOwn ? checker.getSymbolAtLocation(node.name) : undefined;
      if (member) return traceSymbol(member, path, visited);
      const origin = trace(node.expression, [node.name.text, ...path], visited);
      // A framework's object carries what the application put there: `app.zentra`.
      return origin === 'elsewhere' && INSTANCE_NAME.test(node.name.text) ? 'unknown' : origin;
    }
    if (ts.isElementAccessExpression(node)) {
      const key = node.argumentExpression;
      return trace(node.expression, [ts.isStringLiteralLike(key) ? key.text : ELEMENT, ...path], visited);
    }
    if (ts.isAwaitExpression(node)) return trace(node.expression, path, visited);
    if (ts.isConditionalExpression(node)) return traceAll([node.whenTrue, node.whenFalse], path, visited);
    if (ts.isBinaryExpression(node)) return traceBinary(node, path, visited);
    if (ts.isCallExpression(node)) return traceCall(node, path, visited);
    if (ts.isNewExpression(node)) return traceNew(node, path, visited);
    if (ts.isObjectLiteralExpression(node)) return traceObject(node, path, visited);
    if (ts.isArrayLiteralExpression(node) && path[0] === ELEMENT)
      return traceAll(node.elements, path.slice(1), visited);
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) {
      return path[0] === CALL ? traceReturns(node, path.slice(1), visited) : 'elsewhere';
    }
    if (ts.isClassExpression(node)) return traceClass(node, path, visited);
    if (ts.isIdentifier(node)) return traceIdentifier(node, path, visited);
    return 'unknown';
  }

  function traceBinary(
    node: ts.BinaryExpression,
    path: readonly Step[],
    visited: readonly ts.Node[],
  ): Origin {
    switch (node.operatorToken.kind) {
      case ts.SyntaxKind.BarBarToken:
      case ts.SyntaxKind.QuestionQuestionToken:
        return traceAll([node.left, node.right], path, visited);
      case ts.SyntaxKind.BarBarEqualsToken:
      case ts.SyntaxKind.QuestionQuestionEqualsToken:
      case ts.SyntaxKind.AmpersandAmpersandToken:
      case ts.SyntaxKind.EqualsToken:
      case ts.SyntaxKind.CommaToken:
        return trace(node.right, path, visited);
      default:
        return 'elsewhere';
    }
  }

  function traceCall(node: ts.CallExpression, path: readonly Step[], visited: readonly ts.Node[]): Origin {
    const specifier = importedBy(node);
    if (specifier !== undefined) return traceModule(node, specifier);
    const origin = trace(node.expression, [CALL, ...path], visited);
    if (origin !== 'elsewhere') return origin;
    // What a foreign function returns is what it was told to, `get<Zentra>()`, or may well be what it was given.
    const [told] = node.typeArguments ?? [];
    const typed = told && traceType(checker.getTypeFromTypeNode(told), path, node, visited);
    if (typed === 'zentra' || typed === 'partly') return typed;
    return node.arguments.some((argument) => carriesZentra(argument) || namesZentra(argument))
      ? 'unknown'
      : origin;
  }

  function traceNew(node: ts.NewExpression, path: readonly Step[], visited: readonly ts.Node[]): Origin {
    const origin = trace(node.expression, [INSTANCE, ...path], visited);
    return origin === 'elsewhere' && node.arguments?.some(carriesZentra) ? 'unknown' : origin;
  }

  function traceObject(
    node: ts.ObjectLiteralExpression,
    path: readonly Step[],
    visited: readonly ts.Node[],
  ): Origin {
    const [step, ...rest] = path;
    const property = node.properties.find((candidate) => candidate.name && nameText(candidate.name) === step);
    if (property) return traceDeclaration(property, rest, visited);
    const spreads = node.properties.filter(ts.isSpreadAssignment).map((spread) => spread.expression);
    if (spreads.length > 0) return traceAll(spreads, path, visited);
    // `{}` as a default holds nothing; what a literal lacks may be put there later.
    return rest.length > 0 ? 'unknown' : 'elsewhere';
  }

  function traceIdentifier(node: ts.Identifier, path: readonly Step[], visited: readonly ts.Node[]): Origin {
    const symbol = ts.isShorthandPropertyAssignment(node.parent)
      ? checker.getShorthandAssignmentValueSymbol(node.parent)
      : checker.getSymbolAtLocation(node);
    return symbol ? traceSymbol(symbol, path, visited) : 'unknown';
  }

  function traceSymbol(
    symbol: ts.Symbol | undefined,
    path: readonly Step[],
    visited: readonly ts.Node[],
  ): Origin {
    const declarations = symbol?.declarations ?? [];
    if (symbol && symbol.flags & ts.SymbolFlags.Alias) {
      const aliased = checker.getAliasedSymbol(symbol);
      if (aliased.declarations?.length) return traceSymbol(aliased, path, visited);
    }
    return all(declarations.map((declaration) => traceDeclaration(declaration, path, visited)));
  }

  function traceDeclaration(
    node: ts.Declaration,
    path: readonly Step[],
    visited: readonly ts.Node[],
  ): Origin {
    if (visited.includes(node)) return 'unknown';
    const through = [...visited, node];
    if (ts.isVariableDeclaration(node)) return traceVariable(node, path, through);
    if (ts.isBindingElement(node)) return traceBinding(node, path, through);
    if (ts.isParameter(node)) return traceParameter(node, path, through);
    if (ts.isPropertyAssignment(node)) return trace(node.initializer, path, through);
    if (ts.isShorthandPropertyAssignment(node)) {
      return traceSymbol(checker.getShorthandAssignmentValueSymbol(node), path, through);
    }
    if (ts.isPropertyDeclaration(node)) {
      if (node.type) return traceAnnotation(node.type);
      return traceAssigned(node, node.initializer, path, through);
    }
    if (ts.isBinaryExpression(node)) return trace(node.right, path, through);
    if (ts.isPropertyAccessExpression(node) && ts.isBinaryExpression(node.parent)) {
      return trace(node.parent.right, path, through);
    }
    if (ts.isExportAssignment(node)) return trace(node.expression, path, through);
    if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) {
      if (path[0] !== CALL) return 'elsewhere';
      return node.type && !node.body
        ? traceAnnotation(node.type)
        : traceReturns(node, path.slice(1), through);
    }
    if (ts.isGetAccessor(node)) return traceReturns(node, path, through);
    if (ts.isClassDeclaration(node)) return traceClass(node, path, through);
    if (ts.isImportSpecifier(node) || ts.isImportClause(node) || ts.isNamespaceImport(node)) {
      return traceImport(node);
    }
    if (ts.isImportEqualsDeclaration(node) || ts.isExportSpecifier(node)) return traceImport(node);
    if (ts.isPropertySignature(node) && node.type) return traceAnnotation(node.type);
    return 'unknown';
  }

  function traceVariable(
    node: ts.VariableDeclaration,
    path: readonly Step[],
    visited: readonly ts.Node[],
  ): Origin {
    if (node.type) return traceAnnotation(node.type);
    const list = node.parent.parent;
    if (ts.isForOfStatement(list)) return trace(list.expression, [ELEMENT, ...path], visited);
    if (ts.isCatchClause(node.parent)) return 'elsewhere';
    return traceAssigned(node, node.initializer, path, visited);
  }

  function traceBinding(node: ts.BindingElement, path: readonly Step[], visited: readonly ts.Node[]): Origin {
    const pattern = node.parent;
    const key = node.propertyName ?? node.name;
    const step = ts.isObjectBindingPattern(pattern) && !node.dotDotDotToken ? nameText(key) : ELEMENT;
    const longer: Step[] = [step ?? ELEMENT, ...path];
    const owner = pattern.parent;
    return ts.isVariableDeclaration(owner)
      ? owner.initializer
        ? trace(owner.initializer, longer, visited)
        : 'unknown'
      : traceDeclaration(owner, longer, visited);
  }

  function traceParameter(
    node: ts.ParameterDeclaration,
    path: readonly Step[],
    visited: readonly ts.Node[],
  ): Origin {
    if (node.type) return traceAnnotation(node.type);
    if (node.initializer) return trace(node.initializer, path, visited);
    // A callback's parameter is typed by the function that calls it, once that is loaded.
    const call = node.parent.parent;
    if (!ts.isCallExpression(call)) return 'unknown';
    const callee = call.expression;
    if (
      ts.isPropertyAccessExpression(callee) &&
      checker.isArrayType(checker.getTypeAtLocation(callee.expression))
    )
      return trace(callee.expression, [ELEMENT, ...path], visited);
    return trace(callee, [CALL], visited) === 'unloaded' ? 'unloaded' : 'unknown';
  }

  /** An initializer and every later assignment, in the file of the declaration. */
  function traceAssigned(
    node: ts.VariableDeclaration | ts.PropertyDeclaration,
    initializer: ts.Expression | undefined,
    path: readonly Step[],
    visited: readonly ts.Node[],
  ): Origin {
    const values = [initializer, ...assignmentsTo(node)].filter(
      (value) => value !== undefined && !isNothing(value),
    );
    return traceAll(values as ts.Expression[], path, visited);
  }

  function assignmentsTo(node: ts.VariableDeclaration | ts.PropertyDeclaration): ts.Expression[] {
    const symbol = checker.getSymbolAtLocation(node.name);
    return assignmentsIn(node.getSourceFile(), nameText(node.name))
      .filter(({ written }) => checker.getSymbolAtLocation(written) === symbol)
      .map(({ value }) => value);
  }

  function traceReturns(
    node: ts.FunctionLikeDeclaration,
    path: readonly Step[],
    visited: readonly ts.Node[],
  ): Origin {
    if (node.type) {
      const origin = traceAnnotation(node.type);
      if (origin !== 'unknown') return origin;
    }
    return traceAll(returnedBy(node), path, visited);
  }

  function traceClass(
    node: ts.ClassLikeDeclaration,
    path: readonly Step[],
    visited: readonly ts.Node[],
  ): Origin {
    const [step, name, ...rest] = path;
    if (step !== INSTANCE || typeof name !== 'string') return 'unknown';
    const property = checker.getPropertyOfType(checker.getTypeAtLocation(node), name);
    if (property) return traceSymbol(property, rest, visited);
    const base = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
    return base ? trace(base.expression, path, visited) : 'elsewhere';
  }

  function traceImport(node: ts.Node): Origin {
    const specifier = specifierOf(node);
    return specifier === undefined ? 'unknown' : traceModule(node, specifier);
  }

  /** A module that the checker could not type. */
  function traceModule(node: ts.Node, specifier: string): Origin {
    const target = resolution.target(specifier, node.getSourceFile());
    if (!target.loaded) return 'unloaded';
    // A part of the SDK that nothing documents is the SDK's, whatever it exports.
    if (target.kind === 'external') return specifier.startsWith(`${SDK_MODULE}/`) ? 'unknown' : 'elsewhere';
    return 'unknown';
  }

  /** A type that the checker could not resolve is its package's; anything else that is `any` could be anything. */
  function traceAnnotation(type: ts.TypeNode): Origin {
    if (ts.isTypeReferenceNode(type)) {
      if (type.typeArguments?.some((argument) => isClientType(checker.getTypeFromTypeNode(argument))))
        return 'unknown';
      const symbol = checker.getSymbolAtLocation(leftmost(type.typeName));
      const declaration = symbol?.declarations?.[0];
      if (symbol && symbol.flags & ts.SymbolFlags.Alias && declaration) return traceImport(declaration);
      // `Map<string, Foreign>`, `Promise<Foreign>`: what a known container holds.
      if (type.typeArguments) return all(type.typeArguments.filter(isReference).map(traceAnnotation));
    }
    if (ts.isArrayTypeNode(type)) return traceAnnotation(type.elementType);
    if (ts.isParenthesizedTypeNode(type) || ts.isTypeOperatorNode(type)) return traceAnnotation(type.type);
    if (ts.isImportTypeNode(type) && ts.isLiteralTypeNode(type.argument)) {
      const { literal } = type.argument;
      if (ts.isStringLiteral(literal)) return traceModule(type, literal.text);
    }
    return 'unknown';
  }

  function traceAll(
    nodes: readonly ts.Expression[],
    path: readonly Step[],
    visited: readonly ts.Node[],
  ): Origin {
    return all(nodes.filter((node) => !isNothing(node)).map((node) => trace(node, path, visited)));
  }

  function carriesZentra(argument: ts.Expression): boolean {
    const type = checker.getTypeAtLocation(argument);
    const signatures = [...type.getCallSignatures(), ...type.getConstructSignatures()];
    return [type, ...signatures.map((signature) => checker.getReturnTypeOfSignature(signature))]
      .map((candidate) => checker.getAwaitedType(candidate) ?? candidate)
      .some(
        (candidate) => isClientType(candidate) || checker.getPropertiesOfType(candidate).some(isClientSymbol),
      );
  }

  function isClientSymbol(symbol: ts.Symbol): boolean {
    const declaration = symbol.valueDeclaration;
    return declaration !== undefined && isClientType(checker.getTypeOfSymbolAtLocation(symbol, declaration));
  }

  function isClientType(type: ts.Type): boolean {
    const cards = checker.getPropertyOfType(type, 'cards');
    return cards?.declarations?.some(isAmbient) ?? false;
  }
}

/** One answer for several possible values. A value that is known outweighs an untyped one, as in a typed variable. */
function all(origins: readonly Origin[]): Origin {
  const found = new Set(origins);
  if (found.has('unloaded')) return 'unloaded';
  if (found.has('partly') || (found.has('zentra') && found.has('elsewhere'))) return 'partly';
  if (found.has('zentra')) return 'zentra';
  return found.has('unknown') || found.size === 0 ? 'unknown' : 'elsewhere';
}

function isAmbient(node: ts.Node): boolean {
  return node.getSourceFile().fileName.startsWith(AMBIENT_FOLDER);
}

function isAmbientMember(node: ts.Node): boolean {
  return (
    isAmbient(node) && ts.isInterfaceDeclaration(node.parent) && node.parent.name.text === CARDS_INTERFACE
  );
}

/** Parentheses, `!`, casts and `satisfies` change no value. A cast to a type that says something is the checker's to read. */
function withoutWrappers(node: ts.Expression): ts.Expression {
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isSatisfiesExpression(node)) {
    return withoutWrappers(node.expression);
  }
  if ((ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) && saysNothing(node.type)) {
    return withoutWrappers(node.expression);
  }
  return node;
}

function saysNothing(type: ts.TypeNode): boolean {
  return (
    type.kind === ts.SyntaxKind.AnyKeyword ||
    type.kind === ts.SyntaxKind.UnknownKeyword ||
    (ts.isTypeReferenceNode(type) && type.getText() === 'const')
  );
}

/** `null`, `undefined`, `void 0`: what a variable holds before it holds something. */
function isNothing(node: ts.Expression): boolean {
  return (
    node.kind === ts.SyntaxKind.NullKeyword ||
    ts.isVoidExpression(node) ||
    (ts.isIdentifier(node) && node.text === 'undefined')
  );
}

/**
 * Whether a type says nothing of a value. `undefined` and its like are what a variable had before it was assigned, as far as the
 * checker followed it.
 */
export function isUntyped(type: ts.Type): boolean {
  const { Any, Unknown, Undefined, Null, Void, Never } = ts.TypeFlags;
  return (type.flags & (Any | Unknown | Undefined | Null | Void | Never)) !== 0;
}

/** Whether a type may have members that it does not name. */
function isOpen(type: ts.Type): boolean {
  return (
    type.getStringIndexType() !== undefined ||
    (type.flags & ts.TypeFlags.NonPrimitive) !== 0 ||
    ((type.flags & ts.TypeFlags.Object) !== 0 &&
      type.getProperties().length === 0 &&
      type.getCallSignatures().length === 0)
  );
}

interface Assignment {
  written: ts.Identifier | ts.PrivateIdentifier;
  value: ts.Expression;
}

const assignments = new WeakMap<ts.SourceFile, Map<string, Assignment[]>>();

/** What is assigned to anything of a name. Read out of a file once: it is asked for each value that is followed through. */
function assignmentsIn(source: ts.SourceFile, name: string | undefined): readonly Assignment[] {
  let byName = assignments.get(source);
  if (!byName) {
    byName = readAssignments(source);
    assignments.set(source, byName);
  }
  return (name !== undefined && byName.get(name)) || [];
}

function readAssignments(source: ts.SourceFile): Map<string, Assignment[]> {
  const byName = new Map<string, Assignment[]>();
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) {
      const target = withoutWrappers(node.left);
      const written = ts.isPropertyAccessExpression(target) ? target.name : target;
      if (ts.isIdentifier(written) || ts.isPrivateIdentifier(written)) {
        const same = byName.get(written.text) ?? [];
        same.push({ written, value: node.right });
        byName.set(written.text, same);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return byName;
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.EqualsToken ||
    kind === ts.SyntaxKind.BarBarEqualsToken ||
    kind === ts.SyntaxKind.QuestionQuestionEqualsToken
  );
}

function isNamespaceOfRequire(node: ts.PropertyAccessExpression): boolean {
  return ts.isCallExpression(node.expression) && importedBy(node.expression) !== undefined;
}

/** The specifier of `require('…')` or `import('…')`. */
function importedBy(node: ts.CallExpression): string | undefined {
  const [argument] = node.arguments;
  if (!argument || !ts.isStringLiteralLike(argument)) return undefined;
  const imports =
    node.expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(node.expression) && node.expression.text === 'require');
  return imports ? argument.text : undefined;
}

function specifierOf(node: ts.Node): string | undefined {
  for (let at: ts.Node | undefined = node; at; at = at.parent) {
    if (ts.isImportDeclaration(at) || ts.isExportDeclaration(at)) {
      return at.moduleSpecifier && ts.isStringLiteral(at.moduleSpecifier)
        ? at.moduleSpecifier.text
        : undefined;
    }
    if (ts.isImportEqualsDeclaration(at)) {
      const reference = at.moduleReference;
      if (!ts.isExternalModuleReference(reference)) return undefined;
      return ts.isStringLiteral(reference.expression) ? reference.expression.text : undefined;
    }
  }
  return undefined;
}

/** What an application calls its client: a name in lower case, which a class of another package does not have. */
const INSTANCE_NAME = /^[_$#]*zentra/;

/** `container.get('zentra')` */
function namesZentra(argument: ts.Expression): boolean {
  return ts.isStringLiteralLike(argument) && /zentra/i.test(argument.text);
}

/** Whether a type is something else than `string` and its like. */
function isReference(type: ts.TypeNode): boolean {
  return !ts.isToken(type) && !ts.isLiteralTypeNode(type);
}

function leftmost(name: ts.EntityName): ts.Identifier {
  return ts.isIdentifier(name) ? name : leftmost(name.left);
}

export function nameText(name: ts.Node): string | undefined {
  if (ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteralLike(name)) return name.text;
  if (ts.isComputedPropertyName(name) && ts.isStringLiteralLike(name.expression)) return name.expression.text;
  return undefined;
}

/** The expressions that a function returns, its own ones only. */
function returnedBy(node: ts.FunctionLikeDeclaration): ts.Expression[] {
  if (!node.body) return [];
  if (!ts.isBlock(node.body)) return [node.body];
  const found: ts.Expression[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isReturnStatement(child)) {
      if (child.expression) found.push(child.expression);
    } else if (!ts.isFunctionLike(child) && !ts.isClassLike(child)) {
      ts.forEachChild(child, visit);
    }
  };
  visit(node.body);
  return found;
}
