import ts from 'typescript';
import type { Context } from './context';
import { doorsBehind } from './doors';
import { replacementsOf } from './replacements';
import { nameText, symbolOf, unwrapped } from './syntax';
import { isClientType } from './tracing/client-types';
import { type Door, type Verdict, verdict } from './verdict';

/**
 * Whether an object or a class is the namespace of a fake client, by where it stands: in a factory or an object that replaces
 * the SDK's module, in what a mocked class or a test's container hands out, or in a file that stands for the module. Nothing types
 * what a test builds there, but it is called by the same names as the client.
 */
export function verdictOnFake(
  owner: ts.ObjectLiteralExpression | ts.ClassLikeDeclaration,
  context: Context,
): Verdict {
  const positions = positionsOf(owner, context, new Set());
  const holders = positions.flatMap((position) => holderOf(position, context.sdk.namespace) ?? []);
  if (holders.length === 0) return verdict('elsewhere');
  const roots = rootsOf(context);
  for (const holder of holders) {
    const doors = doorsOfFake(holder, roots, context, new Set());
    if (doors)
      return {
        origin: 'sdk',
        doors,
        because: { text: 'a fake that stands for the SDK in a test', places: [] },
      };
  }
  return verdict('elsewhere');
}

/** The node itself, and wherever its name is used. */
function positionsOf(node: ts.Node, context: Context, visited: Set<ts.Node>): ts.Node[] {
  if (visited.has(node)) return [];
  visited.add(node);
  const value = outermost(node);
  const { parent } = value;
  const name =
    ts.isVariableDeclaration(parent) && parent.initializer === value
      ? parent.name
      : ts.isClassDeclaration(value) || ts.isFunctionDeclaration(value)
        ? value.name
        : undefined;
  if (!name || !ts.isIdentifier(name)) return [value];
  return [value, ...usesOfName(name, context).flatMap((use) => positionsOf(use, context, visited))];
}

/** Casts, parentheses, `new`, and calls that hand their argument on: `Object.freeze({ … })`. */
function outermost(node: ts.Node): ts.Node {
  const { parent } = node;
  const wraps =
    ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isTypeAssertionExpression(parent) ||
    ts.isNonNullExpression(parent) ||
    (ts.isNewExpression(parent) && parent.expression === node) ||
    (ts.isCallExpression(parent) && parent.arguments.includes(node as ts.Expression) && isObjectCall(parent));
  return wraps ? outermost(parent) : node;
}

const isObjectCall = (call: ts.CallExpression) =>
  /^Object\.(?:freeze|assign|seal)$/.test(call.expression.getText());

const knownUses = new WeakMap<ts.Symbol, ts.Identifier[]>();

function usesOfName(name: ts.Identifier, { source, checker }: Context): ts.Identifier[] {
  const symbol = checker.getSymbolAtLocation(name);
  if (!symbol) return [];
  const known = knownUses.get(symbol);
  if (known) return known;
  const uses: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === name.text && node !== name) {
      if (symbolOf(node, checker) === symbol) uses.push(node);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  knownUses.set(symbol, uses);
  return uses;
}

/** What gives a value the namespace's name: `cards: …`, `cards = …`, `this.cards = …`, `get cards() { return … }`. */
function holderOf(value: ts.Node, namespace: string): ts.Node | undefined {
  const { parent } = value;
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name.text === namespace ? parent : undefined;
  if (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) {
    return nameText(parent.name) === namespace ? parent : undefined;
  }
  if (ts.isBinaryExpression(parent) && parent.right === value) {
    const { left } = parent;
    return ts.isPropertyAccessExpression(left) && left.name.text === namespace ? parent : undefined;
  }
  if (ts.isReturnStatement(parent)) {
    const getter = ts.findAncestor(parent, ts.isFunctionLike);
    return getter && ts.isGetAccessor(getter) && nameText(getter.name) === namespace ? getter : undefined;
  }
  return undefined;
}

interface Root {
  node: ts.Node;
  doors: readonly Door[];
}

const knownRoots = new WeakMap<ts.SourceFile, readonly Root[]>();

/** What replaces the SDK's module in this source, by the module's name. */
function rootsOf({ source, unit, sdk }: Context): readonly Root[] {
  const known = knownRoots.get(source);
  if (known) return known;
  const roots = [sdk.module, sdk.replacement].flatMap((module) =>
    replacementsOf(source, unit.text.length, module).flatMap(({ name, fake }): Root[] =>
      fake
        ? [
            {
              node: fake,
              doors: [{ file: source.fileName, specifier: module, start: name.getStart(source) }],
            },
          ]
        : [],
    ),
  );
  knownRoots.set(source, roots);
  return roots;
}

/** The imports that a fake stands for; undefined where it stands for none. */
function doorsOfFake(
  node: ts.Node,
  roots: readonly Root[],
  context: Context,
  visited: Set<ts.Node>,
): readonly Door[] | undefined {
  for (let at: ts.Node = node; ; at = at.parent) {
    if (visited.has(at)) return undefined;
    visited.add(at);
    if (ts.isSourceFile(at)) return context.isStandIn ? [] : undefined;
    const root = roots.find((candidate) => candidate.node === at);
    if (root) return root.doors;
    const mocked = ts.isCallExpression(at) ? handedOutBy(at) : providedBy(at);
    if (mocked && isClient(mocked, context)) return doorsBehind(mocked, context.resolution);
    const uses = namedBy(at).flatMap((name) => usesOfName(name, context));
    for (const use of uses) {
      const doors = doorsOfFake(use, roots, context, visited);
      if (doors) return doors;
    }
  }
}

/** Names under which a fake goes on: of its variable, its class or its function. */
function namedBy(node: ts.Node): ts.Identifier[] {
  if (ts.isVariableDeclaration(node)) return namesIn(node.name);
  const isNamed = ts.isClassDeclaration(node) || ts.isFunctionDeclaration(node);
  return isNamed && node.name ? [node.name] : [];
}

/** `const { cards } = vi.hoisted(() => …)` names what the fake holds. */
function namesIn(name: ts.BindingName): ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesIn(element.name) : []));
}

const HANDS_OUT =
  /^mock(?:Implementation|ReturnValue|ResolvedValue)(?:Once)?$|^(?:returns|callsFake|resolves|useValue|useFactory|useClass)$/;

/** `Client` of `jest.mocked(Client).mockImplementation(…)` and of `overrideProvider(Client).useValue(…)`. */
function handedOutBy(call: ts.CallExpression): ts.Expression | undefined {
  const callee = call.expression;
  if (!ts.isPropertyAccessExpression(callee) || !HANDS_OUT.test(callee.name.text)) return undefined;
  const receiver = unwrapped(callee.expression);
  const inner = ts.isCallExpression(receiver) ? receiver.arguments[0] : receiver;
  return inner && unwrapped(inner);
}

/** `Client` of `{ provide: Client, useValue: … }`. */
function providedBy(node: ts.Node): ts.Expression | undefined {
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  const provide = node.properties.find(
    (property): property is ts.PropertyAssignment =>
      ts.isPropertyAssignment(property) && nameText(property.name) === 'provide',
  );
  return provide && unwrapped(provide.initializer);
}

/** Whether an expression is the client's class, or makes a client. */
function isClient(expression: ts.Expression, context: Context): boolean {
  const { checker } = context;
  const type = checker.getTypeAtLocation(expression);
  return [...type.getConstructSignatures(), ...type.getCallSignatures()]
    .map((signature) => checker.getReturnTypeOfSignature(signature))
    .some((made) => isClientType(context, checker.getAwaitedType(made) ?? made));
}
