import ts from 'typescript';
import { unwrapped } from '../syntax';
import { isUntyped } from '../untyped';
import { ELEMENT, type Flow } from './flow';
import { type Hits, hitsOn } from './hits';
import { MIXERS, namesIn } from './names';
import { type FlowObject, NOTHING, type Objects, objects, union } from './objects';
import { classOfMember, isStatic, selfOwner } from './scopes';
import { ANY_KEY, type MemberWrite } from './writes-in';

/** The values written to a member of an object anywhere after it was made. What replaces a prototype counts as members of it. */
export function writesTo(flow: Flow, owner: FlowObject, name: string): Objects {
  if (name === 'prototype') return NOTHING;
  const written = name === ELEMENT ? writesBeside(flow, owner) : writesUnder(flow, name);
  return union([
    ...(written ? hitsOn(flow, written, owner).map((write) => writtenObjects(flow, write)) : []),
    ...computedWrites(flow, owner),
    ...(name === ELEMENT ? [] : definedIn(flow, owner, name)),
    ...mixedInto(flow, owner, name),
  ]);
}

/** The values of `owner[key] = value`. */
export function computedWrites(flow: Flow, owner: FlowObject): Objects[] {
  return hitsOn(flow, writesUnder(flow, ANY_KEY), owner).map((write) => writtenObjects(flow, write));
}

/** Every object that has a member of a name written, with the write. */
function writesUnder(flow: Flow, name: string): Hits<MemberWrite> {
  return targetsOf(flow, `writes:${name}`, () =>
    name === ANY_KEY ? flow.index.computedWrites : flow.memberWrites(name),
  );
}

/** All member writes in the file of a literal, for a read under a computed name. */
function writesBeside(flow: Flow, owner: FlowObject): Hits<MemberWrite> | undefined {
  if (owner.kind !== 'literal') return undefined;
  const source = owner.node.getSourceFile();
  return targetsOf(flow, `writes-in:${source.fileName}`, () =>
    [...namesIn(source).all.memberWrites.values()].flat(),
  );
}

function targetsOf(flow: Flow, key: string, writes: () => readonly MemberWrite[]): Hits<MemberWrite> {
  return flow.table.answers(key, () => {
    const hits = new Map<string, { object: FlowObject; at: MemberWrite }>();
    for (const [index, write] of writes().entries()) {
      if (isSelfWrite(write) || isPlainValue(write.value)) continue;
      for (const [own, object] of flow.objectsOf(write.target, undefined))
        hits.set(`${index}:${own}`, { object, at: write });
    }
    return hits;
  });
}

/** The values by the type in a comment: `/** @type {Client} *\/ this.client = value`. */
export function declaredWrite(flow: Flow, { value, keys }: MemberWrite): Objects | undefined {
  const assignment = value.parent;
  const type =
    ts.isBinaryExpression(assignment) && keys.length === 0 ? ts.getJSDocType(assignment) : undefined;
  const declared = type && flow.checker.getTypeFromTypeNode(type);
  return declared && !isUntyped(declared) ? flow.typed(declared, assignment) : undefined;
}

export function writtenObjects(flow: Flow, write: MemberWrite): Objects {
  const { value, keys } = write;
  return declaredWrite(flow, write) ?? flow.along(flow.objectsOf(value, undefined), keys);
}

/** `this.name = value` in a class is read with the class, where the constructor's arguments are known. */
function isSelfWrite({ target }: MemberWrite): boolean {
  if (target.kind !== ts.SyntaxKind.ThisKeyword) return false;
  const owner = selfOwner(target);
  return classOfMember(owner) !== undefined && !isStatic(owner);
}

/** Whether a value has no members of interest. */
function isPlainValue(value: ts.Expression): boolean {
  return (
    ts.isLiteralExpression(value) ||
    ts.isTemplateExpression(value) ||
    ts.isPrefixUnaryExpression(value) ||
    ts.isTypeOfExpression(value) ||
    value.kind === ts.SyntaxKind.TrueKeyword ||
    value.kind === ts.SyntaxKind.FalseKeyword
  );
}

