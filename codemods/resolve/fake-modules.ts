import { posix } from 'node:path';
import ts from 'typescript';
import { awaitedType } from './awaited-type';
import type { Context } from './context';
import { doorsBehind } from './doors';
import { makesFakeOf } from './fake-lists';
import { verdictOnHolder, verdictOnPlacement } from './fake-placements';
import type { Fake } from './fakes';
import { verdictOnOwnFake } from './own-fakes';
import { replacementsOf } from './replacement';
import { isAssignment, isMember, isWrapper, nameText, symbolOf, unwrapped } from './syntax';
import { isClientType } from './tracing/client-types';
import { type Door, type Verdict, verdict } from './verdict';

/**
 * Whether an object or a class is the namespace of a fake client, by its place: in a factory or an object that replaces
 * the SDK's module, in the result of a mocked class or of a test's container, or in a file that replaces the module. Such a fake has no
 * type, but the same names as the client.
 */
export function verdictOnFake(
  owner: Fake | ts.FunctionDeclaration,
  method: string,
  context: Context,
): Verdict {
  const positions = positionsOf(owner, context, new Set());
  const holders = positions.flatMap(
    (position) => holderOf(position, context.sdk.namespace) ?? partOf(position, context) ?? [],
  );
  const found =
    verdictOnHolders(holders, context) ?? verdictOnPlaces([owner, ...positions], holders, method, context);
  return found.origin === 'elsewhere' && !ts.isFunctionDeclaration(owner)
    ? verdictOnOwnFake(owner, method, context)
    : found;
}

/** The verdict on a member that is set on, or read from, the literal of a fake namespace that does not have it: `fake.cards.freeze = …`. */
export function verdictOnFakeReceiver(
  receiver: ts.Expression,
  method: string,
  context: Context,
): Verdict | undefined {
  const owner = fakeBehind(receiver, context);
  return owner && verdictOnFake(owner, method, context);
}

/** The literal that a name or a member is set to, or the function or class whose prototype it is. */
function fakeBehind(
  receiver: ts.Expression,
  { checker }: Context,
): Fake | ts.FunctionDeclaration | undefined {
  if (ts.isPropertyAccessExpression(receiver) && receiver.name.text === 'prototype') {
    const of = checker.getSymbolAtLocation(receiver.expression)?.declarations ?? [];
    return of.find((node) => ts.isFunctionDeclaration(node)) ?? of.find((node) => ts.isClassLike(node));
  }
  const name = ts.isPropertyAccessExpression(receiver) ? receiver.name : receiver;
  const { declarations = [] } = checker.getSymbolAtLocation(name) ?? {};
  return declarations
    .flatMap((declaration) => valueSetBy(declaration) ?? [])
    .map(unwrapped)
    .find(ts.isObjectLiteralExpression);
}

/** The value of `name: value`, `const name = value` and, in JavaScript, `this.name = value`. */
function valueSetBy(declaration: ts.Declaration): ts.Expression | undefined {
  if (
    ts.isPropertyAssignment(declaration) ||
    ts.isVariableDeclaration(declaration) ||
    ts.isPropertyDeclaration(declaration)
  )
    return declaration.initializer;
  const assignment: ts.Node = isAssignment(declaration) ? declaration : declaration.parent;
  const isSet =
    isAssignment(assignment) && (assignment === declaration || assignment.left === (declaration as ts.Node));
  return isSet ? assignment.right : undefined;
}

/** The verdict by the places to which tests assign a namespace or its holder; `elsewhere` if none of them is a client. */
function verdictOnPlaces(
  positions: readonly ts.Node[],
  holders: readonly ts.Node[],
  method: string,
  context: Context,
): Verdict {
  const verdicts = [
    ...positions.map((position) => verdictOnPlacement(position, method, context)),
    ...holders.map((holder) => verdictOnHolder(holder.parent, context)),
  ];
  const known = verdicts.find((found) => found?.origin === 'sdk');
  return known ?? verdicts.find((found) => found && found.origin !== 'elsewhere') ?? verdict('elsewhere');
}

function verdictOnHolders(holders: readonly ts.Node[], context: Context): Verdict | undefined {
  if (holders.length === 0) return undefined;
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
  return undefined;
}

/** The node itself, and all uses of its name. */
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

/** The outermost node around casts, parentheses, `new`, and calls that return their argument, or a fake of it: `Object.freeze({ … })`. */
function outermost(node: ts.Node): ts.Node {
  const { parent } = node;
  const wraps =
    isWrapper(parent) ||
    (ts.isNewExpression(parent) && parent.expression === node) ||
    (ts.isCallExpression(parent) && parent.arguments.includes(node as ts.Expression) && isObjectCall(parent));
  return wraps ? outermost(parent) : node;
}

const isObjectCall = (call: ts.CallExpression) =>
  /^Object\.(?:freeze|assign|seal)$/.test(call.expression.getText()) || makesFakeOf(call);

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

/** The node that assigns a value to the namespace's name: `cards: …`, `cards = …`, `this.cards = …`, `get cards() { return … }`. */
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

