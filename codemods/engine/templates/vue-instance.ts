import ts from 'typescript';
import { OPTIONS } from '../../resolve/flow/components';
import { nameText, returnedBy, unwrapped } from '../../resolve/syntax';
import type { Component, Script } from './component';
import type { TemplateCode } from './template-code';

/** The meaning of the names in a template that the template does not bind itself. */
export interface Instance {
  /** Whether the template sees the names of the script. */
  seesImports: boolean;
  /** Declares the names that are no variables of the script, in the function around the template's code. */
  bindNames(code: TemplateCode): void;
  /** Declares the source of these names, beside that function. */
  declareSource(code: TemplateCode): void;
}

/** Names in the template's code for the type of the component's props, and an unknown value. */
const PROPS = '__Props';
const UNKNOWN = '__instance';

/**
 * With `<script setup>`, a template sees the variables of the script, and the props. Without it, a template sees only the members of the
 * component. Members from `data`, `setup`, `computed`, `methods` and `props` are known; any other is unknown.
 */
export function instanceOf({ text, language, scripts }: Component): Instance {
  const sources = scripts.map((script) => sourceOf(text, script, language));
  const variables = new Set(sources.flatMap(topLevelNames));
  return scripts.some(({ attributes }) => /(?:^|\s)setup(?:[\s=/]|$)/.test(attributes))
    ? setupInstance(sources, variables, language)
    : optionsInstance(sources, variables, language);
}

function setupInstance(
  sources: readonly ts.SourceFile[],
  variables: ReadonlySet<string>,
  language: Component['language'],
): Instance {
  const call = sources.flatMap(statementsOf).map(definePropsIn).find(isFound);
  const type = language === 'ts' ? call?.typeArguments?.[0]?.getText() : undefined;
  const [options] = call?.arguments ?? [];
  const typed = options && language === 'ts' ? typedProps(options) : new Map<string, string>();
  return {
    seesImports: true,
    bindNames(code) {
      const isProp = (name: string) => /^[a-z]/.test(name) && !variables.has(name) && !GLOBALS.has(name);
      if (type !== undefined) {
        for (const name of [...code.namesUsed()].filter(isProp)) {
          code.add(`var ${name} = (null as unknown as ${PROPS}).${name};\n`);
        }
      }
      for (const [name, value] of typed) if (!variables.has(name)) code.add(`var ${name}${value};\n`);
    },
    declareSource(code) {
      if (type !== undefined) code.add(`type ${PROPS} = ${type};\n`);
    },
  };
}

/** The globals that a template sees without any script, beside names in capitals. */
const GLOBALS: ReadonlySet<string> = new Set([
  'undefined',
  'globalThis',
  'console',
  'window',
  'document',
  'arguments',
]);

function optionsInstance(
  sources: readonly ts.SourceFile[],
  variables: ReadonlySet<string>,
  language: Component['language'],
): Instance {
  const options = sources.flatMap(statementsOf).map(optionsIn).find(isFound);
  const members = options ? membersOf(options, language) : new Map<string, string>();
  return {
    seesImports: false,
    bindNames(code) {
      for (const name of variables) {
        if (!members.has(name)) code.add(`var ${name} = ${UNKNOWN}.${name};\n`);
      }
      for (const [name, value] of members) code.add(`var ${name}${value};\n`);
    },
    declareSource(code) {
      if (!options || members.size === 0) return;
      code.add(`var ${OPTIONS} = `);
      code.copy({ start: options.getStart(), end: options.end, standIn: OPTIONS });
      code.add(';\n');
    },
  };
}

/** The members that a template may name, each with the code of its value. */
function membersOf(
  options: ts.ObjectLiteralExpression,
  language: Component['language'],
): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  const add = (names: readonly string[], value: (name: string) => string) => {
    for (const name of names) if (isName(name)) members.set(name, ` = ${value(name)}`);
  };
  const optionNamed = (name: string) =>
    options.properties.find((property) => property.name && nameText(property.name) === name);
  const props = plainValueOf(optionNamed('props'));
  if (props && language === 'ts') for (const [name, value] of typedProps(props)) members.set(name, value);
  for (const option of ['data', 'setup']) {
    const member = optionNamed(option);
    const fn = functionOf(member);
    if (fn) add(returnedBy(fn).flatMap(keysOf), (name) => `(await ${OPTIONS}.${option}()).${name}`);
    else add(keysOf(plainValueOf(member)), (name) => `${OPTIONS}.${option}.${name}`);
  }
  add(keysOf(plainValueOf(optionNamed('methods'))), (name) => `${OPTIONS}.methods.${name}`);
  const computed = plainValueOf(optionNamed('computed'));
  if (computed && ts.isObjectLiteralExpression(computed)) {
    for (const property of computed.properties) {
      const hasGetter =
        ts.isPropertyAssignment(property) && ts.isObjectLiteralExpression(property.initializer);
      add(keyOf(property), (name) => `${OPTIONS}.computed.${name}${hasGetter ? '.get' : ''}()`);
    }
  }
  return members;
}

