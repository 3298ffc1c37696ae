import { posix } from 'node:path';
import ts from 'typescript';
import { calledName } from '../called-name';
import { unwrapped } from '../syntax';

/** Evaluates literals and simple path functions of a configuration file. Other expressions are unknown; nothing is executed. */
export interface LiteralValues {
  /** A path or name: `'./src'`, `path.resolve(__dirname, 'src')`, `fileURLToPath(new URL('./src', import.meta.url))`. */
  text(node: ts.Expression): string | undefined;
}

const MAX_DEPTH = 20;

/**
 * @param folder absolute path of the file's folder, the value of `__dirname`
 */
export function literalValues(source: ts.SourceFile, folder: string): LiteralValues {
  const place: Place = { source, folder, constants: constantsOf(source) };
  return { text: (node) => evaluate(node, { place, parameters: new Map(), depth: 0 }) };
}

interface Place {
  source: ts.SourceFile;
  folder: string;
  constants: ReturnType<typeof constantsOf>;
}

/** The scope of an expression: its file, and the parameters of the function around it. */
interface Scope {
  place: Place;
  parameters: ReadonlyMap<string, string>;
  depth: number;
}

type Value = string | undefined;

function evaluate(given: ts.Expression, scope: Scope): Value {
  const node = unwrapped(given);
  if (scope.depth > MAX_DEPTH) return undefined;
  const inner = (part: ts.Expression) => evaluate(part, { ...scope, depth: scope.depth + 1 });
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isIdentifier(node)) return valueOfName(node.text, scope, inner);
  if (ts.isTemplateExpression(node)) {
    const parts = node.templateSpans.map((span) => {
      const value = inner(span.expression);
      return value === undefined ? undefined : value + span.literal.text;
    });
    return isKnown(parts) ? node.head.text + parts.join('') : undefined;
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const sides = [inner(node.left), inner(node.right)];
    return isKnown(sides) ? sides.join('') : undefined;
  }
  if (ts.isPropertyAccessExpression(node)) return valueOfProperty(node, scope.place, inner);
  if (ts.isNewExpression(node)) {
    return calledName(node) === 'URL' ? joined(node.arguments ?? [], scope.place, inner) : undefined;
  }
  return ts.isCallExpression(node) ? valueOfCall(node, scope, inner) : undefined;
}

type Inner = (part: ts.Expression) => Value;

function valueOfName(name: string, { place, parameters }: Scope, inner: Inner): Value {
  if (name === '__dirname') return place.folder;
  const constant = place.constants.get(name);
  return parameters.get(name) ?? (constant && ts.isExpression(constant) ? inner(constant) : undefined);
}

function valueOfProperty(node: ts.PropertyAccessExpression, { source, folder }: Place, inner: Inner): Value {
  const text = node.getText(source);
  if (text === 'import.meta.dirname') return folder;
  if (text === 'import.meta.url') return `${folder}/.`;
  return node.name.text === 'pathname' || node.name.text === 'href' ? inner(node.expression) : undefined;
}

function valueOfCall(node: ts.CallExpression, scope: Scope, inner: Inner): Value {
  const { folder, constants } = scope.place;
  const name = calledName(node);
  const own = name === undefined ? undefined : constants.get(name);
  if (own && isOwnFunction(own)) return valueOfOwnCall(own, node, scope, inner);
  const parts = node.arguments.map(inner);
  switch (name) {
    case 'cwd':
      return folder;
    case 'resolve':
      return isKnown(parts) ? posix.resolve(folder, ...parts) : undefined;
    case 'join':
      return isKnown(parts) ? posix.resolve(folder, posix.join(...parts)) : undefined;
    case 'dirname':
      return parts[0] === undefined ? undefined : posix.dirname(parts[0]);
    case 'fileURLToPath':
    case 'normalizePath':
      return parts[0];
    default:
      return undefined;
  }
}

/** Evaluates a call of a function such as `const at = (path) => resolve(__dirname, path)`, which many configurations have. */
function valueOfOwnCall(own: OwnFunction, node: ts.CallExpression, scope: Scope, inner: Inner): Value {
  const parameters = new Map<string, string>();
  for (const [index, { name }] of own.parameters.entries()) {
    const argument = node.arguments[index];
    const value = argument && inner(argument);
    if (!ts.isIdentifier(name) || value === undefined) return undefined;
    parameters.set(name.text, value);
  }
  const result = own.body && ts.isBlock(own.body) ? returned(own.body) : own.body;
  return result && evaluate(result, { ...scope, parameters, depth: scope.depth + 1 });
}

function joined(parts: readonly ts.Expression[], { folder }: Place, inner: Inner): Value {
  const [path, base] = parts.map(inner);
  if (path === undefined) return undefined;
  return posix.resolve(base === undefined ? folder : posix.dirname(base), path);
}

function returned({ statements }: ts.Block): ts.Expression | undefined {
  const [only] = statements;
  return only && statements.length === 1 && ts.isReturnStatement(only) ? only.expression : undefined;
}

type OwnFunction = ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration;

function isOwnFunction(node: ts.Node): node is OwnFunction {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isFunctionDeclaration(node);
}

const isKnown = (parts: readonly (string | undefined)[]): parts is string[] => !parts.includes(undefined);

/** The top-level constants and functions of a file, by name. */
export function constantsOf(
  source: ts.SourceFile,
): ReadonlyMap<string, ts.Expression | ts.FunctionDeclaration> {
  const found = new Map<string, ts.Expression | ts.FunctionDeclaration>();
  for (const statement of source.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name) found.set(statement.name.text, statement);
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (ts.isIdentifier(name) && initializer) found.set(name.text, initializer);
    }
  }
  return found;
}
