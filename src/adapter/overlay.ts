/** What an overlay shows. */
export interface OverlayParts {
  /** Members here come first; what is set on the overlay lands here. */
  own: object;
  /** Whether a member of `own` hides the real one. */
  isOwn(own: object, key: PropertyKey): boolean;
  /** The object underneath, or `undefined` where there is none; `key` is the member that is asked for. */
  real(key?: PropertyKey): object | undefined;
  /** Value of a member where there is no object underneath. */
  missing?(key: PropertyKey): unknown;
  /** What a call of a method of the real object's class answers with, in the place of its result. */
  returned?(result: unknown, args: readonly unknown[]): unknown;
  /** What is shown in the place of a value of the real object. */
  shown?(value: unknown, key: PropertyKey): unknown;
}

/**
 * An object that shows `own` on top of `real`. Values keep their identity; getters run with the real object as `this`, and so do
 * methods of its class, which may have private fields. A method that returns the real object returns the overlay instead.
 */
export function overlay<T extends object>({ own, isOwn, real, missing, returned, shown }: OverlayParts): T {
  const forwarders = new WeakMap<object, object>();

  const memberOf = (underneath: object, key: PropertyKey): unknown => {
    const value: unknown = Reflect.get(underneath, key, underneath);
    const isMethod = typeof value === 'function' && key !== 'constructor' && !isClass(value);
    // An own function is no method of a class: it needs no private field, and may well be compared.
    if (!isMethod || Object.hasOwn(underneath, key)) return shown ? shown(value, key) : value;
    const known = forwarders.get(value);
    if (known) return known;
    const forwarder = new Proxy(value, {
      apply(method, self, args) {
        const result: unknown = Reflect.apply(method, self === view ? underneath : self, args);
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
      // The engine lets no frozen object show more than it has.
      if (!Reflect.isExtensible(target)) return keys;
      return [...new Set([...Reflect.ownKeys(real() ?? {}), ...keys])];
    },
    getOwnPropertyDescriptor(target, key) {
      const descriptor = Reflect.getOwnPropertyDescriptor(target, key);
      if (descriptor || !Reflect.isExtensible(target)) return descriptor;
      const underneath = real(key);
      const below = underneath && Reflect.getOwnPropertyDescriptor(underneath, key);
      if (!underneath || !below) return undefined;
      // Nor may what the proxied object lacks be anything but configurable.
      const { enumerable = false } = below;
      return { value: memberOf(underneath, key), writable: true, configurable: true, enumerable };
    },
  });
  return view as T;
}

function isClass(value: object): boolean {
  return /^class\b/.test(Function.prototype.toString.call(value));
}
