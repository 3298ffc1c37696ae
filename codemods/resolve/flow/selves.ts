import ts from 'typescript';
import { calledName } from '../called-name';
import { isAssignment, unwrapped } from '../syntax';
import { familyOf } from './classes';
import { componentOf } from './components';
import { isEsModule, isExportsObject, ownModule } from './exports';
import type { Flow } from './flow';
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
import { calleeOf, classOfMember, frameOf, givenSelf, isStatic, type SelfOwner, selfOwner } from './scopes';

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
function instancesOf(flow: Flow, of: Callable): Objects {
  return objects(
    ...Array.from(familyOf(flow, of), (heir) => {
      return { kind: 'instance' as const, of: heir, site: undefined, frame: undefined };
    }),
  );
}

/** `this` of a function outside a class: the object that holds the function, or the instance that `new` makes. */
function functionSelf(flow: Flow, owner: ts.FunctionLikeDeclaration, frame: Frame | undefined): Objects {
  const holder = holderOf(owner);
  if (!holder) return instancesOf(flow, owner as Callable);
  if (ts.isObjectLiteralExpression(holder)) {
    const isHolder = (source: FlowObject) => source.kind === 'literal' && source.node === holder;
    return union([
      objects({ kind: 'literal', node: holder, frame }),
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
