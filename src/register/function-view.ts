// biome-ignore lint/complexity/noBannedTypes: whatever can be called, or built with `new`
type Callable = Function;

export interface FunctionHooks {
  /** Replaces one of the arguments that are passed to the original. */
  given(argument: unknown, args: readonly unknown[], self: unknown): unknown;
  /** Replaces an object that was built with `new`. */
  built(result: object, args: readonly unknown[]): object;
  /** Replaces the result of a call of the function or of a static method. */
  called(result: unknown, args: readonly unknown[], self: unknown): unknown;
  /** Replaces the value of a static member. */
  shown(value: unknown, name: PropertyKey): unknown;
}

/**
 * A proxy for a function or class that behaves like `original`, except for the hooks. Static methods run with the original as `this`,
 * because they may use private members.
 *
 * The proxy's target is not the original but a bare function of the same kind. For a member of a frozen target, a proxy must return the
 * target's own value, and a class may be its own member, as in `Zentra.Client`.
 */
export function functionView<T extends Callable>(original: T, hooks: FunctionHooks): T {
  const bare = bareFunction(original);
  const statics = new WeakMap<object, object>();
  const given = (args: readonly unknown[], self: unknown) =>
    args.map((each) => hooks.given(each, args, self));

  const staticOf = (method: Callable): object => {
    const known = statics.get(method);
    if (known) return known;
    const forwarder = new Proxy(method, {
      apply(target, self, args) {
        return hooks.called(
          Reflect.apply(target, self === view ? original : self, given(args, self)),
          args,
          self,
        );
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
      const result = Reflect.construct(
        original,
        given(args, original),
        newTarget === view ? original : newTarget,
      );
      return hooks.built(result, args);
    },
    // A class written as a function: `Zentra(options)`, or `Zentra.call(this, options)` in a derived one.
    apply(_, self, args) {
      const result: unknown = Reflect.apply(original, self, given(args, original));
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
      // A proxy must report members that its target lacks as configurable.
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

/** Methods have no prototype; a member with a prototype is a class or function and is shown like any other. */
function isStaticMethod(value: unknown, key: PropertyKey): value is Callable {
  return (
    typeof value === 'function' &&
    !Object.hasOwn(value, 'prototype') &&
    !Object.hasOwn(Function.prototype, key)
  );
}

/** A function without members, except for the `prototype` that a constructor always has. */
function bareFunction(original: Callable): Callable {
  // Not an arrow function: only this kind can be built with `new` and get another prototype.
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

/** A function without a prototype has no instances. */
function isInstance(value: unknown, callable: Callable): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof callable.prototype === 'object' &&
    callable.prototype !== null &&
    Object.prototype.isPrototypeOf.call(callable.prototype, value)
  );
}
