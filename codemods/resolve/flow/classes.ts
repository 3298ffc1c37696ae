import ts from 'typescript';
import { isAmbient } from '../ambient';
import { append } from '../append';
import { calledName } from '../called-name';
import { isTypeScript } from '../unit';
import type { Answers } from './fixpoint';
import type { Flow } from './flow';
import { namesIn } from './names';
import {
  type Callable,
  type CallSite,
  type FlowObject,
  type Frame,
  idOf,
  NOTHING,
  type Objects,
  objects,
  union,
} from './objects';
import { baseOf, constructorOf } from './scopes';

/** The objects that a class or an old-style constructor inherits from. */
export function basesOf(flow: Flow, of: Callable): Objects {
  return flow.table.answers(`bases:${idOf(of)}`, () => {
    if (ts.isClassLike(of)) {
      const base = baseOf(of);
      if (!base) return NOTHING;
      const own = typedBasesOf(flow, of);
      return own.length > 0
        ? objects(...own.map((node): FlowObject => ({ kind: 'callable', node, frame: undefined })))
        : flow.objectsOf(base, undefined);
    }
    return union(inheritances(flow, of).map((base) => flow.objectsOf(base, undefined)));
  });
}

/**
 * The classes of the repository that a class of TypeScript extends, also through a mixin: `extends Retrying(Base)`. As a value, the name of a
 * class has a type, which leads to no class.
 */
function typedBasesOf({ checker }: Flow, of: ts.ClassLikeDeclaration): ts.ClassLikeDeclaration[] {
  if (!isTypeScript(of.getSourceFile().fileName)) return [];
  const type = checker.getTypeAtLocation(of);
  const bases = type.isClass() ? checker.getBaseTypes(type) : [];
  return bases
    .flatMap((base) => (base.isIntersection() ? base.types : [base]))
    .map(({ symbol }) => symbol?.valueDeclaration)
    .filter(
      (node) => node !== undefined && ts.isClassLike(node) && !isAmbient(node),
    ) as ts.ClassLikeDeclaration[];
}

/** Functions that make their first argument inherit from their second. */
const INHERITERS = ['inherits', '__extends', '_inherits', '_inheritsLoose'];

/** The base of an old-style constructor, as written in `util.inherits(Foo, Base)` or `Object.create(Base.prototype)`. */
function inheritances(flow: Flow, of: Callable): ts.Expression[] {
  const names = namesIn(of.getSourceFile());
  const isOf = (node: ts.Expression | undefined): boolean =>
    node !== undefined && isCallable(flow.objectsOf(node, undefined), of);
  const inherited = INHERITERS.flatMap((name) => names.calls(name)).flatMap(({ arguments: [own, base] }) =>
    base && isOf(own) ? [base] : [],
  );
  const linked = names.calls('setPrototypeOf').flatMap(({ arguments: [own, base] }) => {
    const [child, parent] = [ownerOfPrototype(own), ownerOfPrototype(base)];
    return child && parent && isOf(child) ? [parent] : [];
  });
  const replaced = names.memberWrites('prototype').flatMap(({ target, value }) => {
    if (!isOf(target)) return [];
    if (ts.isNewExpression(value)) return [value.expression];
    const [parent] = ts.isCallExpression(value) && calledName(value) === 'create' ? value.arguments : [];
    const base = ownerOfPrototype(parent);
    return base ? [base] : [];
  });
  return [...inherited, ...linked, ...replaced];
}

/** `Base` of `Base.prototype`. */
function ownerOfPrototype(node: ts.Expression | undefined): ts.Expression | undefined {
  return node && ts.isPropertyAccessExpression(node) && node.name.text === 'prototype'
    ? node.expression
    : undefined;
}

export function isCallable(set: Objects, of: Callable): boolean {
  for (const object of set.values()) if (object.kind === 'callable' && object.node === of) return true;
  return false;
}

/** A class and its base classes in the repository, nearest first. */
export function chainOf(
  flow: Flow,
  of: Callable,
): { own: readonly Callable[]; outside: readonly FlowObject[] } {
  const own = new Set([of]);
  const outside: FlowObject[] = [];
  for (const at of own) {
    for (const base of basesOf(flow, at).values()) {
      if (base.kind !== 'callable') outside.push(base);
      else if (own.size < MAX_CHAIN) own.add(base.node);
      else outside.push(flow.open(of, 'it inherits through more classes than are followed'));
    }
  }
  return { own: [...own], outside };
}

const MAX_CHAIN = 100;

/** A class that inherits from another. */
interface Inheritance {
  child: Callable;
  base: Callable;
}

