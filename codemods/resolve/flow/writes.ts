import ts from 'typescript';
import { unwrapped } from '../syntax';
import { familyOf } from './classes';
import { ELEMENT, type Flow } from './flow';
import { ANY_KEY, type MemberWrite, MIXERS, namesIn } from './names';
import { type FlowObject, keyOf, type Objects, union } from './objects';
import { classOfMember, selfOwner } from './scopes';

/** Functions that copy the members of one object to another, by name: of the language and of everybody's helpers. */

/** What is written to a member of an object after it was made, wherever that is. */
export function writesTo(flow: Flow, owner: FlowObject, name: string): Objects {
  return flow.table.answers(`writes:${keyOf(owner)}:${name}`, () =>
    union([
      ...[
        ...(name === ELEMENT ? ownWrites(owner) : memberWrites(flow, name)),
        ...memberWrites(flow, ANY_KEY),
      ].flatMap((write) =>
        isOwnWrite(owner, write) || !isTarget(flow, owner, write.target) ? [] : [writtenObjects(flow, write)],
      ),
      ...defined(flow, owner, name),
      ...mixed(flow, owner, name),
    ]),
  );
}

/** Everything that the file of a literal writes under any name, for who reads under a computed one. */
function ownWrites(owner: FlowObject): MemberWrite[] {
  return owner.kind === 'literal'
    ? [...namesIn(owner.node.getSourceFile()).memberWrites.values()].flat()
    : [];
}

export /** What the files of a program hold, by the name that was asked for: gathered once, since every object asks again. */
interface Gathered {
  writes: Map<string, readonly MemberWrite[]>;
  calls: Map<string, readonly ts.CallExpression[]>;
}

const gathered = new WeakMap<Flow['resolution'], Gathered>();

function gatheredIn({ resolution }: Flow): Gathered {
  const known = gathered.get(resolution) ?? { writes: new Map(), calls: new Map() };
  gathered.set(resolution, known);
  return known;
}

function once<T>(answers: Map<string, T>, key: string, ask: () => T): T {
  const known = answers.get(key);
  if (known !== undefined) return known;
  const answer = ask();
  answers.set(key, answer);
  return answer;
}

export function memberWrites(flow: Flow, name: string): readonly MemberWrite[] {
  return once(gatheredIn(flow).writes, name, () => {
    const sources = name === ANY_KEY ? flow.resolution.sources() : flow.writersOf(name);
    return sources.flatMap((source) => namesIn(source).memberWrites.get(name) ?? []);
  });
}

export function writtenObjects(flow: Flow, { value, keys }: MemberWrite): Objects {
  return flow.along(flow.objectsOf(value, undefined), keys);
}

/** `this.name = value` in a class is read with the class, where the arguments of its constructor are known. */
function isOwnWrite(owner: FlowObject, { target }: MemberWrite): boolean {
  if (owner.kind !== 'instance' || target.kind !== ts.SyntaxKind.ThisKeyword) return false;
  return classOfMember(selfOwner(target)) !== undefined;
}

/** Whether an expression may be an object: the same one, or an instance that may be the same. */
export function isTarget(flow: Flow, owner: FlowObject, target: ts.Expression): boolean {
  const targets = flow.objectsOf(target, undefined);
  if (targets.has(keyOf(owner))) return true;
  for (const other of targets.values()) if (isSame(flow, owner, other)) return true;
  return false;
}

function isSame(flow: Flow, one: FlowObject, other: FlowObject): boolean {
  if (one.kind === 'instance' && other.kind === 'instance') {
    const isRelated = familyOf(flow, one.of).has(other.of) || familyOf(flow, other.of).has(one.of);
    return isRelated && (!one.site || !other.site || one.site.node === other.site.node);
  }
  if ((one.kind === 'literal' || one.kind === 'callable') && one.kind === other.kind)
    return one.node === other.node;
  if (one.kind === 'typed' && other.kind === 'typed') return one.type === other.type;
  return keyOf(one) === keyOf(other);
}

/** `Object.defineProperty(owner, 'name', { value })`, or `{ get }`. */
function defined(flow: Flow, owner: FlowObject, name: string): Objects[] {
  return callsOf(flow, 'defineProperty', name).flatMap((call) => {
    const [target, key, descriptor] = call.arguments;
    if (!target || !key || !ts.isStringLiteralLike(key) || key.text !== name || !descriptor) return [];
    if (!isTarget(flow, owner, target)) return [];
    const described = flow.objectsOf(descriptor, undefined);
    return [flow.members(described, 'value'), flow.results(flow.members(described, 'get'), call)];
  });
}

/** `Object.assign(owner, other)`, `_.extend(owner, other)`. */
function mixed(flow: Flow, owner: FlowObject, name: string): Objects[] {
  return [...MIXERS]
    .flatMap((mixer) => callsOf(flow, mixer, mixer))
    .flatMap((call) => {
      const [target, ...sources] = call.arguments;
      if (!target || sources.length === 0) return [];
      const isOwn = owner.kind === 'instance' && unwrapped(target).kind === ts.SyntaxKind.ThisKeyword;
      if (isOwn || !isTarget(flow, owner, target)) return [];
      return sources.map((source) => flow.members(flow.objectsOf(source, undefined), name));
    });
}

/** Calls by their last name, in the loaded files in which another name stands. */
function callsOf(flow: Flow, called: string, within: string): readonly ts.CallExpression[] {
  return once(gatheredIn(flow).calls, `${called} ${within}`, () =>
    flow.resolution
      .sources()
      .filter(({ text }) => text.includes(called) && text.includes(within))
      .flatMap((source) => namesIn(source).calls.get(called) ?? []),
  );
}
