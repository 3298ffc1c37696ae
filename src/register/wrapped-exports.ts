import { types } from 'node:util';
import { isClientLike } from '../adapter/client-like.js';
import { routeMethods } from '../adapter/method-routes.js';
import { overlay } from '../adapter/overlay.js';
import { hasMembers, isOurs } from '../adapter/real-sdk.js';
import { joinErrorsOf } from '../adapter/sdk-errors.js';
import { compositions, routes } from '../contract/routes.js';
import { methodRules } from '../contract/rules.js';
import { rehearsedSdkArgument } from '../gateway/rehearsal.js';
import { isStub } from '../gateway/test-doubles.js';
import { cannotWrap } from './cannot-wrap.js';
import { isOfSdksClass } from './class-chain.js';
import { callbackGiven, equipMaker, equipped, equippedCards, equippedResult } from './equipped.js';
import { clientNames } from './facade.js';
import { functionView } from './function-view.js';

// biome-ignore lint/complexity/noBannedTypes: whatever can be called, or built with `new`
type Callable = Function;

/** Names of all our operations. */
const operationNames = [
  ...methodRules.map(({ legacy }) => legacy),
  ...Object.keys({ ...routes, ...compositions }),
];

/** Originals and their wrappers, so that `import` and `require` of a class return the same wrapper. */
const wrapped = new WeakMap<object, object>();

/**
 * Wraps the exports of an `@zentra/sdk` module: classes and functions then make clients that have our `cards`, and exported clients get
 * them. All other exports are returned unchanged. Wrapping must not throw, since the program must start.
 */
export function wrappedExports(exports: unknown): unknown {
  if (!hasMembers(exports) || isOurs(exports)) return exports;
  try {
    joinErrorsOf(exports);
    routeExportedClasses(exports);
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
  if (isOfSdksClass(exports) && !types.isModuleNamespaceObject(exports)) equipMaker(exports, []);
  return result;
}

/** Wraps a member of a module or of a class. */
function wrappedMember(value: unknown, name: PropertyKey): unknown {
  const isClientName = (clientNames as readonly PropertyKey[]).includes(name);
  if (!hasMembers(value) || isOurs(value)) return value;
  if (typeof value === 'function') return wrappedCallable(value, isClientName);
  if (isClientLike(value)) return equipped(value, []);
  if (name === 'default' || isNamespace(value)) return wrappedNamespace(value);
  // A client that gets its `cards` later is none yet.
  if (isExportedClient(value, name)) equipMaker(value, []);
  return value;
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
    given: (argument, args, self) => callbackGiven(givenToSdk(argument), { args, self }),
    built: (client, args) => {
      linkConstructor(original, client, view);
      if (isClient || isClientLike(client)) return equipped(client, args);
      if (isCardsLike(client)) return equippedCards(client, args, original.prototype);
      equipMaker(client, args);
      return client;
    },
    called: (result, args, self) => equippedResult(result, { args, self }),
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

/** Lets `new client.constructor()` make the same kind of client as `new Zentra()`. */
function linkConstructor(original: Callable, client: object, view: object): void {
  const prototype: unknown = original.prototype;
  if (!hasMembers(prototype) || !isClientLike(client)) return;
  const own = Object.getOwnPropertyDescriptor(prototype, 'constructor');
  if (own?.value === original) Reflect.defineProperty(prototype, 'constructor', { ...own, value: view });
}

/** Whether an exported object may become a client: it is of a class that the SDK exports, or has the name of a client. */
function isExportedClient(value: object, name: PropertyKey): boolean {
  const isNamedSo = clientNames.some((each) => each.toLowerCase() === String(name).toLowerCase());
  return (isNamedSo || wrapped.has(value.constructor)) && isOfSdksClass(value) && !isCardsLike(value);
}

/** Whether an object has the methods of `cards`, which are routed and return no clients. */
function isCardsLike(value: object): boolean {
  return isClientLike({ cards: value });
}

/** Levels of members in which an exported class is looked for: `Cards`, `Zentra.Cards`, `resources.Cards`. */
const deepest = 2;

/** Routes the methods of exported classes of cards now, because a program may stub or trace them before the first client exists. */
function routeExportedClasses(exports: object, depth = 1): void {
  for (const { value } of Object.values(Object.getOwnPropertyDescriptors(exports))) {
    if (!hasMembers(value) || isOurs(value)) continue;
    const prototype: unknown = typeof value === 'function' ? value.prototype : undefined;
    if (hasMembers(prototype) && isCardsLike(prototype)) routeMethods(prototype, operationNames);
    if (depth < deepest) routeExportedClasses(value, depth + 1);
  }
}