/** The types of props: `client: Object as PropType<Client>`, `client: { type: Object as PropType<Client> }`. */
function typedProps(props: ts.Expression): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  if (!ts.isObjectLiteralExpression(props)) return types;
  for (const property of props.properties) {
    const value = initializerOf(property);
    const declared =
      value && ts.isObjectLiteralExpression(value)
        ? initializerOf(value.properties.find(({ name }) => name && nameText(name) === 'type'))
        : value;
    const type = declared && ts.isAsExpression(declared) ? declared.type : undefined;
    const [argument] = type && ts.isTypeReferenceNode(type) ? (type.typeArguments ?? []) : [];
    for (const name of argument ? keyOf(property) : []) types.set(name, `!: ${argument!.getText()}`);
  }
  return types;
}

/** The options in `export default { … }`, `export default defineComponent({ … })` or `module.exports = { … }`. */
function optionsIn(statement: ts.Statement): ts.ObjectLiteralExpression | undefined {
  const exported = ts.isExportAssignment(statement)
    ? statement.expression
    : ts.isExpressionStatement(statement) &&
        ts.isBinaryExpression(statement.expression) &&
        statement.expression.left.getText() === 'module.exports'
      ? statement.expression.right
      : undefined;
  const value = exported && unwrapped(exported);
  const options = value && ts.isCallExpression(value) ? value.arguments[0] : value;
  return options && ts.isObjectLiteralExpression(options) ? options : undefined;
}

function definePropsIn(statement: ts.Statement): ts.CallExpression | undefined {
  let found: ts.CallExpression | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'defineProps') found = node;
    else if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  visit(statement);
  return found;
}

function topLevelNames(source: ts.SourceFile): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.push(node.text);
    else if (ts.isBindingElement(node)) visit(node.name);
    else if (ts.isObjectBindingPattern(node) || ts.isArrayBindingPattern(node)) ts.forEachChild(node, visit);
  };
  for (const statement of source.statements) {
    if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations) visit(name);
    } else if (ts.isImportDeclaration(statement)) {
      const { name, namedBindings } = statement.importClause ?? {};
      const bindings =
        namedBindings && ts.isNamedImports(namedBindings) ? namedBindings.elements : [namedBindings];
      for (const bound of [name, ...bindings.map((binding) => binding?.name)]) if (bound) visit(bound);
    } else if ('name' in statement && statement.name) visit(statement.name as ts.Node);
  }
  return names;
}

function keysOf(value: ts.Expression | undefined): string[] {
  const literal = value && unwrapped(value);
  return literal && ts.isObjectLiteralExpression(literal) ? literal.properties.flatMap(keyOf) : [];
}

function keyOf({ name }: ts.ObjectLiteralElementLike): string[] {
  const text = name && nameText(name);
  return text === undefined ? [] : [text];
}

/** Whether code may declare a name. */
const isName = (name: string) =>
  /^[A-Za-z_$][\w$]*$/.test(name) &&
  ts.identifierToKeywordKind(ts.factory.createIdentifier(name)) === undefined;

function initializerOf(property: ts.ObjectLiteralElementLike | undefined): ts.Expression | undefined {
  return property && ts.isPropertyAssignment(property) ? property.initializer : undefined;
}

function plainValueOf(property: ts.ObjectLiteralElementLike | undefined): ts.Expression | undefined {
  const value = initializerOf(property);
  return value && unwrapped(value);
}

function functionOf(
  property: ts.ObjectLiteralElementLike | undefined,
): ts.FunctionLikeDeclaration | undefined {
  if (property && ts.isMethodDeclaration(property)) return property;
  const value = plainValueOf(property);
  return value && (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) ? value : undefined;
}

/** The tree of one script, with offsets in the file. */
function sourceOf(text: string, { start, end }: Script, language: Component['language']): ts.SourceFile {
  const blank = text.slice(0, start).replace(/[^\r\n]/g, ' ');
  return ts.createSourceFile(
    `script.${language}`,
    blank + text.slice(start, end),
    ts.ScriptTarget.ESNext,
    true,
  );
}

const statementsOf = ({ statements }: ts.SourceFile): readonly ts.Statement[] => statements;

const isFound = <T>(value: T | undefined): value is T => value !== undefined;