/** A class and its subclasses in the files in sight. */
export function familyOf(flow: Flow, of: Callable): ReadonlySet<Callable> {
  const island = flow.index.islandOf(of.getSourceFile());
  const children = childrenIn(
    flow.table.answers(`inheritance:${island}`, () => {
      const all = new Map<string, Inheritance>();
      for (const child of heirs(flow, island)) {
        for (const base of basesOf(flow, child).values()) {
          if (base.kind === 'callable' && base.node !== child)
            all.set(`${idOf(child)}:${idOf(base.node)}`, { child, base: base.node });
        }
      }
      return all;
    }),
  );
  const family = new Set([of]);
  for (const at of family) for (const child of children.get(at) ?? []) family.add(child);
  return family;
}

interface Children {
  /** The number of inheritances added so far; answers only grow. */
  size: number;
  of: Map<Callable, Callable[]>;
}

const known = new WeakMap<Answers<Inheritance>, Children>();

function childrenIn(all: Answers<Inheritance>): ReadonlyMap<Callable, readonly Callable[]> {
  const children = known.get(all) ?? { size: 0, of: new Map<Callable, Callable[]>() };
  known.set(all, children);
  if (children.size === all.size) return children.of;
  for (const { child, base } of [...all.values()].slice(children.size)) {
    append(children.of, base, child);
  }
  children.size = all.size;
  return children.of;
}

/** Classes that extend something, and old-style constructors that may, in an island of files. */
function heirs(flow: Flow, island: string): Set<Callable> {
  const { index } = flow;
  const owners = [
    ...[...INHERITERS, 'setPrototypeOf']
      .flatMap((name) => index.within(island, index.calls(name), (call) => call))
      .map(({ arguments: [own] }) => ownerOfPrototype(own) ?? own),
    ...index
      .within(island, index.memberWrites('prototype'), ({ target }) => target)
      .map(({ target }) => target),
  ];
  const found = new Set<Callable>(index.within(island, index.heirs, (heir) => heir));
  for (const owner of owners) {
    for (const object of owner ? flow.objectsOf(owner, undefined).values() : [])
      if (object.kind === 'callable') found.add(object.node);
  }
  return found;
}

/** The frame in which a class's constructor runs for an instance of the class or of a subclass. */
export function constructorFrame(
  flow: Flow,
  instance: Extract<FlowObject, { kind: 'instance' }>,
  of: Callable,
): Frame | undefined {
  const site = constructorSite(flow, instance, of, 0);
  return site && flow.frame(of, site, instance.frame);
}

function constructorSite(
  flow: Flow,
  instance: Extract<FlowObject, { kind: 'instance' }>,
  of: Callable,
  depth: number,
): CallSite | undefined {
  if (of === instance.of) return instance.site;
  if (depth > MAX_CHAIN) return undefined;
  const below = chainOf(flow, instance.of).own.find((child) => isCallable(basesOf(flow, child), of));
  if (!below) return undefined;
  const site = constructorSite(flow, instance, below, depth + 1);
  const frame = site && flow.frame(below, site, instance.frame);
  const call = superCall(flow, below, of);
  if (call) return flow.site(call.node, frame, call.given);
  // A class without a constructor passes its arguments on to its base class.
  return ts.isClassLike(below) && !constructorOf(below) ? (site ?? handedOn(flow, below)) : undefined;
}

/** The arguments of every `new` of a class, as a call of its base's constructor. */
function handedOn(flow: Flow, of: ts.ClassLikeDeclaration): CallSite {
  return {
    node: of,
    frame: undefined,
    count: undefined,
    argument: (index) =>
      union(
        Array.from(flow.uses.of(of).values(), (use) =>
          use.kind === 'call' ? use.site.argument(index) : objects(flow.open(of, use.why)),
        ),
      ),
  };
}

/** `super(options)`, and `Base.call(this, options)` of old-style constructors. */
function superCall(
  flow: Flow,
  of: Callable,
  base: Callable,
): { node: ts.CallExpression; given: readonly ts.Expression[] } | undefined {
  const names = namesIn(of.getSourceFile());
  const isIn = (call: ts.CallExpression) => of.pos <= call.pos && call.end <= of.end;
  if (ts.isClassLike(of)) {
    const node = names.calls('super').find(isIn);
    return node && { node, given: node.arguments };
  }
  const node = names
    .calls('call')
    .find(
      (call) =>
        isIn(call) &&
        call.arguments[0]?.kind === ts.SyntaxKind.ThisKeyword &&
        ts.isPropertyAccessExpression(call.expression) &&
        isBase(flow, call.expression.expression, base),
    );
  return node && { node, given: node.arguments.slice(1) };
}

/** `Base`, or `Foo.super_`. */
function isBase(flow: Flow, node: ts.Expression, base: Callable): boolean {
  if (ts.isPropertyAccessExpression(node) && node.name.text === 'super_') return true;
  return isCallable(flow.objectsOf(node, undefined), base);
}