/** A call that defines a member of its target. */
interface Definition {
  call: ts.CallExpression;
  target: ts.Expression;
  /** `{ value }` or `{ get }`. */
  descriptor?: ts.Expression;
  /** Descriptors by the names of the members. */
  descriptors?: ts.Expression;
  getter?: ts.Expression;
}

/** `Object.defineProperty(owner, 'name', { get })`, `Object.defineProperties(owner, { name: { get } })`, `owner.__defineGetter__('name', get)`. */
function definedIn(flow: Flow, owner: FlowObject, name: string): Objects[] {
  const defined: Hits<Definition> = flow.table.answers(`defined:${name}`, () => {
    const hits = new Map<string, { object: FlowObject; at: Definition }>();
    for (const [index, definition] of definitionsOf(flow, name).entries()) {
      for (const [own, object] of flow.objectsOf(definition.target, undefined))
        hits.set(`${index}:${own}`, { object, at: definition });
    }
    return hits;
  });
  return hitsOn(flow, defined, owner).map(({ call, descriptor, descriptors, getter }) => {
    if (getter) return flow.results(flow.objectsOf(getter, undefined), call, () => objects(owner));
    const described = descriptor
      ? flow.objectsOf(descriptor, undefined)
      : descriptors
        ? flow.members(flow.objectsOf(descriptors, undefined), name)
        : NOTHING;
    return describedValue(flow, described, call, owner);
  });
}

/** The value of a member with some descriptors. */
export const describedValue = (flow: Flow, described: Objects, at: ts.Node, owner: FlowObject): Objects =>
  union([
    flow.members(described, 'value'),
    flow.results(flow.members(described, 'get'), at, () => objects(owner)),
  ]);

function definitionsOf(flow: Flow, name: string): Definition[] {
  const isName = (key: ts.Expression | undefined) =>
    key !== undefined && ts.isStringLiteralLike(key) && key.text === name;
  return [
    ...flow.index.calls('defineProperty').flatMap((call): Definition[] => {
      const [target, key, descriptor] = call.arguments;
      return target && descriptor && isName(key) ? [{ call, target, descriptor }] : [];
    }),
    ...flow.index.calls('defineProperties').flatMap((call): Definition[] => {
      const [target, descriptors] = call.arguments;
      return target && descriptors ? [{ call, target, descriptors }] : [];
    }),
    ...flow.index.calls('__defineGetter__').flatMap((call): Definition[] => {
      const [key, getter] = call.arguments;
      const callee = call.expression;
      return getter && ts.isPropertyAccessExpression(callee) && isName(key)
        ? [{ call, target: callee.expression, getter }]
        : [];
    }),
  ];
}

/** `Object.assign(owner, other)`, `_.extend(owner, other)`. */
function mixedInto(flow: Flow, owner: FlowObject, name: string): Objects[] {
  const mixed: Hits<ts.CallExpression> = flow.table.answers('mixed', () => {
    const hits = new Map<string, { object: FlowObject; at: ts.CallExpression }>();
    for (const [index, call] of [...MIXERS].flatMap(flow.index.calls).entries()) {
      const [target] = call.arguments;
      if (!target || call.arguments.length < 2) continue;
      for (const [own, object] of flow.objectsOf(target, undefined)) {
        // Members that a class mixes into `this` are read with the class.
        const isOwn = object.kind === 'instance' && unwrapped(target).kind === ts.SyntaxKind.ThisKeyword;
        if (!isOwn) hits.set(`${index}:${own}`, { object, at: call });
      }
    }
    return hits;
  });
  return hitsOn(flow, mixed, owner).flatMap(({ arguments: [, ...sources] }) =>
    sources.map((source) => flow.members(flow.objectsOf(source, undefined), name)),
  );
}
