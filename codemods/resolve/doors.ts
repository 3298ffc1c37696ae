import ts from 'typescript';
import { isAmbient } from './ambient';
import type { Resolution } from './program';
import { importedBy, returnedBy, specifierNode } from './syntax';
import type { Door } from './verdict';

/** Declarations that one question may cost; a value that comes from further away has no door in sight. */
const MAX_STEPS = 200;

/**
 * The imports of the SDK that an expression's value or type can be followed back to, whatever the checker made of it: by the
 * names in it, what they are declared, made or returned as, and on from there.
 */
export function doorsBehind(expression: ts.Node, resolution: Resolution): Door[] {
  const { checker } = resolution;
  const doors = new Map<string, Door>();
  const visited = new Set<ts.Node>();
  const queue: ts.Node[] = [expression];
  for (let node = queue.shift(); node && visited.size < MAX_STEPS; node = queue.shift()) {
    if (visited.has(node)) continue;
    visited.add(node);
    visit(node);
  }
  return [...doors.values()];

  function visit(node: ts.Node): void {
    if (specifiersOf(node).some(enters)) return;
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) followName(node);
    else queue.push(...partsOfExpression(node));
  }

  /** @returns whether the specifier names the SDK */
  function enters(specifier: ts.StringLiteralLike): boolean {
    const source = specifier.getSourceFile();
    // The SDK's declarations import nothing of the repository.
    if (isAmbient(source) || resolution.target(specifier.text, source).kind !== 'sdk') return false;
    const door: Door = {
      file: source.fileName,
      specifier: specifier.text,
      start: specifier.getStart(source),
    };
    doors.set(`${door.file}:${door.start}`, door);
    return true;
  }

  function followName(name: ts.Identifier | ts.PrivateIdentifier): void {
    const symbol = ts.isShorthandPropertyAssignment(name.parent)
      ? checker.getShorthandAssignmentValueSymbol(name.parent)
      : checker.getSymbolAtLocation(name);
    if (!symbol) return;
    queue.push(...(symbol.declarations ?? []).flatMap(partsOf));
    if (symbol.flags & ts.SymbolFlags.Alias) {
      queue.push(...(checker.getAliasedSymbol(symbol).declarations ?? []).flatMap(partsOf));
    }
  }
}

function specifiersOf(node: ts.Node): ts.StringLiteralLike[] {
  if (ts.isImportTypeNode(node)) {
    const { argument } = node;
    return ts.isLiteralTypeNode(argument) && ts.isStringLiteral(argument.literal) ? [argument.literal] : [];
  }
  return [ts.isCallExpression(node) ? importedBy(node) : specifierNode(node)].filter(isNode);
}

function partsOfExpression(node: ts.Node): ts.Node[] {
  if (ts.isPropertyAccessExpression(node)) return [node.name, node.expression];
  if (ts.isCallExpression(node) || ts.isNewExpression(node))
    return [node.expression, ...(node.arguments ?? [])];
  if (ts.isFunctionLike(node)) return returnsOf(node);
  if (ts.isClassLike(node)) return (node.heritageClauses ?? []).flatMap(({ types }) => types);
  if (ts.isSourceFile(node) || ts.isBlock(node)) return [];
  const parts: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    parts.push(child);
  });
  return parts;
}

/** What a declaration takes its value or type from. */
function partsOf(declaration: ts.Declaration): ts.Node[] {
  if (ts.isBindingElement(declaration)) {
    const owner = ts.walkUpBindingElementsAndPatterns(declaration);
    return [declaration.propertyName ?? declaration.name, ...partsOf(owner)].filter(
      (part) => part !== declaration.name,
    );
  }
  if (ts.isParameter(declaration) && !declaration.type) {
    const call = declaration.parent.parent;
    return [declaration.initializer, ts.isCallExpression(call) ? call.expression : undefined].filter(isNode);
  }
  if (
    ts.isVariableDeclaration(declaration) ||
    ts.isParameter(declaration) ||
    ts.isPropertyDeclaration(declaration) ||
    ts.isPropertyAssignment(declaration) ||
    ts.isPropertySignature(declaration)
  ) {
    const { initializer } = declaration as { initializer?: ts.Node };
    const type = 'type' in declaration ? (declaration.type as ts.Node | undefined) : undefined;
    const loop = declaration.parent.parent;
    return [type, initializer, ts.isForOfStatement(loop) ? loop.expression : undefined].filter(isNode);
  }
  if (ts.isBinaryExpression(declaration)) return [declaration.right];
  if (ts.isPropertyAccessExpression(declaration)) {
    return ts.isBinaryExpression(declaration.parent) ? [declaration.parent.right] : [];
  }
  if (ts.isSourceFile(declaration)) return [];
  return [declaration];
}

function returnsOf(node: ts.SignatureDeclaration): ts.Node[] {
  return [node.type, ...('body' in node ? returnedBy(node as ts.FunctionLikeDeclaration) : [])].filter(
    isNode,
  );
}

const isNode = <T extends ts.Node>(node: T | undefined): node is T => node !== undefined;
