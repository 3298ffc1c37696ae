import ts from 'typescript';
import { isNothing, nameText, unwrapped } from '../syntax';
import { chainOf, constructorFrame, isCallable } from './classes';
import { construct } from './construct';
import { declarationObjects } from './declarations';
import { classProps, isComponentClass } from './elements';
import type { Flow } from './flow';
import { memberOfClass } from './members';
import { namesIn } from './names';
import {
  type Callable,
  type FlowObject,
  type Frame,
  idOf,
  NOTHING,
  type Objects,
  objects,
  union,
} from './objects';
import { baseOf, calleeOf, isStatic, type SelfOwner, selfOwner } from './scopes';
import { selfMixes, selfWrites } from './self-writes';
import { declaredWrite, writesTo } from './writes';
import { ANY_KEY, type MemberWrite } from './writes-in';

type Instance = Extract<FlowObject, { kind: 'instance' }>;

/** A member of an instance: set or defined by its class or a base class, or set from outside. */
export function instanceMember(flow: Flow, owner: Instance, name: string): Objects {
  const { own, outside } = chainOf(flow, owner.of);
  const component =
    name === 'props' ? own.find((of) => ts.isClassLike(of) && isComponentClass(baseOf(of))) : undefined;
  if (component) return classProps(flow, owner.of as ts.ClassLikeDeclaration);
  const fields = own.map((of) => fieldObjects(flow, owner, of, name));
  const inherited = inheritedMember(flow, owner, own, name);
  const named = union([...fields, inherited, writesTo(flow, owner, name)]);
  // `this[key] = value` may set any member.
  const found = named.size > 0 ? named : union(own.map((of) => fieldObjects(flow, owner, of, ANY_KEY)));
  if (found.size > 0 && outside.length === 0) return found;
  // `this.client = this.client || new Client()` depends on itself: the first, empty answer does not make the member the base's.
  if (own.some((of) => isSetIn(of, name)) && outside.every(({ kind }) => kind !== 'typed')) return found;
  // A member that the class does not have is inherited from outside: from an SDK's client, or a package's base class.
  const bases = outside.map((base) =>
    flow.members(construct(flow, base, { ...NO_SITE, node: owner.of }, owner.of), name),
  );
  return found.size > 0 ? found : union(bases);
}

/** Whether a class, or the file of an old-style one, sets a field of its own to something. */
const isSetIn = (of: Callable, name: string): boolean =>
  ts.isClassLike(of)
    ? selfWrites(of, name).some(({ value }) => !isNothing(value))
    : namesIn(of.getSourceFile())
        .memberWrites(name)
        .some(
          ({ target, value }) => !isNothing(value) && unwrapped(target).kind === ts.SyntaxKind.ThisKeyword,
        );

const NO_SITE = { frame: undefined, count: 0, argument: () => NOTHING };

/** The methods and accessors of the nearest class that has them. */
function inheritedMember(flow: Flow, owner: Instance, chain: readonly Callable[], name: string): Objects {
  for (const of of chain) {
    const found = prototypeMember(flow, of, name, owner);
    if (found.size > 0) return found;
  }
  return NOTHING;
}

export function prototypeMember(flow: Flow, of: Callable, name: string, instance?: Instance): Objects {
  const key = instance ? `${idOf(instance.of)}:${idOf(instance.site?.node)}:${instance.frame?.id}` : '';
  return flow.table.answers(`prototype:${idOf(of)}:${name}:${key}:${instance?.site?.frame?.id}`, () => {
    const frame = instance && constructorFrame(flow, instance, of);
    const outer = frame?.outer ?? instance?.frame;
    const members = ts.isClassLike(of)
      ? of.members.filter((member) => !isStatic(member) && member.name && nameText(member.name) === name)
      : [];
    const defined = members.filter((member) => !ts.isPropertyDeclaration(member));
    return union([
      ...defined.map((member) =>
        ts.isGetAccessorDeclaration(member)
          ? flow.returned(member, outer, instance && (() => objects(instance)))
          : memberOfClass(flow, member, outer),
      ),
      writesTo(flow, { kind: 'prototype', of }, name),
      flow.members(replacedPrototypes(flow, of), name),
    ]);
  });
}

/** The literals assigned as `Foo.prototype = { … }` and `Foo.prototype = methods`. A base class is what it is made to inherit from. */
function replacedPrototypes(flow: Flow, of: Callable): Objects {
  if (ts.isClassLike(of)) return NOTHING;
  const values = namesIn(of.getSourceFile())
    .memberWrites('prototype')
    .filter(({ target }) => isCallable(flow.objectsOf(target, undefined), of))
    .map(({ value }) => flow.objectsOf(value, undefined));
  return objects(...[...union(values).values()].filter(({ kind }) => kind === 'literal'));
}

/** The values that one class of an instance's chain puts into a field, with the constructor arguments of the instance. */
function fieldObjects(flow: Flow, owner: Instance, of: Callable, name: string): Objects {
  const frame = constructorFrame(flow, owner, of);
  const initial = ts.isClassLike(of)
    ? of.members.filter(
        (member) => ts.isPropertyDeclaration(member) && !isStatic(member) && nameText(member.name) === name,
      )
    : [];
  return union([
    ...initial.map((member) => memberOfClass(flow, member, frame)),
    ...parameterProperties(flow, of, name, frame),
    ...selfWrites(of, name).map((write) => written(flow, write, of, frame)),
    ...selfMixes(of).flatMap((call) =>
      call.arguments
        .slice(1)
        .map((value) => flow.members(flow.objectsOf(value, frameFor(selfOwner(call), of, frame)), name)),
    ),
  ]);
}

/** `constructor(private readonly client)`. */
function parameterProperties(flow: Flow, of: Callable, name: string, frame: Frame | undefined): Objects[] {
  if (!ts.isClassLike(of)) return [];
  const own = of.members.find(ts.isConstructorDeclaration)?.parameters ?? [];
  return own
    .filter(
      (parameter) =>
        ts.isParameterPropertyDeclaration(parameter, parameter.parent) && nameText(parameter.name) === name,
    )
    .map((parameter) => declarationObjects(flow, parameter, frame));
}

function written(flow: Flow, write: MemberWrite, of: Callable, frame: Frame | undefined): Objects {
  const declared = declaredWrite(flow, write);
  if (declared) return declared;
  const { value, keys } = write;
  return flow.along(flow.objectsOf(value, frameFor(selfOwner(value), of, frame)), keys);
}

/** The constructor's frame applies to code in the constructor only; another method's parameters come from its callers. */
function frameFor(owner: SelfOwner, of: Callable, frame: Frame | undefined): Frame | undefined {
  const runsInConstructor =
    ts.isPropertyDeclaration(owner) ||
    owner === of ||
    (ts.isConstructorDeclaration(owner) && calleeOf(owner) === of);
  return runsInConstructor ? frame : frame?.outer;
}
