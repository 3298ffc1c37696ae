import { isStub } from '../gateway/test-doubles.js';

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Operations of ours, by the `cards` that a method of the SDK's class may be called on. */
const operationsOf = new WeakMap<object, object>();

/** Methods that we have put in an SDK's class. */
const routers = new WeakSet<object>();

/** Names that were routed, by the prototype that was looked through. */
const routedNames = new WeakMap<object, Set<PropertyKey>>();

/**
 * Puts routers in the place of the methods of an SDK's class of cards: called on `cards` that have operations of ours, they call those. What
 * a tracer or a test puts there afterwards is then called as it always was, and what it calls in turn is ours.
 *
 * @param prototype of the class; what is no object of a class is left alone
 * @param names of our operations
 */
export function routeMethods(prototype: object | null, names: readonly string[]): void {
  if (!prototype || prototype === Object.prototype) return;
  const routed = routedNames.get(prototype) ?? new Set();
  routedNames.set(prototype, routed);
  for (const name of names) {
    if (routed.has(name)) continue;
    const [holder, method] = methodOn(prototype, name);
    if (!method || isStub(method)) continue;
    if (routers.has(method) || replace(holder, name, method)) routed.add(name);
  }
}

/** Makes `operations` what the routed methods are on each of `cards`. */
export function routeTo(operations: object, ...cards: readonly object[]): void {
  for (const each of cards) operationsOf.set(each, operations);
}

/** Whether somebody has put something else in the place of a method of an SDK's class: a stub, or what a tracer wraps it in. */
export function isReplaced(prototype: object | null, name: PropertyKey): boolean {
  if (!prototype || prototype === Object.prototype) return false;
  const [, method] = methodOn(prototype, name);
  if (!method) return false;
  return isStub(method) || (routedNames.get(prototype)?.has(name) === true && !routers.has(method));
}

function methodOn(prototype: object, name: PropertyKey): [holder: object, method: Method | undefined] {
  for (
    let holder: object | null = prototype;
    holder && holder !== Object.prototype;
    holder = Object.getPrototypeOf(holder)
  ) {
    const method: unknown = Reflect.getOwnPropertyDescriptor(holder, name)?.value;
    if (typeof method === 'function') return [holder, method as Method];
  }
  return [prototype, undefined];
}

/** @returns whether the class lets itself be changed */
function replace(holder: object, name: string, method: Method): boolean {
  const router: Method = function (...args) {
    const operations = operationsOf.get(Object(this));
    const operation: unknown = operations && Reflect.get(operations, name);
    return Reflect.apply(typeof operation === 'function' ? (operation as Method) : method, this, args);
  };
  Object.defineProperty(router, 'name', { value: method.name, configurable: true });
  Object.defineProperty(router, 'length', { value: method.length, configurable: true });
  routers.add(router);
  return Reflect.defineProperty(holder, name, {
    ...Reflect.getOwnPropertyDescriptor(holder, name),
    value: router,
  });
}
