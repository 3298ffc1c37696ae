import ts from 'typescript';
import { isStorage, typeArgumentsOf } from '../containers';
import { memberName } from '../syntax';
import { isUntyped } from '../untyped';
import type { Flow } from './flow';
import { type FlowObject, keyOf, type Objects, objects, union } from './objects';
import { Tracker } from './tracker';

type Made = Extract<FlowObject, { kind: 'made' }>;

const isStore = (object: FlowObject): object is Made => object.kind === 'made' && isStorage(object.node);

/**
 * What `storage.getStore()` gives: a value of the type that the storage is made for, or else all that `run` and `enterWith` put there.
 *
 * @returns `undefined` for what is no such storage, or where nothing in sight is put there
 */
export function storedIn(flow: Flow, receivers: Objects): Objects | undefined {
  const stores = [...receivers.values()].filter(isStore);
  if (stores.length === 0 || stores.length < receivers.size) return undefined;
  const values = union(stores.map((store) => valuesIn(flow, store)));
  return values.size > 0 ? values : undefined;
}

function valuesIn(flow: Flow, store: Made): Objects {
  const [made] = typeArgumentsOf(store.node, flow.checker);
  const type = made && flow.checker.getTypeFromTypeNode(made);
  if (type && !isUntyped(type) && flow.isDecidedBy(type)) return flow.typed(type, store.node);
  return flow.table.answers(`stored:${keyOf(store)}`, () => {
    const tracker = new Tracker(flow);
    tracker.follow(store.node, []);
    const put = [...tracker.places].flatMap((place) => valuePutAt(place) ?? []);
    const out = [...tracker.uses.values()].flatMap((use) =>
      use.kind === 'call' ? [] : [flow.open(use.at, use.why)],
    );
    return union([...put.map((value) => flow.objectsOf(value, undefined)), objects(...out)]);
  });
}

/** `value` of `storage.run(value, callback)` and `storage.enterWith(value)`. */
function valuePutAt(store: ts.Node): ts.Expression | undefined {
  // A place may be a whole file, which exports the storage.
  if (ts.isSourceFile(store)) return undefined;
  const { parent: method } = store;
  if (!ts.isPropertyAccessExpression(method) || method.expression !== store) return undefined;
  if (!/^(?:run|enterWith)$/.test(memberName(method) ?? '')) return undefined;
  const { parent: call } = method;
  return ts.isCallExpression(call) && call.expression === method ? call.arguments[0] : undefined;
}
