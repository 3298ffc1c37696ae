import { EventEmitter } from 'node:events';
import { isClientLike } from '../adapter/client-like.js';
import type { CompatOptions } from '../adapter/compat-options.js';
import { equipZentra } from '../adapter/equip-zentra.js';
import { routeMethods } from '../adapter/method-routes.js';
import { overlay } from '../adapter/overlay.js';
import { hasMembers, isOurs, sdkName } from '../adapter/real-sdk.js';
import { joinErrorsOf } from '../adapter/sdk-errors.js';
import { mergedOptions } from '../adapter/wrap-zentra.js';
import { ZentraValidationError } from '../contract/errors.js';
import { methodRules } from '../contract/rules.js';
import { warnOnce } from '../gateway/process-warning.js';
import { rehearsedSdkArgument } from '../gateway/rehearsal.js';
import { isStub } from '../gateway/test-doubles.js';
import { clientNames } from './facade.js';
import { functionView } from './function-view.js';
import { optionsFrom } from './sdk-options.js';

// biome-ignore lint/complexity/noBannedTypes: whatever can be called, or built with `new`
type Callable = Function;

/** Originals and their wrappers, so that `import` and `require` of a class return the same wrapper. */
const wrapped = new WeakMap<object, object>();

/** Options of each client that mean the same to us. */
const optionsOf = new WeakMap<object, CompatOptions>();

/**
 * Wraps the exports of an `@zentra/sdk` module: classes and functions then make clients that have our `cards`, and exported clients get
 * them. All other exports are returned unchanged. Wrapping must not throw, since the program must start.
 */
export function wrappedExports(exports: unknown): unknown {
  if (!hasMembers(exports) || isOurs(exports)) return exports;
  try {
    joinErrorsOf(exports);
    return typeof exports === 'function' ? wrappedCallable(exports, true) : wrappedNamespace(exports);
  } catch (error) {
    cannotWrap((error as Error).message);
    return exports;
  }
}

function wrappedNamespace(exports: object): object {
  if (isClientLike(exports)) return equipped(exports, []);
  const known = wrapped.get(exports);
  if (known) return known;
  const result = overlay<object>({
    own: Object.create(Object.getPrototypeOf(exports)),
    isOwn: Object.hasOwn,
    real: () => exports,
    shown: wrappedMember,
  });
  wrapped.set(exports, result);
  wrapped.set(result, result);
  routeExportedClasses(exports);
  return result;
}

/** Wraps a member of a module or of a class. */
function wrappedMember(value: unknown, name: PropertyKey): unknown {
  const isClientName = (clientNames as readonly PropertyKey[]).includes(name);
  if (!hasMembers(value) || isOurs(value)) return value;
  if (typeof value === 'function') return wrappedCallable(value, isClientName);
  if (isClientLike(value)) return equipped(value, []);
  return name === 'default' || isNamespace(value) ? wrappedNamespace(value) : value;
}

/** Whether a member holds the client class, as `v1` does in `export * as v1` and in `module.exports = { v1: { Zentra } }`. */
function isNamespace(value: object): boolean {
  try {
    return clientNames.some(
      (name) => Object.hasOwn(value, name) && typeof Reflect.get(value, name) === 'function',
    );
  } catch {
    // A getter of the SDK may throw, and so does a revoked proxy.
    return false;
  }
}

/** @param isClient whether the name is that of a client class, whose clients need our `cards` even if they have none yet */
function wrappedCallable(original: Callable, isClient: boolean): object {
  const known = wrapped.get(original);
  if (known) return known;
  // Programs compare with error classes and derive from them, and those make no clients; a test reads the calls of its own stub.
  if (original.prototype instanceof Error || isStub(original)) return original;
  const view = functionView(original, {
    given: givenToSdk,
    built: (client, args) => {
      linkConstructor(original, client, view);
      if (isClient || isClientLike(client)) return equipped(client, args);
      if (!isCardsLike(client)) equipMaker(client, args);
      return client;
    },
    called: (result, args, self) => equippedResult(result, args, self),
    shown: wrappedMember,
  });
  // Before its members are read: `Zentra.Client` may be the class itself.
  wrapped.set(original, view);
  wrapped.set(view, view);
  return view;
}

/** The program must start even if the rehearsal's gateway is refused: the client reports that error. */
function givenToSdk(argument: unknown): unknown {
  try {
    return rehearsedSdkArgument(argument);
  } catch {
    return argument;
  }
}

