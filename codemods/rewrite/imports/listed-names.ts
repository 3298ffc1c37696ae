import ts from 'typescript';
import { nameText } from '../../resolve/syntax';
import { blanksBefore, lineBreakOf } from '../lines';
import { type NameList, withOnly } from '../name-list';
import type { ModuleReference } from './module-references';

/** The names that a statement lists from a module: `import { a }`, `export { a } from`, `const { a } = require()`. */
export interface ListedNames {
  statement: ts.Statement;
  list: NameList;
  elements: readonly ListedName[];
  /** The variable of `...rest`. */
  rest?: { variable: ts.Identifier; node: ts.Node };
}

export interface ListedName {
  /** Name in the module. */
  name: string;
  node: ts.Node;
}

export function listedNames({ node, specifier }: ModuleReference): ListedNames | undefined {
  if (ts.isImportDeclaration(node)) {
    const bindings = node.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) return undefined;
    return { statement: node, list: bindings, elements: bindings.elements.map(elementOf) };
  }
  if (ts.isExportDeclaration(node)) {
    if (!node.exportClause || !ts.isNamedExports(node.exportClause)) return undefined;
    const list = node.exportClause;
    return { statement: node, list, elements: list.elements.map(elementOf) };
  }
  return destructured(wholeValue(specifier.parent));
}

/** A call together with the `await`, parentheses and casts around it. */
export function wholeValue(call: ts.Node): ts.Node {
  const { parent } = call;
  return ts.isAwaitExpression(parent) || ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent)
    ? wholeValue(parent)
    : call;
}

/** `const { a, ...rest } = value`, alone in its statement. */
export function destructured(value: ts.Node): ListedNames | undefined {
  const variable = value.parent;
  if (!ts.isVariableDeclaration(variable) || !ts.isObjectBindingPattern(variable.name)) return undefined;
  const declarations = variable.parent;
  if (!ts.isVariableDeclarationList(declarations) || declarations.declarations.length > 1) return undefined;
  const statement = declarations.parent;
  if (!ts.isVariableStatement(statement)) return undefined;
  const list = variable.name;
  const last = list.elements.at(-1);
  const rest =
    last?.dotDotDotToken && ts.isIdentifier(last.name) ? { variable: last.name, node: last } : undefined;
  const named = rest ? list.elements.slice(0, -1) : list.elements;
  const elements = named.map((node) => {
    const key = node.propertyName ?? node.name;
    return { name: nameText(key) ?? key.getText(), node };
  });
  return { statement, list, elements, ...(rest && { rest }) };
}

function elementOf(node: ts.ImportSpecifier | ts.ExportSpecifier): ListedName {
  return { name: (node.propertyName ?? node.name).text, node };
}

/** The default import beside the names: `import Client, { … }`. */
export function defaultOf(statement: ts.Statement): ts.Identifier | undefined {
  return ts.isImportDeclaration(statement) ? statement.importClause?.name : undefined;
}

/**
 * Splits a statement into two: one with the names of `first` and the renamed module, and below it one with the other names, unchanged.
 *
 * @param renamed the range of the module in the statement, and its new text in the first of the two statements
 */
export function splitStatement(
  { statement, list }: Pick<ListedNames, 'statement' | 'list'>,
  first: readonly ts.Node[],
  second: readonly ts.Node[],
  renamed: { start: number; end: number; text: string },
): { start: number; end: number; text: string } {
  const { text } = statement.getSourceFile();
  const [start, end] = [statement.getStart(), statement.getEnd()];
  const listOf = (nodes: readonly ts.Node[]) => withOnly(list, new Set(nodes), text);
  const bound = defaultOf(statement);
  const before = text.slice(start, list.getStart());
  const behind = text.slice(list.getEnd(), end);
  const [from, to] = [renamed.start - list.getEnd(), renamed.end - list.getEnd()];
  const switched = behind.slice(0, from) + renamed.text + behind.slice(to);
  const kept = first.length > 0 ? before + listOf(first) : text.slice(start, bound!.getEnd());
  // A default import beside the names stays in the first statement.
  const other = (bound ? text.slice(start, bound.getStart()) : before) + listOf(second);
  const indent = blanksBefore(text, start);
  return { start, end, text: `${kept}${switched}${lineBreakOf(text)}${indent}${other}${behind}` };
}
