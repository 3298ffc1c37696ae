import type ts from 'typescript';
import { type Cause, causeBehind, type Door } from '../verdict';
import type { Answers } from './fixpoint';

/** What is called, or made with `new`: a function, or a class that stands for its constructor. */
export type Callable = ts.FunctionLikeDeclaration | ts.ClassLikeDeclaration;

/** One place that calls a function. */
export interface CallSite {
  node: ts.Node;
  /** The frame that the call stands in. */
  frame: Frame | undefined;
  /** What the call gives at a place; nothing where it gives less. */
  argument(index: number): Objects;
  /** How many arguments it gives; `undefined` where a list is spread into them. */
  count: number | undefined;
  /** What `this` is, where the call tells. */
  self?: () => Objects;
}

/** One call of a function, so that its parameters are what this call gives, and not what any caller gives. */
export interface Frame {
  id: number;
  callee: Callable;
  site: CallSite;
  /** The frame of the function around the callee. */
  outer: Frame | undefined;
  depth: number;
}

/** What an expression may be when the program runs. */
export type FlowObject =
  /** Known by its type: what the SDK declares, or what the customer does. */
  | { kind: 'typed'; type: ts.Type; at: ts.Node; door: Door | undefined }
  | {
      kind: 'literal';
      node: ts.ObjectLiteralExpression | ts.ArrayLiteralExpression;
      frame: Frame | undefined;
    }
  | { kind: 'callable'; node: Callable; frame: Frame | undefined }
  /** A function with its first arguments and `this` given. */
  | { kind: 'bound'; node: ts.CallExpression; frame: Frame | undefined; target: FlowObject; given: CallSite }
  /** `site`: the `new` that made it; without one, any instance of the class. */
  | { kind: 'instance'; of: Callable; site: CallSite | undefined; frame: Frame | undefined }
  | { kind: 'prototype'; of: Callable }
  /** The list of a rest parameter. */
  | { kind: 'rest'; site: CallSite; from: number }
  | { kind: 'module'; source: ts.SourceFile }
  /** Made by the language's library or a package: a Map, an array, a cache. */
  | { kind: 'made'; node: ts.CallExpression | ts.NewExpression; by: string }
  /** What a framework hands to everybody: its request, application or context. */
  | { kind: 'carrier'; role: string; at: ts.Node }
  /** Out of a package that is not in the repository. */
  | { kind: 'foreign'; at: ts.Node }
  /** Of no interest: a text, a number, nothing that has methods of ours. */
  | { kind: 'plain'; at: ts.Node }
  | { kind: 'open'; cause: Cause };

export type Objects = Answers<FlowObject>;

const ids = new WeakMap<object, number>();
let lastId = 0;

/** A number for each node or type, for keys. */
export function idOf(item: object | undefined): number {
  if (item === undefined) return 0;
  const known = ids.get(item);
  if (known !== undefined) return known;
  lastId += 1;
  ids.set(item, lastId);
  return lastId;
}

export function keyOf(object: FlowObject): string {
  switch (object.kind) {
    case 'typed':
      return `typed:${idOf(object.type)}:${object.door?.file}:${object.door?.start}`;
    case 'literal':
    case 'callable':
    case 'bound':
      return `${object.kind}:${idOf(object.node)}:${object.frame?.id}`;
    case 'instance':
      return `instance:${idOf(object.of)}:${idOf(object.site?.node)}:${object.site?.frame?.id}:${object.frame?.id}`;
    case 'rest':
      return `rest:${idOf(object.site.node)}:${object.site.frame?.id}:${object.from}`;
    case 'prototype':
      return `prototype:${idOf(object.of)}`;
    case 'module':
      return `module:${object.source.fileName}`;
    case 'made':
      return `made:${idOf(object.node)}`;
    case 'carrier':
      return `carrier:${object.role}`;
    case 'foreign':
    case 'plain':
      return `${object.kind}:${idOf(object.at)}`;
    case 'open':
      return keyOfCause(object.cause);
  }
}

function keyOfCause({ at, path, shared }: Cause): string {
  return `open:${shared ? `${shared.kind} ${shared.name}` : idOf(at)}:${path.join('.')}`;
}

/** What a member, an element or the result of what is open is: as open as that. */
export function openBehind({ cause }: Extract<FlowObject, { kind: 'open' }>, step: string): Objects {
  return objects({ kind: 'open', cause: causeBehind(cause, step) });
}

export function objects(...items: readonly FlowObject[]): Objects {
  return new Map(items.map((item) => [keyOf(item), item]));
}

export const NOTHING: Objects = new Map();

export function union(sets: Iterable<Objects>): Objects {
  const all = new Map<string, FlowObject>();
  for (const set of sets) for (const [key, item] of set) all.set(key, item);
  return all;
}

/** What comes of each of some objects, all together. */
export function each(set: Objects, next: (object: FlowObject) => Objects): Objects {
  return union(Array.from(set.values(), next));
}
