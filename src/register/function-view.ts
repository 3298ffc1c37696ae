// biome-ignore lint/complexity/noBannedTypes: whatever can be called, or built with `new`
type Callable = Function;

export interface FunctionHooks {
  /** What the original is given in the place of an argument. */
  given(argument: unknown): unknown;
  /** An object that was built with `new`; what comes back takes its place. */
  built(result: object, args: readonly unknown[]): object;
  /** The result of a call, or of a static method's. */
  called(result: unknown, args: readonly unknown[], self: unknown): unknown;
  /** A static member. */
  shown(value: unknown, name: PropertyKey): unknown;
}

/**
 * A function or class that behaves as `original` does, but for the hooks. Static methods run with the original as `this`, since they may
 * have private members.
 *
 * The proxied function is not the original but a bare one of the same kind: the engine allows no other value for a member of a frozen class
 * than the class itself has, and a class may well hold itself, as `Zentra.Client`.
 */
export function functionView<T extends Callable>(original: T, hooks: FunctionHooks): T {
  const bare = bareFunction(original);
  const statics = new WeakMap<object, object>();
  const given = (args: readonly unknown[]) => args.map((each) => hooks.given(each));

  const staticOf = (method: Callable): object => {
    const known = statics.get(method);
    if (known) return known;
    const forwarder = new Proxy(method, {
      apply(target, self, args) {
        return hooks.called(Reflect.apply(target, self === view ? original : self, given(args)), args, self);
      },
    });
    statics.set(method, forwarder);
    return forwarder;
  };

  const memberOf = (key: PropertyKey, receiver: unknown): unknown => {
    const value: unknown = Reflect.get(original, key, receiver === view ? original : receiver);
    if (value === original) return view;
    return isStaticMethod(value, key) ? staticOf(value) : hooks.shown(value, key);
  };

  const view: T = new Proxy(bare as unknown as T, {
    construct(_, args, newTarget) {
      const result = Reflect.construct(original, given(args), newTarget === view ? original : newTarget);
      return hooks.built(result, args);
    },
    // A class of the time before `class`: `Zentra(options)`, or `Zentra.call(this, options)` in a derived one.
    apply(_, self, args) {
      const result: unknown = Reflect.apply(original, self, given(args));
      if (result === undefined && isInstance(self, original)) hooks.built(self, args);
      return isInstance(result, original) ? hooks.built(result, args) : hooks.called(result, args, self);
    },
    get: (_, key, receiver) => memberOf(key, receiver),
    has: (_, key) => Reflect.has(original, key),
    set: (_, key, value, receiver) =>
      Reflect.set(original, key, value, receiver === view ? original : receiver),
    ownKeys: () => [...new Set([...Reflect.ownKeys(original), ...Reflect.ownKeys(bare)])],
    deleteProperty: (_, key) => Reflect.deleteProperty(original, key),
    getPrototypeOf: () => Reflect.getPrototypeOf(original),
    getOwnPropertyDescriptor(_, key) {
      const own = Reflect.getOwnPropertyDescriptor(bare, key);
      if (own) return own;
      const descriptor = Reflect.getOwnPropertyDescriptor(original, key);
      if (!descriptor) return undefined;
      const { enumerable = false } = descriptor;
      // The engine wants what the bare function lacks to be configurable.
      return { value: memberOf(key, view), writable: true, enumerable, configurable: true };
    },
    defineProperty(_, key, descriptor) {
      const defined = Reflect.defineProperty(original, key, descriptor);
      if (defined && descriptor.configurable !== true) Reflect.defineProperty(bare, key, descriptor);
      return defined;
    },
  });
  return view;
}

/** Methods have no prototype; what has one is shown like any member. */
function isStaticMethod(value: unknown, key: PropertyKey): value is Callable {
  return (
    typeof value === 'function' &&
    !Object.hasOwn(value, 'prototype') &&
    !Object.hasOwn(Function.prototype, key)
  );
}

/** Without members, but for the `prototype` that a constructor cannot be without. */
function bareFunction(original: Callable): Callable {
  // Not an arrow: only such a function can be built with `new`, and given another prototype.
  function constructible() {}
  const bare = Object.hasOwn(original, 'prototype') ? constructible : () => {};
  Reflect.deleteProperty(bare, 'length');
  Reflect.deleteProperty(bare, 'name');
  if (Object.hasOwn(bare, 'prototype')) {
    const { writable = false } = Object.getOwnPropertyDescriptor(original, 'prototype') ?? {};
    Object.defineProperty(bare, 'prototype', { value: original.prototype, writable });
  }
  return bare;
}

/** Of a function without a prototype nothing is an instance. */
function isInstance(value: unknown, callable: Callable): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof callable.prototype === 'object' &&
    callable.prototype !== null &&
    Object.prototype.isPrototypeOf.call(callable.prototype, value)
  );
}
