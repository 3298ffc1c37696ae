import ts from 'typescript';
import { placesOf, visitPlaces } from '../../resolve/visit-places';

/** A place that takes in a module, by its name. */
export interface ModuleReference {
  /** The name, quotes included. */
  specifier: ts.StringLiteralLike;
  /** The declaration, call or type that it belongs to. */
  node: ts.Node;
}

/** Every place of a unit that takes in a module of this name. What replaces a module by its name is none. */
export function referencesTo(source: ts.SourceFile, end: number, module: string): ModuleReference[] {
  const places = placesOf(source.text, new RegExp(module, 'g'), end);
  return referencesAt(source, places).filter(({ specifier }) => specifier.text === module);
}

/** Every place of a unit that takes in some module. */
export function allReferences(source: ts.SourceFile, end: number): ModuleReference[] {
  return referencesAt(source, placesOf(source.text, /\b(?:import|export|require)\b/g, end));
}

function referencesAt(source: ts.SourceFile, places: readonly number[]): ModuleReference[] {
  const found: ModuleReference[] = [];
  const requires = requireNames(source.text);
  visitPlaces(source, places, (node) => {
    const specifier = specifierOf(node, requires);
    if (specifier) found.push({ specifier, node });
  });
  return found;
}

/** `require`, and what `createRequire` gave another name. */
function requireNames(text: string): ReadonlySet<string> {
  const made = text.matchAll(/([\w$]+)\s*=\s*(?:[\w$]+\s*\.\s*)?createRequire\s*\(/g);
  return new Set(['require', ...Array.from(made, ([, name]) => name!)]);
}

function specifierOf(node: ts.Node, requires: ReadonlySet<string>): ts.StringLiteralLike | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isJSDocImportTag(node))
    return literal(node.moduleSpecifier);
  if (ts.isExternalModuleReference(node)) return literal(node.expression);
  if (ts.isImportTypeNode(node))
    return ts.isLiteralTypeNode(node.argument) ? literal(node.argument.literal) : undefined;
  if (ts.isModuleDeclaration(node)) return literal(node.name);
  if (!ts.isCallExpression(node)) return undefined;
  const callee = node.expression;
  const imports =
    callee.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(callee) && requires.has(callee.text)) ||
    (ts.isPropertyAccessExpression(callee) && callee.getText() === 'module.require');
  return imports ? literal(node.arguments[0]) : undefined;
}

function literal(node: ts.Node | undefined): ts.StringLiteralLike | undefined {
  return node && ts.isStringLiteralLike(node) ? node : undefined;
}
