import ts from 'typescript';
import { isTypeScript } from '../resolve/unit';
import { placesOf, visitPlaces } from '../resolve/visit-places';
import { COMPAT_MODULE, SDK_MODULE } from '../zentra/names';
import { type Edit, inserted } from './edits';
import { blanksBefore, lineBreakOf, lineEnd, lineStart } from './lines';
import { type NameList, withOnly } from './name-list';

/** The one function that rewritten code may import. */
export const SPENDING_LIMITS_FROM = 'spendingLimitsFrom';

/** What `zentra-compat` exports, types included: names that an import may take from it instead of from the SDK. */
export interface CompatExports {
  has(name: string): boolean;
}

/** Calls, besides `require` and `import()`, whose first argument names a module. */
const MODULE_CALLS =
  /^(?:jest|vi|vitest)\.(?:mock|doMock|unmock|dontMock|unstable_mockModule|requireActual|requireMock|importActual|importMock|setMock)$|^mock\.module$|^require\.resolve$/;

interface Import {
  /** The specifier, quotes included. */
  specifier: ts.StringLiteralLike;
  /** The names that are taken out of the module, where they are listed. */
  names?: Names;
}

interface Names {
  statement: ts.Statement;
  list: NameList;
  elements: readonly NamedElement[];
}

interface NamedElement {
  /** Name in the module. */
  name: string;
  node: ts.Node;
}

/** Points every import of the SDK at the wrapper. Names that the wrapper does not have stay with the SDK, in an import of their own. */
export function switchedImports(source: ts.SourceFile, end: number, compat: CompatExports): Edit[] {
  return importsOf(source, end, SDK_MODULE).flatMap(({ specifier, names }): Edit[] => {
    const foreign = names?.elements.filter(({ name }) => !compat.has(name)) ?? [];
    if (!names) return switchedWhole(source, end, specifier, compat);
    if (foreign.length === 0) return [switched(specifier)];
    const own = names.elements.filter(({ name }) => compat.has(name));
    return own.length === 0 && !hasDefault(names.statement)
      ? []
      : splitImport(source, specifier, names, own, foreign);
  });
}

function switched(specifier: ts.StringLiteralLike): Edit {
  return { start: specifier.getStart() + 1, end: specifier.getEnd() - 1, text: COMPAT_MODULE };
}

/**
 * A whole module under one name. Where the wrapper lacks a member in use, `zentra.verify()`, the SDK's module stays beside it under
 * a name of its own, and those members are taken from there.
 */
function switchedWhole(
  source: ts.SourceFile,
  end: number,
  specifier: ts.StringLiteralLike,
  compat: CompatExports,
): Edit[] {
  const binding = wholeBinding(specifier);
  const uses = binding ? usesOf(source, end, binding.name) : [];
  const foreign = uses.filter((use) => isForeignMember(use, compat));
  if (!binding || foreign.length === 0) return [switched(specifier)];
  // Taken for such members alone: this is what stays.
  if (foreign.length === uses.length) return [];
  const { name, statement } = binding;
  const text = source.text;
  const other = unusedName(`${name.text}Sdk`, text);
  const start = statement.getStart(source);
  const whole = text.slice(start, statement.getEnd());
  const at = name.getStart(source) - start;
  const again = `${whole.slice(0, at)}${other}${whole.slice(at + name.text.length)}`;
  const indent = blanksBefore(text, start);
  return [
    switched(specifier),
    inserted(statement.getEnd(), `${lineBreakOf(text)}${indent}${again}`),
    ...foreign.map((use) => ({ start: use.getStart(source), end: use.getEnd(), text: other })),
  ];
}

/** `const name = require(…)`, `import name from`, `import * as name from`, `import name = require(…)`. */
function wholeBinding(
  specifier: ts.StringLiteralLike,
): { name: ts.Identifier; statement: ts.Statement } | undefined {
  const owner = specifier.parent;
  if (ts.isImportDeclaration(owner)) {
    const { name, namedBindings } = owner.importClause ?? {};
    const bound =
      name ?? (namedBindings && ts.isNamespaceImport(namedBindings) ? namedBindings.name : undefined);
    return bound && !(name && namedBindings) ? { name: bound, statement: owner } : undefined;
  }
  const holder = owner.parent;
  if (ts.isImportEqualsDeclaration(holder)) return { name: holder.name, statement: holder };
  if (!ts.isVariableDeclaration(holder) || !ts.isIdentifier(holder.name)) return undefined;
  const list = holder.parent;
  if (!ts.isVariableDeclarationList(list) || list.declarations.length > 1) return undefined;
  return ts.isVariableStatement(list.parent) ? { name: holder.name, statement: list.parent } : undefined;
}

