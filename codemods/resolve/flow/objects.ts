import ts from 'typescript';
import { type Cause, causeBehind, type Door } from '../verdict';
import type { Answers } from './fixpoint';

/** A callee: a function, or a class that stands for its constructor. */
export type Callable = ts.FunctionLikeDeclaration | ts.ClassLikeDeclaration;

/** One place that calls a function. */
export interface CallSite {
  node: ts.Node;
  /** The frame that the call stands in. */
  frame: Frame | undefined;
  /** The values of an argument; none where the call has fewer arguments. */
  argument(index: number): Objects;
  /** The number of arguments; `undefined` where a list is spread into them. */
  count: number | undefined;
  /** The values of `this`, where the call site tells. */
  self?: () => Objects;
}

/** The context of one call, in which the callee's parameters have this call's arguments rather than any caller's. */
export interface Frame {
  id: number;
  callee: Callable;
  site: CallSite;
  /** The frame of the function around the callee. */
  outer: Frame | undefined;
  depth: number;
}

/** An abstract object: one that an expression may be when the program runs. */
export type FlowObject =
  /** Known by the type that the SDK or the customer declares. */
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
  /** `this` of a Vue component's options. */
  | { kind: 'component'; options: ts.ObjectLiteralExpression }
  /** The list of a rest parameter. */
  | { kind: 'rest'; site: CallSite; from: number }
  /** What a call of a generator gives; it stands for its results, too, as `next().value` is one of its elements. */
  | { kind: 'generator'; node: ts.FunctionLikeDeclaration; frame: Frame | undefined }
  /** The attributes of an element of JSX. */
  | { kind: 'props'; node: ts.JsxOpeningElement | ts.JsxSelfClosingElement; frame: Frame | undefined }
  /** The pairs of keys and values of an object or a map; each pair counts as this object, too. */
  | { kind: 'entries'; of: FlowObject }
  | { kind: 'module'; source: ts.SourceFile }
  /** Made by the language's library or a package: a Map, an array, a cache. */
  | { kind: 'made'; node: ts.CallExpression | ts.NewExpression; by: string }
  /** The request, application or context that a framework passes to every handler. */
  | { kind: 'carrier'; role: string; at: ts.Node }
  /** From a package outside the repository. */
  | { kind: 'foreign'; at: ts.Node }
  /** A value that cannot have the SDK's methods, such as a text or a number. */
  | { kind: 'plain'; at: ts.Node }
  | { kind: 'open'; cause: Cause };

export type Objects = Answers<FlowObject>;

/** What a fake is made by that a test library makes of the names of its methods. */
export const NAMES = 'names';

const ids = new WeakMap<object, number>();
let lastId = 0;

/** A number that identifies a node or type in keys. */
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
    case 'props':
    case 'generator':
    case 'bound':
      return `${object.kind}:${idOf(object.node)}:${object.frame?.id}`;
    case 'instance':
      return `instance:${idOf(object.of)}:${idOf(object.site?.node)}:${object.site?.frame?.id}:${object.frame?.id}`;
    case 'rest':
      return `rest:${idOf(object.site.node)}:${object.site.frame?.id}:${object.from}`;
    case 'entries':
      return `entries:${keyOf(object.of)}`;
    case 'prototype':
      return `prototype:${idOf(object.of)}`;
    case 'component':
      return `component:${idOf(object.options)}`;
    case 'module':
      return `module:${object.source.fileName}`;
    case 'made':
      return `made:${idOf(object.node)}`;
    case 'carrier':
      return `carrier:${object.role}:${isGuessed(object)}`;
    case 'foreign':
    case 'plain':
      return `${object.kind}:${idOf(object.at)}`;
    case 'open':
      return keyOfCause(object.cause);
  }
}

/** Whether nothing but a parameter's name says that an object is a carrier: `res` may also be a callback's result. */
export const isGuessed = ({ at }: Extract<FlowObject, { kind: 'carrier' }>): boolean =>
  ts.isParameter(at) && at.type === undefined;

function keyOfCause({ at, path, shared }: Cause): string {
  return `open:${shared ? `${shared.kind} ${shared.name}` : idOf(at)}:${path.join('.')}`;
}

/** A member, an element or the result of an open object is open, too. */
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

/** The union of the results for each object. */
export function each(set: Objects, next: (object: FlowObject) => Objects): Objects {
  return union(Array.from(set.values(), next));
}
