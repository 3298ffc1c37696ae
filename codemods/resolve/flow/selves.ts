import ts from 'typescript';
import { calledName } from '../called-name';
import { isAssignment, unwrapped, wrapped } from '../syntax';
import { familyOf } from './classes';
import { componentOf } from './components';
import { isEsModule, isExportsObject, ownModule } from './exports';
import type { Flow } from './flow';
import { isBindOfLibrary } from './library';
import { MIXERS } from './names';
import {
  type Callable,
  each,
  type FlowObject,
  type Frame,
  NOTHING,
  type Objects,
  objects,
  union,
} from './objects';
import {
  calleeOf,
  classOfMember,
  frameAround,
  frameOf,
  givenSelf,
  isStatic,
  type SelfOwner,
  selfOwner,
} from './scopes';

/** The values of `this` at a place. */
export function selfObjects(flow: Flow, node: ts.Node, frame: Frame | undefined): Objects {
  const given = givenSelf(node);
  if (given) return flow.objectsOf(given, frame);
  const owner = selfOwner(node);
  if (ts.isSourceFile(owner)) return isEsModule(owner) ? NOTHING : ownModule(flow, owner);
  const options = componentOf(owner);
  if (options) return objects({ kind: 'component', options });
  const member = classOfMember(owner);
  if (member && isStatic(owner)) return objects({ kind: 'callable', node: member, frame });
  if (!ts.isPropertyDeclaration(owner) && !ts.isClassStaticBlockDeclaration(owner)) {
    const self = frameOf(calleeOf(owner), frame)?.site.self?.();
    if (self && self.size > 0) return self;
  }
  if (member) return instancesOf(flow, member);
  return functionSelf(flow, owner as ts.FunctionLikeDeclaration, frame);
}

/** Any instance of a class or of its subclasses. */
export function instancesOf(flow: Flow, of: Callable): Objects {
  return objects(
    ...Array.from(familyOf(flow, of), (heir) => {
      return { kind: 'instance' as const, of: heir, site: undefined, frame: undefined };
    }),
  );
}

/** `this` of a function outside a class: the object that holds the function, or the instance that `new` makes. */
function functionSelf(flow: Flow, owner: ts.FunctionLikeDeclaration, frame: Frame | undefined): Objects {
  const given = givenAsThis(owner);
  if (given) return owners(flow, flow.objectsOf(given, frame));
  if (isKoaHandler(owner)) return objects({ kind: 'carrier', role: 'context', at: owner });
  const holder = holderOf(owner);
  if (!holder) return union([instancesOf(flow, owner as Callable), ...calledOn(flow, owner, frame)]);
  if (ts.isObjectLiteralExpression(holder)) {
    const isHolder = (source: FlowObject) => source.kind === 'literal' && source.node === holder;
    return union([
      objects({ kind: 'literal', node: holder, frame }),
      inheritingFrom(flow, isHolder),
      mixedInto(flow, holder),
      mixedElsewhere(flow, holder.getSourceFile(), isHolder),
    ]);
  }
  // `exports.Service = function (client) { this.client = client }` may be a method of `exports` or a constructor.
  return union([
    owners(flow, flow.objectsOf(holder, frame)),
    isPrototype(holder) ? NOTHING : instancesOf(flow, owner as Callable),
    isExportsObject(holder) ? mixedModule(flow, owner.getSourceFile()) : NOTHING,
  ]);
}

/** Methods of lists that take `this` for their callback. */
const TAKES_SELF = /^(?:forEach|map|filter|some|every|find|findIndex|flatMap)$/;
const REFLECTIVE = /^(?:call|apply|bind)$/;

/** `self` of `function () {}.bind(self)`, `_.bind(function () {}, self)` and `list.forEach(function () {}, self)`. */
function givenAsThis(owner: ts.FunctionLikeDeclaration): ts.Expression | undefined {
  const fn = wrapped(owner);
  const { parent } = fn;
  if (ts.isPropertyAccessExpression(parent) && REFLECTIVE.test(parent.name.text)) {
    const call = parent.parent;
    return ts.isCallExpression(call) && call.expression === parent ? call.arguments[0] : undefined;
  }
  if (!ts.isCallExpression(parent) || !ts.isPropertyAccessExpression(parent.expression)) return undefined;
  const [first, self] = parent.arguments;
  const takesSelf =
    TAKES_SELF.test(parent.expression.name.text) ||
    (isBindOfLibrary(parent) && calledName(parent) !== 'partial');
  return first === fn && takesSelf ? self : undefined;
}

/** A generator that Koa 1 runs with the context as `this`: `app.use(function* (next) {})`. */
const isKoaHandler = (owner: ts.FunctionLikeDeclaration): boolean =>
  owner.asteriskToken !== undefined &&
  ts.isCallExpression(owner.parent) &&
  /^(?:use|get|post|put|patch|del|delete|all)$/.test(calledName(owner.parent) ?? '');

