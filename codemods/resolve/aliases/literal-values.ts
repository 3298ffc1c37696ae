import { posix } from 'node:path';
import ts from 'typescript';

/** What a configuration file says by literals; what it computes in other ways is not known. Nothing of it is executed. */
export interface LiteralValues {
  /** A path or name: `'./src'`, `path.resolve(__dirname, 'src')`, `fileURLToPath(new URL('./src', import.meta.url))`. */
  text(node: ts.Expression): string | undefined;
}

const MAX_DEPTH = 20;

/**
 * @param folder absolute path of the file's folder, which `__dirname` stands for
 */
export function literalValues(source: ts.SourceFile, folder: string): LiteralValues {
  const constants = constantsOf(source);
  return { text: (node) => evaluate(node, new Map(), 0) };

  function evaluate(
    given: ts.Expression,
    parameters: ReadonlyMap<string, string>,
    depth: number,
  ): string | undefined {
    const node = withoutWrappers(given);
    if (depth > MAX_DEPTH) return undefined;
    const inner = (part: ts.Expression) => evaluate(part, parameters, depth + 1);
    if (ts.isStringLiteralLike(node)) return node.text;
    if (ts.isIdentifier(node)) {
      if (node.text === '__dirname') return folder;
      const constant = constants.get(node.text);
      return (
        parameters.get(node.text) ?? (constant && ts.isExpression(constant) ? inner(constant) : undefined)
      );
    }
    if (ts.isTemplateExpression(node)) {
      const parts = node.templateSpans.map((span) => {
        const value = inner(span.expression);
        return value === undefined ? undefined : value + span.literal.text;
      });
      return parts.includes(undefined) ? undefined : node.head.text + parts.join('');
    }
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
      const [left, right] = [inner(node.left), inner(node.right)];
      return left === undefined || right === undefined ? undefined : left + right;
    }
    if (ts.isPropertyAccessExpression(node)) {
      const text = node.getText(source);
      if (text === 'import.meta.dirname') return folder;
      if (text === 'import.meta.url') return `${folder}/.`;
      return node.name.text === 'pathname' || node.name.text === 'href' ? inner(node.expression) : undefined;
    }
    if (ts.isNewExpression(node)) {
      return isCalled(node.expression, 'URL') ? joined(node.arguments ?? [], inner) : undefined;
    }
    return ts.isCallExpression(node) ? call(node, inner, depth) : undefined;
  }

  function call(
    node: ts.CallExpression,
    inner: (part: ts.Expression) => string | undefined,
    depth: number,
  ): string | undefined {
    const name = calledName(node.expression);
    const own = name === undefined ? undefined : constants.get(name);
    if (own && isOwnFunction(own)) return callOfOwn(own, node, inner, depth);
    const parts = node.arguments.map(inner);
    switch (name) {
      case 'cwd':
        return folder;
      case 'resolve':
      case 'join':
        return isKnown(parts)
          ? posix.resolve(folder, ...(name === 'join' ? [posix.join(...parts)] : parts))
          : undefined;
      case 'dirname':
        return parts[0] === undefined ? undefined : posix.dirname(parts[0]);
      case 'fileURLToPath':
      case 'normalizePath':
        return parts[0];
      default:
        return undefined;
    }
  }

  /** `const at = (path) => resolve(__dirname, path)`, which many configurations have. */
  function callOfOwn(
    own: OwnFunction,
    node: ts.CallExpression,
    inner: (part: ts.Expression) => string | undefined,
    depth: number,
  ): string | undefined {
    const parameters = new Map<string, string>();
    for (const [index, { name }] of own.parameters.entries()) {
      const argument = node.arguments[index];
      const value = argument && inner(argument);
      if (!ts.isIdentifier(name) || value === undefined) return undefined;
      parameters.set(name.text, value);
    }
    const result = own.body && ts.isBlock(own.body) ? returned(own.body) : own.body;
    return result && evaluate(result, parameters, depth + 1);
  }

  function joined(
    parts: readonly ts.Expression[],
    inner: (part: ts.Expression) => string | undefined,
  ): string | undefined {
    const [path, base] = parts.map(inner);
    return path === undefined
      ? undefined
      : posix.resolve(base === undefined ? folder : posix.dirname(base), path);
  }
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

/** The constants and functions at the top of a file, by name. */
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

export function withoutWrappers(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node)
    ? withoutWrappers(node.expression)
    : node;
}

function calledName(node: ts.Expression): string | undefined {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) ? node.name.text : undefined;
}

const isCalled = (node: ts.Expression, name: string): boolean => calledName(node) === name;
