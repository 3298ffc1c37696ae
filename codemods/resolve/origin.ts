import ts from 'typescript';
import { isAmbient } from './ambient';
import { assignmentsIn } from './assignments';
import { argumentsGivenTo, handsBack, typeArgumentsOf } from './containers';
import type { Resolution } from './program';
import { importedBy, isNothing, leftmost, nameText, returnedBy, specifierNode } from './syntax';
import { isOpen, isUntyped } from './untyped';
import { type Origin, type Verdict, verdict } from './verdict';
import { withoutWrappers } from './wrappers';

/** A step from a value to a part of it: a property's name, a call's result, an instance, or an unnamed element. */
type Step = string | typeof CALL | typeof INSTANCE | typeof ELEMENT;
const CALL = Symbol('call');
const INSTANCE = Symbol('instance');
const ELEMENT = Symbol('element');

const MAX_DEPTH = 40;

export interface Origins {
  /** Whose `receiver` is, where it stands for the namespace of a client. */
  ofNamespace(receiver: ts.Expression, method: string): Verdict;
  /** Whose member a symbol is: the SDK's, in part, or not at all. */
  ofMember(symbol: ts.Symbol | undefined): 'sdk' | 'partly' | 'elsewhere';
}

/**
 * Follows a value to where it comes from. The checker's word is final; where it says `any`, the declarations,
 * assignments and returns that it could not type are followed by hand.
 */
export function createOrigins(resolution: Resolution): Origins {
  const { checker, sdk } = resolution;
  return { ofNamespace: (receiver, method) => verdict(trace(receiver, [method], [])), ofMember };

  function ofMember(symbol: ts.Symbol | undefined): 'sdk' | 'partly' | 'elsewhere' {
    const declarations = symbol?.declarations ?? [];
    const ours = declarations.filter(isNamespaceMember).length;
    if (ours === 0) return 'elsewhere';
    return ours === declarations.length ? 'sdk' : 'partly';
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
      // A framework's object carries what the application put there: `app.sdk`.
      return isForeign(origin) && sdk.instanceName.test(node.name.text) ? 'unknown' : origin;
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
    if (specifier !== undefined) return traceModule(node, specifier.text);
    const origin = trace(node.expression, [CALL, ...path], visited);
    if (!isForeign(origin)) return origin;
    // What a foreign function returns is what it was told to, `get<Client>()`, or may well be what it was given.
    const [told] = node.typeArguments ?? [];
    const typed = told && traceType(checker.getTypeFromTypeNode(told), path, node, visited);
    if (typed === 'sdk' || typed === 'partly') return typed;
    const { expression } = node;
    const container = ts.isPropertyAccessExpression(expression) ? expression.expression : undefined;
    return handsBack(expression) ||
      wasToldOfClient(node) ||
      node.arguments.some((argument) => carriesClient(argument) || mentionsSdk(argument)) ||
      (container && argumentsGivenTo(container, checker).some(carriesClient))
      ? 'unknown'
      : origin;
  }

  function traceNew(node: ts.NewExpression, path: readonly Step[], visited: readonly ts.Node[]): Origin {
    const origin = trace(node.expression, [INSTANCE, ...path], visited);
    const isTold = wasToldOfClient(node) || node.arguments?.some(carriesClient);
    return isForeign(origin) && isTold ? 'unknown' : origin;
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
    const specifier = specifierNode(node);
    return specifier === undefined ? 'unknown' : traceModule(node, specifier.text);
  }

  /** A module that the checker could not type. */
  function traceModule(node: ts.Node, specifier: string): Origin {
    const target = resolution.target(specifier, node.getSourceFile());
    if (!target.loaded) return 'unloaded';
    // A part of the SDK that nothing documents is the SDK's, whatever it exports.
    if (specifier.startsWith(`${sdk.module}/`)) return 'unknown';
    if (target.kind === 'external') return 'elsewhere';
    return target.kind === 'missing' || target.kind === 'private' ? 'unseen' : 'unknown';
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

  /** `new LRUCache<string, Client>()` */
  function wasToldOfClient(expression: ts.Expression): boolean {
    return typeArgumentsOf(expression, checker).some((argument) => {
      const type = checker.getTypeFromTypeNode(argument);
      return isClientType(type) || checker.getPropertiesOfType(type).some(isClientSymbol);
    });
  }

  function carriesClient(argument: ts.Expression): boolean {
    if (wasToldOfClient(argument)) return true;
    const type = checker.getTypeAtLocation(argument);
    const signatures = [...type.getCallSignatures(), ...type.getConstructSignatures()];
    return [type, ...signatures.map((signature) => checker.getReturnTypeOfSignature(signature))]
      .map((candidate) => checker.getAwaitedType(candidate) ?? candidate)
      .some(
        (candidate) => isClientType(candidate) || checker.getPropertiesOfType(candidate).some(isClientSymbol),
      );
  }

  /** `container.get('sdk')` */
  function mentionsSdk(argument: ts.Expression): boolean {
    return ts.isStringLiteralLike(argument) && sdk.mention.test(argument.text);
  }

  function isNamespaceMember(node: ts.Node): boolean {
    return (
      isAmbient(node) && ts.isInterfaceDeclaration(node.parent) && node.parent.name.text === sdk.namespaceType
    );
  }

  function isClientSymbol(symbol: ts.Symbol): boolean {
    const declaration = symbol.valueDeclaration;
    return declaration !== undefined && isClientType(checker.getTypeOfSymbolAtLocation(symbol, declaration));
  }

  function isClientType(type: ts.Type): boolean {
    const cards = checker.getPropertyOfType(type, sdk.namespace);
    return cards?.declarations?.some(isAmbient) ?? false;
  }
}

/** Out of a package of somebody else's, as far as anybody can see. */
function isForeign(origin: Origin): boolean {
  return origin === 'elsewhere' || origin === 'unseen';
}

/** One answer for several possible values. A value that is known outweighs an untyped one, as in a typed variable. */
function all(origins: readonly Origin[]): Origin {
  const found = new Set(origins);
  if (found.has('unloaded')) return 'unloaded';
  const hasOthers = found.has('elsewhere') || found.has('unseen');
  if (found.has('partly') || (found.has('sdk') && hasOthers)) return 'partly';
  if (found.has('sdk')) return 'sdk';
  if (found.has('unknown') || found.size === 0) return 'unknown';
  return found.has('unseen') ? 'unseen' : 'elsewhere';
}

function isNamespaceOfRequire(node: ts.PropertyAccessExpression): boolean {
  return ts.isCallExpression(node.expression) && importedBy(node.expression) !== undefined;
}

/** Whether a type is something else than `string` and its like. */
function isReference(type: ts.TypeNode): boolean {
  return !ts.isToken(type) && !ts.isLiteralTypeNode(type);
}