/** The objects that a function is called on by its callers in sight: `mix.call(Service.prototype)`. */
function calledOn(flow: Flow, owner: ts.FunctionLikeDeclaration, frame: Frame | undefined): Objects[] {
  if (!mayBeCalledOn(flow, owner)) return [];
  return [...flow.uses.of(owner as Callable, frameAround(owner, frame)).values()].flatMap((use) =>
    use.kind === 'call' && use.site.self ? [owners(flow, use.site.self())] : [],
  );
}

/** Whether a function is returned, given to another, or called by `call`, `apply` or `bind`: all that may give it a `this`. */
function mayBeCalledOn(flow: Flow, owner: ts.FunctionLikeDeclaration): boolean {
  const { parent } = wrapped(owner);
  if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) return true;
  if (ts.isCallExpression(parent)) return parent.expression !== wrapped(owner);
  const name = owner.name ?? (ts.isVariableDeclaration(parent) ? parent.name : undefined);
  return (
    name !== undefined &&
    ts.isIdentifier(name) &&
    flow.index
      .identifiers(name.text)
      .some((use) => ts.isPropertyAccessExpression(use.parent) && REFLECTIVE.test(use.parent.name.text))
  );
}

/** The objects that inherit from a literal: `Object.create(methods)`. */
function inheritingFrom(flow: Flow, isHolder: (source: FlowObject) => boolean): Objects {
  return objects(
    ...flow.index.calls('create').flatMap((call): FlowObject[] => {
      const [base] = call.arguments;
      const inherits = base && [...flow.objectsOf(base, undefined).values()].some(isHolder);
      return inherits ? [{ kind: 'made', node: call, by: 'Object.create' }] : [];
    }),
  );
}

const isPrototype = (node: ts.Expression): boolean =>
  ts.isPropertyAccessExpression(node) && node.name.text === 'prototype';

/** The instances of a prototype; any other holder itself. */
function owners(flow: Flow, holders: Objects): Objects {
  return each(holders, (holder) =>
    holder.kind === 'prototype' ? instancesOf(flow, holder.of) : objects(holder),
  );
}

/** The object that a function is a member of: its literal, or `Foo.prototype` of `Foo.prototype.bar = function () {}`. */
function holderOf(owner: SelfOwner): ts.Expression | undefined {
  const { parent } = owner;
  if (ts.isObjectLiteralExpression(parent)) return parent;
  if (ts.isPropertyAssignment(parent) && ts.isObjectLiteralExpression(parent.parent)) return parent.parent;
  if (isAssignment(parent) && parent.right === owner) {
    const target = unwrapped(parent.left);
    if (ts.isPropertyAccessExpression(target) && !isExportsObject(target)) return target.expression;
  }
  return undefined;
}

/** In `Foo.prototype = { … }` and `Object.assign(Foo.prototype, { … })`, the literal's methods run on instances. */
function mixedInto(flow: Flow, literal: ts.ObjectLiteralExpression): Objects {
  const { parent } = literal;
  if (
    ts.isBinaryExpression(parent) &&
    parent.right === literal &&
    ts.isPropertyAccessExpression(parent.left)
  ) {
    return parent.left.name.text === 'prototype'
      ? each(flow.objectsOf(parent.left.expression, undefined), (object) =>
          object.kind === 'callable' ? instancesOf(flow, object.node) : NOTHING,
        )
      : NOTHING;
  }
  if (ts.isCallExpression(parent) && MIXERS.has(calledName(parent) ?? '')) {
    const [target] = parent.arguments;
    return target && target !== literal ? owners(flow, flow.objectsOf(target, undefined)) : NOTHING;
  }
  return NOTHING;
}

/** `this` of `exports.lower = function () { this }` in a file that a class mixes in. */
const mixedModule = (flow: Flow, file: ts.SourceFile): Objects =>
  mixedElsewhere(flow, file, (source) => source.kind === 'module' && source.source === file);

/** The objects that get a source's methods by `Object.assign(Foo.prototype, require('./methods'))` or `_.extend(this, methods)`. */
function mixedElsewhere(flow: Flow, file: ts.SourceFile, isMixed: (source: FlowObject) => boolean): Objects {
  if (!flow.sight.hasImporters(file.fileName)) flow.table.misses();
  const calls = [...MIXERS].flatMap(flow.index.calls);
  return union(
    calls.map(({ arguments: [target, ...sources] }) => {
      if (!target || !(isPrototype(target) || target.kind === ts.SyntaxKind.ThisKeyword)) return NOTHING;
      const isOurs = sources.some((source) => [...flow.objectsOf(source, undefined).values()].some(isMixed));
      return isOurs ? owners(flow, flow.objectsOf(target, undefined)) : NOTHING;
    }),
  );
}