/** The export of the namespace from a file that replaces the SDK or a part of it: `export const cards = …` */
function partOf(value: ts.Node, { standsForSdk, sdk, unit }: Context): ts.Node | undefined {
  if (!standsForSdk([sdk.namespace])) return undefined;
  const { parent } = value;
  if (ts.isVariableDeclaration(parent)) {
    const isExported = (ts.getCombinedModifierFlags(parent) & ts.ModifierFlags.Export) !== 0;
    return isExported && nameText(parent.name) === sdk.namespace ? parent : undefined;
  }
  const isWhole =
    ts.isExportAssignment(parent) ||
    (ts.isBinaryExpression(parent) && parent.left.getText() === 'module.exports');
  const [name] = posix.basename(unit.file).split('.');
  return isWhole && name === sdk.namespace ? parent : undefined;
}

interface Root {
  node: ts.Node;
  doors: readonly Door[];
}

const knownRoots = new WeakMap<ts.SourceFile, readonly Root[]>();

/** The fakes that replace the SDK's module by its name in this source. */
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

/** The imports that a fake replaces; `undefined` if it replaces none. */
function doorsOfFake(
  node: ts.Node,
  roots: readonly Root[],
  context: Context,
  visited: Set<ts.Node>,
): readonly Door[] | undefined {
  const names: string[] = [];
  for (let at: ts.Node = node; ; at = at.parent) {
    if (visited.has(at)) return undefined;
    visited.add(at);
    if (ts.isSourceFile(at)) return context.standsForSdk(names) ? [] : undefined;
    names.push(...nameOf(at));
    const root = roots.find((candidate) => candidate.node === at);
    if (root) return root.doors;
    const mocked = ts.isCallExpression(at) ? handedOutBy(at) : providedBy(at);
    if (mocked && isClient(mocked, context)) return doorsBehind(mocked.of, context.resolution);
    const uses = [...namedBy(at), ...filledBy(at)].flatMap((name) => usesOfName(name, context));
    for (const use of uses) {
      const doors = doorsOfFake(use, roots, context, visited);
      if (doors) return doors;
    }
  }
}

/** `Fake` of `const Fake = …`, `class Fake`, `{ Fake: … }` and `exports.Fake = …` */
function nameOf(node: ts.Node): string[] {
  const named =
    ts.isBinaryExpression(node) && ts.isPropertyAccessExpression(node.left)
      ? node.left.name
      : 'name' in node && (node.name as ts.Node | undefined);
  const name = named && nameText(named);
  return name === undefined || name === false ? [] : [name];
}

/** The names of a fake's variable, class or function. */
function namedBy(node: ts.Node): ts.Identifier[] {
  if (ts.isVariableDeclaration(node)) return namesIn(node.name);
  const isNamed = ts.isClassDeclaration(node) || ts.isFunctionDeclaration(node);
  return isNamed && node.name ? [node.name] : [];
}

/** `Fake` of `Fake.prototype.cards = …`, `Fake.cards = …` and `Fake.mockImplementation(…)`: the fake is what its name is used for. */
function filledBy(node: ts.Node): ts.Identifier[] {
  const filled = isAssignment(node)
    ? node.left
    : ts.isCallExpression(node) && handedOutBy(node)
      ? node.expression
      : undefined;
  if (!filled || !isMember(filled)) return [];
  let owner: ts.Expression = filled;
  while (isMember(owner)) owner = unwrapped(owner.expression);
  return ts.isIdentifier(owner) ? [owner] : [];
}

/** `const { cards } = vi.hoisted(() => …)` names the members of a fake. */
function namesIn(name: ts.BindingName): ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesIn(element.name) : []));
}

const HANDS_OUT =
  /^mock(?:Implementation|ReturnValue|ResolvedValue)(?:Once)?$|^(?:returns|callsFake|resolves|useValue|useFactory|useClass)$/;

/** An expression, or the member of it that a test spies on. */
interface Mocked {
  of: ts.Expression;
  member?: string;
}

/** `Client` of `jest.mocked(Client).mockImplementation(…)`, `spyOn(sdk, 'Client').…` and `overrideProvider(Client).useValue(…)`. */
function handedOutBy(call: ts.CallExpression): Mocked | undefined {
  const callee = call.expression;
  if (!ts.isPropertyAccessExpression(callee) || !HANDS_OUT.test(callee.name.text)) return undefined;
  const receiver = unwrapped(callee.expression);
  if (!ts.isCallExpression(receiver)) return { of: receiver };
  const [of, member] = receiver.arguments;
  if (!of) return undefined;
  return {
    of: unwrapped(of),
    ...(member && ts.isStringLiteralLike(member) && { member: member.text }),
  };
}

/** `Client` of `{ provide: Client, useValue: … }`. */
function providedBy(node: ts.Node): Mocked | undefined {
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  const provide = node.properties.find(
    (property): property is ts.PropertyAssignment =>
      ts.isPropertyAssignment(property) && nameText(property.name) === 'provide',
  );
  return provide && { of: unwrapped(provide.initializer) };
}

/** Whether an expression is the client's class, or makes a client. */
function isClient({ of, member }: Mocked, context: Context): boolean {
  const { checker } = context;
  const whole = checker.getTypeAtLocation(of);
  const symbol = member === undefined ? undefined : checker.getPropertyOfType(whole, member);
  if (member !== undefined && !symbol) return false;
  const type = symbol ? checker.getTypeOfSymbolAtLocation(symbol, of) : whole;
  return [...type.getConstructSignatures(), ...type.getCallSignatures()]
    .map((signature) => checker.getReturnTypeOfSignature(signature))
    .some((made) => isClientType(context, awaitedType(made, checker)));
}