/** What every class has of its own. */
const CLASS_MEMBERS = new Set(['prototype', 'name', 'length', 'call', 'apply', 'bind', 'toString', 'then']);

function isForeignMember(use: ts.Identifier, compat: CompatExports): boolean {
  const { parent } = use;
  const member = ts.isPropertyAccessExpression(parent)
    ? parent.name
    : ts.isQualifiedName(parent)
      ? parent.right
      : undefined;
  return member !== undefined && !compat.has(member.text) && !CLASS_MEMBERS.has(member.text);
}

/** Where a name stands for what it is bound to. A member of that name is none. */
function usesOf(source: ts.SourceFile, end: number, name: ts.Identifier): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (node.getFullStart() >= end) return;
    if (ts.isIdentifier(node) && node.text === name.text && node !== name && !isMemberName(node))
      found.push(node);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return found;
}

function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isQualifiedName(parent) && parent.right === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node)
  );
}

function unusedName(wanted: string, text: string): string {
  return new RegExp(`\\b${wanted}\\b`).test(text) ? unusedName(`${wanted}_`, text) : wanted;
}

/** `import Zentra, { … }`: the default export is the wrapper's, too. */
function hasDefault(statement: ts.Statement): boolean {
  return defaultOf(statement) !== undefined;
}

function defaultOf(statement: ts.Statement): ts.Identifier | undefined {
  return ts.isImportDeclaration(statement) ? statement.importClause?.name : undefined;
}

/** The statement once with the wrapper's names, and once more below with the others. */
function splitImport(
  source: ts.SourceFile,
  specifier: ts.StringLiteralLike,
  { statement, list }: Names,
  own: readonly NamedElement[],
  foreign: readonly NamedElement[],
): Edit[] {
  const { text } = source;
  const [start, end] = [statement.getStart(source), statement.getEnd()];
  const listOf = (names: readonly NamedElement[]) =>
    withOnly(list, new Set(names.map(({ node }) => node)), text);
  const bound = defaultOf(statement);
  const before = text.slice(start, list.getStart(source));
  const behind = text.slice(list.getEnd(), end);
  const quote = specifier.getStart() - list.getEnd();
  const switchedBehind = `${behind.slice(0, quote + 1)}${COMPAT_MODULE}${behind.slice(quote + 1 + specifier.text.length)}`;
  const kept = own.length > 0 ? before + listOf(own) : text.slice(start, bound!.getEnd());
  // A default import beside the names goes with the wrapper's.
  const rest = (bound ? text.slice(start, bound.getStart()) : before) + listOf(foreign);
  const indent = blanksBefore(text, start);
  return [{ start, end, text: `${kept}${switchedBehind}${lineBreakOf(text)}${indent}${rest}${behind}` }];
}

function importsOf(source: ts.SourceFile, end: number, module: string): Import[] {
  const found: Import[] = [];
  visitPlaces(source, placesOf(source.text, new RegExp(module, 'g'), end), (node) => {
    const specifier = specifierOf(node);
    if (specifier?.text !== module) return;
    const names = namesOf(node, specifier);
    found.push(names ? { specifier, names } : { specifier });
  });
  return found;
}

function specifierOf(node: ts.Node): ts.StringLiteralLike | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isJSDocImportTag(node))
    return literal(node.moduleSpecifier);
  if (ts.isExternalModuleReference(node)) return literal(node.expression);
  if (ts.isImportTypeNode(node))
    return ts.isLiteralTypeNode(node.argument) ? literal(node.argument.literal) : undefined;
  if (ts.isModuleDeclaration(node)) return literal(node.name);
  if (!ts.isCallExpression(node)) return undefined;
  const callee = node.expression;
  const names =
    callee.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(callee) && callee.text === 'require') ||
    (ts.isPropertyAccessExpression(callee) && MODULE_CALLS.test(callee.getText()));
  return names ? literal(node.arguments[0]) : undefined;
}