/** Equips the result of a function or static method of the SDK. A client in a promise is equipped before other code sees it. */
function equippedResult(result: unknown, args: readonly unknown[], self?: unknown): unknown {
  if (result instanceof Promise) {
    result.then(
      (value) => equippedResult(value, args, self),
      () => {},
    );
    return result;
  }
  return isClientLike(result) ? equipped(result, args, self) : result;
}

/** @param self the client that made this one */
function equipped(client: object, args: readonly unknown[], self?: unknown): object {
  try {
    const inherited = (hasMembers(self) && optionsOf.get(self)) || {};
    const options = args.map(optionsFrom).reduce<CompatOptions>(mergedOptions, inherited);
    const result = equipZentra(client, options);
    optionsOf.set(result, options);
    equipMakers(client, makerName);
    return result;
  } catch (error) {
    // A mistyped target version must not leave the program on the legacy routes.
    if (error instanceof ZentraValidationError && error.field === 'ZENTRA_COMPAT_TARGET') throw error;
    cannotWrap((error as Error).message);
    return client;
  }
}

/** Lets `new client.constructor()` make the same kind of client as `new Zentra()`. */
function linkConstructor(original: Callable, client: object, view: object): void {
  const prototype: unknown = original.prototype;
  if (!hasMembers(prototype) || !isClientLike(client)) return;
  const own = Object.getOwnPropertyDescriptor(prototype, 'constructor');
  if (own?.value === original) Reflect.defineProperty(prototype, 'constructor', { ...own, value: view });
}

/** Names of methods that derive another client, such as `withOptions`, `clone`, `createClient`, `forTenant`. */
const makerName =
  /^(with|clone|copy|fork|extend|child|create|configure|for|as|on(?=[A-Z_])|using)(?=[A-Z_]|$)/;

/** Names of methods of an object that is no client: any of them may hand one out. */
const anyName = /^(?!constructor$)/;

/** Makes an object of the SDK that is no client, such as a builder or a pool, hand out our clients, with the options that it was given. */
function equipMaker(maker: object, args: readonly unknown[]): void {
  equipMakers(maker, anyName);
  try {
    optionsOf.set(maker, args.map(optionsFrom).reduce<CompatOptions>(mergedOptions, {}));
  } catch {
    // Options that are not for clients, such as the host of a logger.
  }
}

const makers = new WeakSet<object>();

/** Prototypes that other code uses, too: classes of an SDK may derive from them. */
const untouched = new Set<object>(
  [Object, Function, Array, Map, Set, WeakMap, WeakSet, Promise, Error, URL, EventTarget, EventEmitter].map(
    ({ prototype }) => prototype,
  ),
);

/** Makes those methods of an object's class equip the clients that they return. Classes of Node and of the language are left alone. */
function equipMakers(maker: object, names: RegExp): void {
  for (
    let holder: object | null = Object.getPrototypeOf(maker);
    holder && !untouched.has(holder);
    holder = Object.getPrototypeOf(holder)
  ) {
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(holder))) {
      const method: unknown = descriptor.value;
      if (!names.test(name) || typeof method !== 'function' || makers.has(method) || isStub(method)) continue;
      const value = new Proxy(method, {
        apply: (target, self, args) => equippedResult(Reflect.apply(target, self, args), args, self),
      });
      makers.add(value);
      Reflect.defineProperty(holder, name, { ...descriptor, value });
    }
  }
}

/** Whether an object has the methods of `cards`, which are routed and return no clients. */
function isCardsLike(value: object): boolean {
  return isClientLike({ cards: value });
}

/** Routes the methods of exported classes of cards now, because a program may stub or trace them before the first client exists. */
function routeExportedClasses(exports: object): void {
  const names = methodRules.map(({ legacy }) => legacy);
  for (const { value } of Object.values(Object.getOwnPropertyDescriptors(exports))) {
    const prototype: unknown = typeof value === 'function' ? value.prototype : undefined;
    if (hasMembers(prototype)) routeMethods(prototype, names);
  }
}

/** Warns that the SDK is not wrapped. The hooks also call it if they cannot be installed. */
export function cannotWrap(why: string): void {
  warnOnce(
    'ZENTRA_REGISTER_FAILED',
    `zentra-compat/register cannot wrap ${sdkName} (${why}): its calls go out as they are`,
  );
}
