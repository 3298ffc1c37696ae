import ts from 'typescript';
import { append } from './append';
import { nameText } from './syntax';

/** Functions that return a value which the application gave to their package before: of contexts, tokens, atoms, stores. */
const HANDS_BACK =
  /^(?:use|useContext|getContext|inject|useAtom|useAtomValue|useRecoilValue|useStore|useSelector|useSnapshot|useRouteContext|useLoaderData|useOutletContext|getCurrentContext|getStore)$/;

/** Whether a function of another package returns a value of the application. */
export function handsBack(callee: ts.Expression): boolean {
  const name = ts.isIdentifier(callee)
    ? callee.text
    : ts.isPropertyAccessExpression(callee)
      ? callee.name.text
      : '';
  return HANDS_BACK.test(name);
}

/** `new AsyncLocalStorage()` of Node, which gives what was put into it. */
export const isStorage = (node: ts.Node): boolean =>
  ts.isNewExpression(node) && /(?:^|\.)AsyncLocalStorage$/.test(node.expression.getText());

/** The type arguments of a value's creation or declaration: `new LRUCache<string, Client>()`, `key: InjectionKey<Client>`. */
export function typeArgumentsOf(expression: ts.Expression, checker: ts.TypeChecker): readonly ts.TypeNode[] {
  if (ts.isCallExpression(expression) || ts.isNewExpression(expression)) {
    const inner = ts.isCallExpression(expression) ? typeArgumentsOf(expression.expression, checker) : [];
    return [...(expression.typeArguments ?? []), ...inner];
  }
  const symbol = ts.isIdentifier(expression) ? checker.getSymbolAtLocation(expression) : undefined;
  const declaration = symbol?.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration)) return [];
  const annotated =
    declaration.type && ts.isTypeReferenceNode(declaration.type) ? declaration.type.typeArguments : undefined;
  if (annotated) return annotated;
  const { initializer } = declaration;
  return initializer && (ts.isCallExpression(initializer) || ts.isNewExpression(initializer))
    ? typeArgumentsOf(initializer, checker)
    : [];
}

const calls = new WeakMap<ts.SourceFile, Map<string, ts.CallExpression[]>>();

/** The arguments of a container's method calls in its file: `cache.set(key, client)`, `this.cache.set(key, client)`. */
export function argumentsGivenTo(container: ts.Expression, checker: ts.TypeChecker): ts.Expression[] {
  const name = nameOfContainer(container);
  if (name === undefined) return [];
  const symbol = checker.getSymbolAtLocation(name);
  if (!symbol) return [];
  return callsOn(name.getSourceFile(), name.text)
    .filter(({ expression }) => {
      const owner = ts.isPropertyAccessExpression(expression)
        ? nameOfContainer(expression.expression)
        : undefined;
      return owner !== undefined && checker.getSymbolAtLocation(owner) === symbol;
    })
    .flatMap((call) => call.arguments);
}

function nameOfContainer(node: ts.Expression): ts.Identifier | ts.PrivateIdentifier | undefined {
  if (ts.isIdentifier(node)) return node;
  if (ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node))
    return nameOfContainer(node.expression);
  return ts.isPropertyAccessExpression(node) ? node.name : undefined;
}

/** The method calls on receivers with a name. Each file is read only once. */
function callsOn(source: ts.SourceFile, name: string): readonly ts.CallExpression[] {
  let byName = calls.get(source);
  if (!byName) {
    byName = new Map();
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
        const owner = nameOfContainer(node.expression.expression);
        const key = owner && nameText(owner);
        if (key !== undefined) append(byName!, key, node);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    calls.set(source, byName);
  }
  return byName.get(name) ?? [];
}