function literal(node: ts.Node | undefined): ts.StringLiteralLike | undefined {
  return node && ts.isStringLiteralLike(node) ? node : undefined;
}

function namesOf(node: ts.Node, specifier: ts.StringLiteralLike): Names | undefined {
  if (ts.isImportDeclaration(node)) {
    const bindings = node.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) return undefined;
    return { statement: node, list: bindings, elements: bindings.elements.map(element) };
  }
  if (ts.isExportDeclaration(node)) {
    if (!node.exportClause || !ts.isNamedExports(node.exportClause)) return undefined;
    const list = node.exportClause;
    return { statement: node, list, elements: list.elements.map(element) };
  }
  const variable = specifier.parent.parent;
  if (!ts.isVariableDeclaration(variable) || !ts.isObjectBindingPattern(variable.name)) return undefined;
  const list = variable.parent;
  const { elements } = variable.name;
  if (!ts.isVariableDeclarationList(list) || list.declarations.length > 1) return undefined;
  const statement = list.parent;
  if (!ts.isVariableStatement(statement)) return undefined;
  if (elements.some(({ dotDotDotToken }) => dotDotDotToken)) return undefined;
  return {
    statement,
    list: variable.name,
    elements: elements.map((node) => ({ name: (node.propertyName ?? node.name).getText(), node })),
  };
}

function element(node: ts.ImportSpecifier | ts.ExportSpecifier): NamedElement {
  return { name: (node.propertyName ?? node.name).text, node };
}

/** How a file takes in other modules. */
export type ModuleStyle = 'esm' | 'commonjs';

