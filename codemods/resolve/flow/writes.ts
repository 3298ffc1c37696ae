import ts from 'typescript';
import { unwrapped } from '../syntax';
import { ELEMENT, type Flow } from './flow';
import { type Hits, hitsOn } from './hits';
import { MIXERS, namesIn } from './names';
import { type FlowObject, type Objects, union } from './objects';
import { classOfMember, isStatic, selfOwner } from './scopes';
import { ANY_KEY, type MemberWrite } from './writes-in';

/** The values written to a member of an object anywhere after it was made. */
export function writesTo(flow: Flow, owner: FlowObject, name: string): Objects {
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

export function writtenObjects(flow: Flow, { value, keys }: MemberWrite): Objects {
  return flow.along(flow.objectsOf(value, undefined), keys);
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

/** `Object.defineProperty(owner, 'name', { value })`, or `{ get }`. */
function definedIn(flow: Flow, owner: FlowObject, name: string): Objects[] {
  const defined: Hits<ts.CallExpression> = flow.table.answers(`defined:${name}`, () => {
    const hits = new Map<string, { object: FlowObject; at: ts.CallExpression }>();
    for (const [index, call] of flow.index.calls('defineProperty').entries()) {
      const [target, key] = call.arguments;
      if (!target || !key || !ts.isStringLiteralLike(key) || key.text !== name) continue;
      for (const [own, object] of flow.objectsOf(target, undefined))
        hits.set(`${index}:${own}`, { object, at: call });
    }
    return hits;
  });
  return hitsOn(flow, defined, owner).flatMap((call) => {
    const descriptor = call.arguments[2];
    if (!descriptor) return [];
    const described = flow.objectsOf(descriptor, undefined);
    return [flow.members(described, 'value'), flow.results(flow.members(described, 'get'), call)];
  });
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
