import ts from 'typescript';
import { ELEMENT, type Flow } from './flow';
import { type Hits, hitsOn } from './hits';
import { calledBack, isList } from './library';
import { each, type FlowObject, keyOf, NOTHING, type Objects, objects, union } from './objects';
import { computedWrites } from './writes';

/** Methods that put an argument into a list, a map or a cache, with that argument's index. */
const PUTS: Readonly<Record<string, number>> = {
  push: 0,
  unshift: 0,
  add: 0,
  set: 1,
  put: 1,
  register: 1,
  provide: 1,
  store: 1,
};

/** Everything that was put into a list, a map or a cache. */
export function contentsOf(flow: Flow, owner: FlowObject): Objects {
  return flow.table.answers(`contents:${keyOf(owner)}`, () =>
    union([
      initialContents(flow, owner),
      ...puts(flow, owner).flatMap(({ values }) => values.map((value) => flow.objectsOf(value, undefined))),
      ...computedWrites(flow, owner),
    ]),
  );
}

function initialContents(flow: Flow, owner: FlowObject): Objects {
  if (owner.kind !== 'made') return NOTHING;
  const { node, by } = owner;
  const [first] = node.arguments ?? [];
  const given = first ? flow.objectsOf(first, undefined) : NOTHING;
  switch (by) {
    case 'Set':
    case 'slice':
      return flow.members(given, ELEMENT);
    case 'Map':
    case 'WeakMap':
      return flow.members(flow.members(given, ELEMENT), '1');
    case 'WeakRef':
    case 'Array.of':
      return given;
    case 'values':
      return flow.members(listOf(flow, node), ELEMENT);
    case 'concat':
      return concatenated(flow, node as ts.CallExpression);
    case 'map': {
      const call = node as ts.CallExpression;
      return calledBack(flow, call, 0, flow.members(listOf(flow, call), ELEMENT), undefined);
    }
    default:
      return NOTHING;
  }
}

/** The objects that a method such as `map()` is called on. */
const listOf = (flow: Flow, { expression }: ts.CallExpression | ts.NewExpression): Objects =>
  flow.objectsOf((expression as ts.PropertyAccessExpression).expression, undefined);

/** The elements of `list.concat(other, value)`. */
function concatenated(flow: Flow, call: ts.CallExpression): Objects {
  return union([
    flow.members(listOf(flow, call), ELEMENT),
    ...call.arguments.map((value) =>
      each(flow.objectsOf(value, undefined), (object) => {
        const isElement = !isList(objects(object)) && object.kind !== 'open';
        return isElement ? objects(object) : flow.member(object, ELEMENT);
      }),
    ),
  ]);
}

interface Put {
  key: ts.Expression | undefined;
  values: readonly ts.Expression[];
}

/** `cache.set(key, value)`, `list.push(value)`, in the files in sight. */
function puts(flow: Flow, owner: FlowObject): Put[] {
  const all: Hits<Put> = flow.table.answers('puts', () => {
    const hits = new Map<string, { object: FlowObject; at: Put }>();
    for (const [name, place] of Object.entries(PUTS)) {
      for (const [index, call] of flow.index.calls(name).entries()) {
        const callee = call.expression;
        const value = call.arguments[place];
        if (!value || !ts.isPropertyAccessExpression(callee)) continue;
        const values = place === 0 ? [...call.arguments] : [value];
        const put = { key: place === 1 ? call.arguments[0] : undefined, values };
        for (const [own, object] of flow.objectsOf(callee.expression, undefined))
          hits.set(`${name}:${index}:${own}`, { object, at: put });
      }
    }
    return hits;
  });
  return hitsOn(flow, all, owner);
}

/**
 * `cache.get(key)`: the values put there under a key that may be the same.
 *
 * @returns `undefined` where nothing was put there
 */
export function keyedContents(flow: Flow, node: ts.CallExpression, receivers: Objects): Objects | undefined {
  const [key] = node.arguments;
  const found = [...receivers.values()].flatMap((receiver): Objects[] => {
    if (receiver.kind === 'made' && receiver.by === 'Map' && receiver.node.arguments?.length) {
      return [contentsOf(flow, receiver)];
    }
    const matching = puts(flow, receiver).filter((put) => mayBeSameKey(put.key, key));
    return matching.length > 0
      ? [union(matching.flatMap(({ values }) => values.map((value) => flow.objectsOf(value, undefined))))]
      : [];
  });
  return found.length > 0 ? union(found) : emptyMap(receivers);
}

/** A built-in map into which nothing is put is empty. */
function emptyMap(receivers: Objects): Objects | undefined {
  const all = [...receivers.values()];
  const isMap = all.length > 0 && all.every((each) => each.kind === 'made' && /^(?:Weak)?Map$/.test(each.by));
  return isMap ? NOTHING : undefined;
}

function mayBeSameKey(one: ts.Expression | undefined, other: ts.Expression | undefined): boolean {
  if (!one || !other || !ts.isStringLiteralLike(one) || !ts.isStringLiteralLike(other)) return true;
  return one.text === other.text;
}
