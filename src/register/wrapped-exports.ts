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

/** Originals and their wrapped selves, so that `import` and `require` of one class give one class. */
const wrapped = new WeakMap<object, object>();

/** What a client was made with, as far as it means the same to us. */
const optionsOf = new WeakMap<object, CompatOptions>();

/**
 * What a module of `@zentra/sdk` exports, with classes and functions whose clients have our `cards`, and with clients that have them.
 * Everything else is passed on as it is, and nothing here throws: the program must start.
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

/** A member of a module or of a class. */
function wrappedMember(value: unknown, name: PropertyKey): unknown {
  const isClientName = (clientNames as readonly PropertyKey[]).includes(name);
  if (!hasMembers(value) || isOurs(value)) return value;
  if (typeof value === 'function') return wrappedCallable(value, isClientName);
  if (isClientLike(value)) return equipped(value, []);
  return name === 'default' ? wrappedNamespace(value) : value;
}

/**
 * @param isClient a class of this name makes clients, even where they have no `cards` yet
 */
function wrappedCallable(original: Callable, isClient: boolean): object {
  const known = wrapped.get(original);
  if (known) return known;
  // Errors are compared and derived from, and make no clients; what a test has put there is asked for its calls.
  if (original.prototype instanceof Error || isStub(original)) return original;
  const view = functionView(original, {
    given: givenToSdk,
    built: (client, args) => {
      linkConstructor(original, client, view);
      return isClient || isClientLike(client) ? equipped(client, args) : client;
    },
    called: (result, args, self) => equippedResult(result, args, self),
    shown: wrappedMember,
  });
  // Before its members are looked at: `Zentra.Client` may be the class itself.
  wrapped.set(original, view);
  wrapped.set(view, view);
  return view;
}

/** The program starts, also where the rehearsal's gateway is refused: that is an error of the client's. */
function givenToSdk(argument: unknown): unknown {
  try {
    return rehearsedSdkArgument(argument);
  } catch {
    return argument;
  }
}

/** What a function or a static method of the SDK answers with; a promise of a client gives the client, equipped before anyone sees it. */
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

/** @param self the client that has made this one */
function equipped(client: object, args: readonly unknown[], self?: unknown): object {
  try {
    const inherited = (hasMembers(self) && optionsOf.get(self)) || {};
    const options = args.map(optionsFrom).reduce<CompatOptions>(mergedOptions, inherited);
    const result = equipZentra(client, options);
    optionsOf.set(result, options);
    equipMakers(client);
    return result;
  } catch (error) {
    // Whoever names a version past the legacy routes must not be left on them for a typing error.
    if (error instanceof ZentraValidationError && error.field === 'ZENTRA_COMPAT_TARGET') throw error;
    cannotWrap((error as Error).message);
    return client;
  }
}

/** `new client.constructor()` makes a client as `new Zentra()` does. */
function linkConstructor(original: Callable, client: object, view: object): void {
  const prototype: unknown = original.prototype;
  if (!hasMembers(prototype) || !isClientLike(client)) return;
  const own = Object.getOwnPropertyDescriptor(prototype, 'constructor');
  if (own?.value === original) Reflect.defineProperty(prototype, 'constructor', { ...own, value: view });
}

/** Names of methods that make another client out of one, such as `withOptions`, `clone`, `createClient`, `forTenant`. */
const makerName = /^(with|clone|copy|fork|extend|child|create|configure|for|as|on|using)(?=[A-Z_]|$)/;

const makers = new WeakSet<object>();

/** Lets the methods of a client's class that make further clients equip them. */
function equipMakers(client: object): void {
  for (
    let holder: object | null = Object.getPrototypeOf(client);
    holder && holder !== Object.prototype;
    holder = Object.getPrototypeOf(holder)
  ) {
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(holder))) {
      const method: unknown = descriptor.value;
      if (!makerName.test(name) || typeof method !== 'function' || makers.has(method)) continue;
      const maker = function (this: unknown, ...args: unknown[]): unknown {
        return equippedResult(Reflect.apply(method, this, args), args, this);
      };
      Object.defineProperty(maker, 'name', { value: method.name, configurable: true });
      makers.add(maker);
      Reflect.defineProperty(holder, name, { ...descriptor, value: maker });
    }
  }
}

/** A class of cards that is exported may be stubbed or traced before the first client is made. */
function routeExportedClasses(exports: object): void {
  const names = methodRules.map(({ legacy }) => legacy);
  for (const { value } of Object.values(Object.getOwnPropertyDescriptors(exports))) {
    const prototype: unknown = typeof value === 'function' ? value.prototype : undefined;
    if (hasMembers(prototype)) routeMethods(prototype, names);
  }
}

/** Also told by the hooks, where they cannot be installed. */
export function cannotWrap(why: string): void {
  warnOnce(
    'ZENTRA_REGISTER_FAILED',
    `zentra-compat/register cannot wrap ${sdkName} (${why}): its calls go out as they are`,
  );
}
