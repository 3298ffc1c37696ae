import ts from 'typescript';
import { moduleNamePattern } from '../../resolve/escapes';
import { placesOf, visitPlaces } from '../../resolve/visit-places';

/** A place that loads a module, or imports its types, by the module's name. */
export interface ModuleReference {
  /** The name, quotes included. */
  specifier: ts.StringLiteralLike;
  /** The declaration, call or type that it belongs to. */
  node: ts.Node;
}

/** All references of a unit to a module. Places that replace the module by its name (mocks, aliases) are not references. */
export function referencesTo(source: ts.SourceFile, end: number, module: string): ModuleReference[] {
  const places = placesOf(source.text, moduleNamePattern(module, 'g'), end);
  return referencesAt(source, places).filter(({ specifier }) => specifier.text === module);
}

/** All references of a unit to any module. */
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

const REQUIRE: ReadonlySet<string> = new Set(['require']);

/** `require`, and the names of functions made with `createRequire`. */
function requireNames(text: string): ReadonlySet<string> {
  if (!text.includes('createRequire')) return REQUIRE;
  const made = text.matchAll(/([\w$]+)\s*=\s*(?:[\w$]+\s*\.\s*)?createRequire\s*\(/g);
  return new Set([...REQUIRE, ...Array.from(made, ([, name]) => name!)]);
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
