import { calledThrough } from '../deprecations/caller.js';
import { isRouter } from './method-routes.js';

/** The parts of an overlay. */
export interface OverlayParts {
  /** Its members take precedence; properties set on the overlay are stored here. */
  own: object;
  /** Whether a member of `own` hides the real one. */
  isOwn(own: object, key: PropertyKey): boolean;
  /** The object underneath, or `undefined` if there is none; `key` is the requested member. */
  real(key?: PropertyKey): object | undefined;
  /** Value of a member if there is no object underneath. */
  missing?(key: PropertyKey): unknown;
  /** Replaces the result of a method of the real object's class. */
  returned?(result: unknown, args: readonly unknown[]): unknown;
  /** Replaces a value of the real object. */
  shown?(value: unknown, key: PropertyKey): unknown;
}

/**
 * An object that shows `own` on top of `real`. Values keep their identity. Getters, and methods of the real object's class, run with the
 * real object as `this`, since they may use private fields. A method that returns the real object returns the overlay instead.
 */
export function overlay<T extends object>({ own, isOwn, real, missing, returned, shown }: OverlayParts): T {
  const forwarders = new WeakMap<object, object>();

  const memberOf = (underneath: object, key: PropertyKey): unknown => {
    const value: unknown = Reflect.get(underneath, key, underneath);
    const isMethod = typeof value === 'function' && key !== 'constructor' && !isClass(value);
    // An own function is not a method of the class: it needs no private field, and programs may compare it.
    if (!isMethod || Object.hasOwn(underneath, key)) return shown ? shown(value, key) : value;
    const known = forwarders.get(value);
    if (known) return known;
    const forwarder = new Proxy(value, {
      apply: function forward(method, self, args) {
        const call = () => Reflect.apply(method, self === view ? underneath : self, args);
        // Where it was called, not this line of ours, is the place of a legacy call.
        const result: unknown = isRouter(method) ? calledThrough(forward, call) : call();
        if (result === underneath) return view;
        return returned ? returned(result, args) : result;
      },
    });
    forwarders.set(value, forwarder);
    return forwarder;
  };

  const view = new Proxy(own, {
    get(target, key, receiver) {
      if (isOwn(target, key)) return Reflect.get(target, key, receiver);
      const underneath = real(key);
      return underneath ? memberOf(underneath, key) : missing?.(key);
    },
    has(target, key) {
      return isOwn(target, key) || key in (real(key) ?? target);
    },
    ownKeys(target) {
      const keys = Reflect.ownKeys(target);
      // A proxy must not report more keys than a target that is not extensible has.
      if (!Reflect.isExtensible(target)) return keys;
      return [...new Set([...Reflect.ownKeys(real() ?? {}), ...keys])];
    },
    getOwnPropertyDescriptor(target, key) {
      const descriptor = Reflect.getOwnPropertyDescriptor(target, key);
      if (descriptor || !Reflect.isExtensible(target)) return descriptor;
      const underneath = real(key);
      const below = underneath && Reflect.getOwnPropertyDescriptor(underneath, key);
      if (!underneath || !below) return undefined;
      // A proxy must report members that its target lacks as configurable.
      const { enumerable = false } = below;
      return { value: memberOf(underneath, key), writable: true, configurable: true, enumerable };
    },
  });
  return view as T;
}

function isClass(value: object): boolean {
  return /^class\b/.test(Function.prototype.toString.call(value));
}
