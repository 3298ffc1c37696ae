import type ts from 'typescript';
import { RESULT } from '../verdict';
import type { Flow } from './flow';
import {
  type CallSite,
  type FlowObject,
  type Frame,
  idOf,
  NOTHING,
  type Objects,
  objects,
  openBehind,
  union,
} from './objects';
import { functionOf } from './scopes';
import { Tracker } from './tracker';

/** The values that a promise is resolved with: `value` of `new Promise((resolve) => resolve(value))`. */
export function resolvedBy(
  flow: Flow,
  { arguments: given }: ts.NewExpression,
  frame: Frame | undefined,
): Objects {
  const executor = given?.[0];
  if (!executor) return NOTHING;
  return union(
    Array.from(flow.objectsOf(executor, frame).values(), (object) => {
      const resolve = object.kind === 'callable' ? functionOf(object.node)?.parameters[0] : undefined;
      return resolve
        ? passedTo(flow, resolve.name, 0, frame)
        : objects(flow.open(executor, 'what resolves this promise is not in sight'));
    }),
  );
}

/** The results that a function gives to its Node callback in a call: `value` of `(callback) => callback(null, value)`. */
export function givenToCallback(flow: Flow, fn: FlowObject, site: CallSite): Objects {
  if (fn.kind === 'open') return openBehind(fn, RESULT);
  const callback = fn.kind === 'callable' ? functionOf(fn.node)?.parameters.at(-1) : undefined;
  if (fn.kind !== 'callable' || !callback) return NOTHING;
  return passedTo(flow, callback.name, 1, flow.frame(fn.node, site, fn.frame));
}

/** The values of one argument of all calls of the function that a parameter or a variable receives. */
export function passedTo(flow: Flow, name: ts.BindingName, place: number, frame: Frame | undefined): Objects {
  return flow.table.answers(`passed:${idOf(name)}:${place}:${frame?.id}`, () => {
    const tracker = new Tracker(flow, { frame });
    tracker.trackBound(name, []);
    return union(
      Array.from(tracker.uses.values(), (use) =>
        use.kind === 'call' ? use.site.argument(place) : objects(flow.open(use.at, use.why)),
      ),
    );
  });
}
