import { append } from '../append';
import { chainOf, familyOf } from './classes';
import type { Answers } from './fixpoint';
import type { Flow } from './flow';
import { type FlowObject, idOf, keyOf } from './objects';

/** All places in the program that do one kind of thing to an object, each with the objects that it may do it to. */
export type Hits<Place> = Answers<{ object: FlowObject; at: Place }>;

interface Grouped<Place> {
  /** The number of hits grouped so far; answers only grow. */
  size: number;
  byIdentity: Map<string, { object: FlowObject; at: Place }[]>;
}

const grouped = new WeakMap<Hits<unknown>, Grouped<unknown>>();

/** The places that may hit an object: the same one, or an instance that may be the same. */
export function hitsOn<Place>(flow: Flow, hits: Hits<Place>, owner: FlowObject): Place[] {
  if (hits.size === 0) return [];
  const { byIdentity } = groupsOf(hits);
  const found = new Set<Place>();
  for (const identity of identitiesOf(flow, owner)) {
    for (const { object, at } of byIdentity.get(identity) ?? []) {
      if (mayBeMadeByOneCall(owner, object)) found.add(at);
    }
  }
  return [...found];
}

function groupsOf<Place>(hits: Hits<Place>): Grouped<Place> {
  const groups = (grouped.get(hits) ?? { size: 0, byIdentity: new Map() }) as Grouped<Place>;
  grouped.set(hits, groups);
  if (groups.size === hits.size) return groups;
  for (const hit of [...hits.values()].slice(groups.size)) {
    append(groups.byIdentity, identityOf(hit.object), hit);
  }
  groups.size = hits.size;
  return groups;
}

/** A key that is equal for objects that may be the same. */
function identityOf(object: FlowObject): string {
  switch (object.kind) {
    case 'literal':
    case 'callable':
      return `${object.kind}:${idOf(object.node)}`;
    case 'typed':
      return `typed:${idOf(object.type)}`;
    case 'instance':
      return `instance:${idOf(object.of)}`;
    default:
      return keyOf(object);
  }
}

/** An instance of a class may also be one of its subclasses or base classes. */
function identitiesOf(flow: Flow, owner: FlowObject): string[] {
  if (owner.kind !== 'instance') return [identityOf(owner)];
  const related = new Set([...chainOf(flow, owner.of).own, ...familyOf(flow, owner.of)]);
  return Array.from(related, (of) => `instance:${idOf(of)}`);
}

function mayBeMadeByOneCall(one: FlowObject, other: FlowObject): boolean {
  if (one.kind !== 'instance' || other.kind !== 'instance') return true;
  return !one.site || !other.site || one.site.node === other.site.node;
}
