import ts from 'typescript';
import { isAmbient } from './ambient';
import { assignedLater } from './assignments';
import type { Target } from './modules';
import type { Resolution } from './program';
import { importedBy, returnedBy, specifierNode, symbolOf } from './syntax';
import type { Door } from './verdict';

/** Maximum number of nodes visited for one name; a door behind more nodes is not found. */
const MAX_STEPS = 200;

/** The doors of each name of a program, since thousands of uses need the same few names. */
const doorsOfNames = new WeakMap<Resolution, Map<ts.Symbol, readonly Door[]>>();

/**
 * The imports of the SDK behind an expression's value or type. Independent of the checker's types: follows the names in the expression
 * to their declarations, initializers and returned values, and so on.
 */
export function doorsBehind(expression: ts.Node, resolution: Resolution): Door[] {
  const isSdk = ({ kind }: Target) => kind === 'sdk';
  const known = doorsOfNames.get(resolution) ?? new Map<ts.Symbol, readonly Door[]>();
  doorsOfNames.set(resolution, known);
  return followed([expression], resolution, isSdk, doorsOf);

  function doorsOf(symbol: ts.Symbol): readonly Door[] {
    const before = known.get(symbol);
    if (before) return before;
    const doors = followed(sourcesIn(symbol, resolution), resolution, isSdk);
    // Cached separately, since many files import the same declaration.
    const imported = importedSymbol(symbol, resolution);
    const all = imported ? eachOnce([...doors, ...doorsOf(imported)]) : doors;
    known.set(symbol, all);
    return all;
  }
}

const eachOnce = (doors: readonly Door[]): Door[] => [
  ...new Map(doors.map((door) => [`${door.file}:${door.start}`, door])).values(),
];

/** The imports behind an expression whose target is wanted; otherwise like {@link doorsBehind}. */
export function importsBehind(
  expression: ts.Node,
  resolution: Resolution,
  isWanted: (target: Target) => boolean,
): Door[] {
  return followed([expression], resolution, isWanted);
}

/** @param doorsOf returns the doors behind a name, which is then not followed */
function followed(
  from: readonly ts.Node[],
  resolution: Resolution,
  isDoor: (target: Target) => boolean,
  doorsOf?: (symbol: ts.Symbol) => readonly Door[],
): Door[] {
  const doors = new Map<string, Door>();
  const add = (door: Door) => doors.set(`${door.file}:${door.start}`, door);
  const visited = new Set<ts.Node>();
  const queue = [...from];
  // By index, since `shift` would move all remaining items.
  for (let next = 0; next < queue.length && visited.size < MAX_STEPS; next += 1) {
    const node = queue[next]!;
    if (visited.has(node)) continue;
    visited.add(node);
    visit(node);
  }
  return [...doors.values()];

  function visit(node: ts.Node): void {
    const entered = specifiersOf(node).flatMap((specifier) => doorAt(specifier, resolution, isDoor) ?? []);
    for (const door of entered) add(door);
    if (entered.length > 0) return;
    if (!ts.isIdentifier(node) && !ts.isPrivateIdentifier(node)) queue.push(...partsOfExpression(node));
    else {
      const symbol = symbolOf(node, resolution.checker);
      if (symbol && doorsOf) for (const door of doorsOf(symbol)) add(door);
      else if (symbol) queue.push(...sourcesOf(symbol, resolution));
    }
  }
}

/** The door for a specifier, if its module is wanted. */
function doorAt(
  specifier: ts.StringLiteralLike,
  resolution: Resolution,
  isDoor: (target: Target) => boolean,
): Door | undefined {
  const source = specifier.getSourceFile();
  if (!isDoor(resolution.target(specifier.text, source))) return undefined;
  return { file: source.fileName, specifier: specifier.text, start: specifier.getStart(source) };
}

/** The nodes from which a name, or the declaration that it imports, takes its value or type. */
function sourcesOf(symbol: ts.Symbol, resolution: Resolution): ts.Node[] {
  const imported = importedSymbol(symbol, resolution);
  return [...sourcesIn(symbol, resolution), ...(imported ? sourcesIn(imported, resolution) : [])];
}

const importedSymbol = (symbol: ts.Symbol, { checker }: Resolution): ts.Symbol | undefined =>
  (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : undefined;

/** Skips the declarations of the SDK and of the language: most names lead there, and they contain no door. */
const sourcesIn = ({ declarations = [] }: ts.Symbol, { checker }: Resolution): ts.Node[] =>
  declarations.flatMap((declaration) => (isAmbient(declaration) ? [] : partsOf(declaration, checker)));

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
  // An import is followed by its symbol: see `importedSymbol`.
  if (ts.isImportSpecifier(node) || ts.isImportClause(node) || ts.isNamespaceImport(node)) return [];
  const parts: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    parts.push(child);
  });
  return parts;
}

/** The nodes from which a declaration takes its value or type. */
function partsOf(declaration: ts.Declaration, checker: ts.TypeChecker): ts.Node[] {
  if (ts.isBindingElement(declaration)) {
    const owner = ts.walkUpBindingElementsAndPatterns(declaration);
    return [declaration.propertyName ?? declaration.name, ...partsOf(owner, checker)].filter(
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
    const isAssignable = ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration);
    return [
      type,
      initializer,
      ts.isForOfStatement(loop) ? loop.expression : undefined,
      ...(isAssignable && !type ? assignedLater(declaration, checker) : []),
    ].filter(isNode);
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
