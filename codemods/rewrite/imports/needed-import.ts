import ts from 'typescript';
import { isTypeScript } from '../../resolve/unit';
import { type Edit, inserted } from '../edits';
import { blanksBefore, lineBreakOf, lineEnd, lineStart } from '../lines';
import type { SwitchTarget } from '../switch-target';
import { listedNames } from './listed-names';
import { referencesTo } from './module-references';

/** How a file imports other modules. */
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
 * Imports a name of the replacement into a file, in the file's own module style: in an existing import of the replacement or, without
 * one, in a new statement after the other imports.
 *
 * @param isSwitched whether imports of the SDK become imports of the replacement
 */
export function neededImport(
  name: string,
  source: ts.SourceFile,
  end: number,
  style: ModuleStyle,
  isSwitched: boolean,
  { module: sdk, replacement, exports }: SwitchTarget,
): Edit[] {
  const modules = isSwitched ? [replacement, sdk] : [replacement];
  const lists = modules
    .flatMap((module) => referencesTo(source, end, module))
    .flatMap((reference) => listedNames(reference) ?? []);
  if (lists.some(({ elements }) => elements.some((element) => element.name === name))) return [];
  for (const names of lists) {
    // An import that will be split is written anew, so it takes no insertion.
    if (names.rest || names.elements.some((element) => !exports.has(element.name))) continue;
    const last = namesIn(names.statement)?.at(-1);
    if (last && isTopLevel(names.statement)) return [besideName(name, last, source)];
  }
  return [importStatement(name, replacement, source, end, style)];
}

/** Adds a name to a list, on a line of its own if the last name has one. */
function besideName(name: string, last: ts.Node, source: ts.SourceFile): Edit {
  const start = last.getStart(source);
  const line = lineStart(source.text, start);
  const indent = source.text.slice(line, start);
  const separator = line > 0 && /^[ \t]+$/.test(indent) ? `,${lineBreakOf(source.text)}${indent}` : ', ';
  return inserted(last.getEnd(), `${separator}${name}`);
}

/** The list that names can be added to: of a value import or a destructured `require`. */
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

function importStatement(
  name: string,
  module: string,
  source: ts.SourceFile,
  end: number,
  style: ModuleStyle,
): Edit {
  const { text } = source;
  const statements = source.statements.filter((statement) => statement.getStart(source) < end);
  const imports = statements.filter((statement) => isImport(statement, style));
  const last = imports[imports.length - 1];
  const quote = quoteOf(imports.length > 0 ? imports : statements, source);
  const semicolon = !last || text.slice(last.getStart(source), last.getEnd()).endsWith(';') ? ';' : '';
  const line =
    style === 'esm'
      ? `import { ${name} } from ${quote}${module}${quote}${semicolon}`
      : `const { ${name} } = require(${quote}${module}${quote})${semicolon}`;
  const newLine = lineBreakOf(text);
  if (last) {
    // Insert after the whole line: a comment may follow the import on it.
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

/** After the shebang, directives, and a header comment that a blank line separates. */
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
  // In a component, blank lines replace the markup before the script: skip them.
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