export function moduleStyleOf(source: ts.SourceFile, packageIsEsm: boolean): ModuleStyle {
  const name = source.fileName;
  if (/\.m[jt]s$/.test(name)) return 'esm';
  if (/\.cjs$/.test(name)) return 'commonjs';
  if (source.statements.some((statement) => isEsmStatement(statement))) return 'esm';
  if (/\brequire\s*\(|\bexports\b/.test(source.text)) return 'commonjs';
  return isTypeScript(name) || packageIsEsm ? 'esm' : 'commonjs';
}

function isEsmStatement(statement: ts.Statement): boolean {
  if (ts.isImportEqualsDeclaration(statement) || ts.isExportAssignment(statement)) {
    return !ts.isExportAssignment(statement) || !statement.isExportEquals;
  }
  return (
    ts.isImportDeclaration(statement) ||
    ts.isExportDeclaration(statement) ||
    (ts.canHaveModifiers(statement) &&
      (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
  );
}

/**
 * Brings `spendingLimitsFrom` into a file, in the file's own module style: into an import of the wrapper where there is one,
 * else as a statement of its own behind the other imports. `sdkBecomesCompat`: imports of the SDK are switched as well.
 */
export function importedSpendingLimits(
  source: ts.SourceFile,
  end: number,
  style: ModuleStyle,
  sdkBecomesCompat: boolean,
  compat: CompatExports,
): Edit[] {
  const modules = sdkBecomesCompat ? [COMPAT_MODULE, SDK_MODULE] : [COMPAT_MODULE];
  const imports = modules.flatMap((module) => importsOf(source, end, module));
  if (imports.some(({ names }) => names?.elements.some(({ name }) => name === SPENDING_LIMITS_FROM)))
    return [];
  for (const { names } of imports) {
    // An import that is split is written anew, and takes no insertion.
    if (!names || names.elements.some(({ name }) => !compat.has(name))) continue;
    const last = namesIn(names.statement)?.at(-1);
    if (last && isTopLevel(names.statement)) return [besideName(last, source)];
  }
  return [importStatement(source, end, style)];
}

/** One more name in a list, on a line of its own where the last one has that, too. */
function besideName(last: ts.Node, source: ts.SourceFile): Edit {
  const start = last.getStart(source);
  const line = lineStart(source.text, start);
  const indent = source.text.slice(line, start);
  const separator = line > 0 && /^[ \t]+$/.test(indent) ? `,${lineBreakOf(source.text)}${indent}` : ', ';
  return inserted(last.getEnd(), `${separator}${SPENDING_LIMITS_FROM}`);
}

/** Where names can be added: a value import or a destructured `require`. */
function namesIn(statement: ts.Statement): ts.NodeArray<ts.Node> | undefined {
  if (ts.isImportDeclaration(statement)) {
    const clause = statement.importClause;
    if (!clause || clause.isTypeOnly || !clause.namedBindings || !ts.isNamedImports(clause.namedBindings))
      return undefined;
    return clause.namedBindings.elements;
  }
  if (!ts.isVariableStatement(statement)) return undefined;
  const [declaration] = statement.declarationList.declarations;
  return declaration && ts.isObjectBindingPattern(declaration.name) ? declaration.name.elements : undefined;
}

function isTopLevel(statement: ts.Statement): boolean {
  return ts.isSourceFile(statement.parent);
}

function importStatement(source: ts.SourceFile, end: number, style: ModuleStyle): Edit {
  const { text } = source;
  const statements = source.statements.filter((statement) => statement.getStart(source) < end);
  const imports = statements.filter((statement) => isImport(statement, style));
  const last = imports[imports.length - 1];
  const quote = quoteOf(imports.length > 0 ? imports : statements, source);
  const semicolon = !last || text.slice(last.getStart(source), last.getEnd()).endsWith(';') ? ';' : '';
  const line =
    style === 'esm'
      ? `import { ${SPENDING_LIMITS_FROM} } from ${quote}${COMPAT_MODULE}${quote}${semicolon}`
      : `const { ${SPENDING_LIMITS_FROM} } = require(${quote}${COMPAT_MODULE}${quote})${semicolon}`;
  const newLine = lineBreakOf(text);
  if (last) {
    // Behind the whole line: a comment may follow the import on it.
    const rest = text.slice(last.getEnd(), lineEnd(text, last.getEnd()));
    const at = /^\s*(?:\/\/.*|\/\*.*\*\/\s*)?$/.test(rest) ? last.getEnd() + rest.length : last.getEnd();
    const indent = blanksBefore(text, last.getStart(source));
    return inserted(at, `${newLine}${indent}${line}`);
  }
  const { offset, isBelowHeader } = startOfCode(source, statements);
  return inserted(offset, `${isBelowHeader ? newLine : ''}${line}${newLine}`);
}

function isImport(statement: ts.Statement, style: ModuleStyle): boolean {
  if (style === 'esm') return ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement);
  return (
    ts.isVariableStatement(statement) &&
    statement.declarationList.declarations.some(
      ({ initializer }) => initializer && startsWithRequire(initializer),
    )
  );
}

function startsWithRequire(node: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(node) || ts.isNewExpression(node))
    return startsWithRequire(node.expression);
  if (!ts.isCallExpression(node)) return false;
  return (
    (ts.isIdentifier(node.expression) && node.expression.text === 'require') ||
    startsWithRequire(node.expression)
  );
}

function quoteOf(statements: readonly ts.Statement[], source: ts.SourceFile): string {
  const code = statements.map((statement) => statement.getText(source)).join('\n');
  const double = code.split('"').length;
  const single = code.split("'").length;
  return double > single ? '"' : "'";
}

/** Behind shebang, directives and a header comment that a blank line sets apart. */
function startOfCode(
  source: ts.SourceFile,
  statements: readonly ts.Statement[],
): { offset: number; isBelowHeader: boolean } {
  const { text } = source;
  const first = statements.find((statement) => !isDirective(statement));
  const directive = statements[statements.indexOf(first!) - 1];
  if (directive) return { offset: nextLine(text, directive.getEnd()), isBelowHeader: false };
  let at = ts.getShebang(text)?.length ?? 0;
  if (at > 0) at = nextLine(text, at);
  if (text.startsWith('\uFEFF')) at = Math.max(at, 1);
  const header =
    /^(?:[ \t]*(?:\/\*[\s\S]*?\*\/|\/\/[^\r\n]*)[ \t]*(?:\r\n|\n|\r))+(?=[ \t]*(?:\r\n|\n|\r))/.exec(
      text.slice(at),
    );
  if (header) return { offset: at + header[0].length, isBelowHeader: true };
  // In a component the script starts further down.
  const blank = /^\s*/.exec(text.slice(at))![0];
  const breaks = Math.max(blank.lastIndexOf('\n'), blank.lastIndexOf('\r'));
  return { offset: at + breaks + 1, isBelowHeader: false };
}

function isDirective(statement: ts.Statement): boolean {
  return ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression);
}

function nextLine(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  return end + (/^(?:\r\n|\n|\r)/.exec(text.slice(end))?.[0].length ?? 0);
}
