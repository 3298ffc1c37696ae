import { calledThrough } from '../deprecations/caller.js';
import { isStub } from '../gateway/test-doubles.js';

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Our operations, by the `cards` that a method of the SDK's class may be called on. */
const operationsOf = new WeakMap<object, object>();

/** Methods that we installed in an SDK's class. */
const routers = new WeakSet<object>();

/** Routed names, by the prototype of the class. */
const routedNames = new WeakMap<object, Set<PropertyKey>>();

/**
 * Replaces methods of an SDK's cards class by routers: called on `cards` for which we have operations, a router calls our operation. If a
 * tracer or a test replaces the method afterwards, its function is called as usual, and the original that it calls is our router.
 *
 * @param prototype prototype of the class; `Object.prototype` is left alone
 * @param names names of our operations
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

/** Makes the routed methods call `operations` on each of `cards`. */
export function routeTo(operations: object, ...cards: readonly object[]): void {
  for (const each of cards) operationsOf.set(each, operations);
}

export function isRouter(method: object): boolean {
  return routers.has(method);
}

/** Whether other code has replaced a method of an SDK's class, by a stub or by a tracer's wrapper. */
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

/** @returns whether the class could be changed */
function replace(holder: object, name: string, method: Method): boolean {
  const router: Method = function (...args) {
    const operations = operationsOf.get(Object(this));
    const operation: unknown = operations && Reflect.get(operations, name);
    if (typeof operation !== 'function') return Reflect.apply(method, this, args);
    // Where it was called, not this line of ours, is the place of a legacy call.
    return calledThrough(router, () => Reflect.apply(operation as Method, this, args));
  };
  Object.defineProperty(router, 'name', { value: method.name, configurable: true });
  Object.defineProperty(router, 'length', { value: method.length, configurable: true });
  routers.add(router);
  return Reflect.defineProperty(holder, name, {
    ...Reflect.getOwnPropertyDescriptor(holder, name),
    value: router,
  });
}
