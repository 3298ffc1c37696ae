import type { CompatOptions } from '../adapter/compat-options.js';
import { overlay } from '../adapter/overlay.js';
import { ofZentraCompat, sdkName } from '../adapter/real-sdk.js';
import { equipZentra, withoutVersion } from '../adapter/wrap-zentra.js';
import { warnOnce } from '../deprecations/process-warning.js';

type Class = new (...args: unknown[]) => object;

/** The documented names of the SDK's client class; a default export may be the class, or the whole module once more. */
const clientNames = ['Zentra', 'Client', 'default'] as const;

/** Originals and their wrapped selves, so that `import` and `require` of one class give one class. */
const wrapped = new WeakMap<object, object>();

/**
 * What `@zentra/sdk` exports, with client classes whose clients have our `cards`. Everything else is passed on as it is. An SDK in
 * which no class is found is passed on whole, with one warning: the program must start.
 */
export function wrappedExports(exports: unknown): unknown {
  if (!hasMembers(exports) || isOurs(exports)) return exports;
  const result = wrappedModule(exports);
  if (result === exports) cannotWrap('it exports no class Zentra or Client');
  return result;
}

function wrappedModule(exports: object): object {
  const known = wrapped.get(exports);
  if (known) return known;
  const result = typeof exports === 'function' ? wrappedClass(exports as Class) : wrappedNamespace(exports);
  wrapped.set(exports, result);
  wrapped.set(result, result);
  return result;
}

function wrappedNamespace(exports: object): object {
  const own = wrappedMembers(exports);
  if (Object.keys(own).length === 0) return exports;
  return overlay({ own, isOwn: Object.hasOwn, real: () => exports });
}

/** Client classes among the members of a module or of a class, wrapped. */
function wrappedMembers(holder: object): Record<string, object> {
  const own: Record<string, object> = {};
  for (const name of clientNames) {
    const value: unknown = Object.hasOwn(holder, name) ? Reflect.get(holder, name) : undefined;
    if (value === holder || !hasMembers(value) || isOurs(value)) continue;
    const replacement = wrappedModule(value);
    if (replacement !== value) own[name] = replacement;
  }
  return own;
}

function wrappedClass(original: Class): Class {
  const view: Class = new Proxy(original, {
    construct(target, args, newTarget) {
      const client = Reflect.construct(target, args, newTarget === view ? target : newTarget);
      return equipped(client, args[0]);
    },
    // A class of the time before `class`: `Zentra(options)`, or `Zentra.call(this, options)` in a derived one.
    apply(target, self, args) {
      const result: unknown = Reflect.apply(target as never, self, args);
      if (result instanceof target) return equipped(result, args[0]);
      if (self instanceof target) equipped(self, args[0]);
      return result;
    },
    get(target, key, receiver) {
      const value: unknown = Reflect.get(target, key, receiver === view ? target : receiver);
      if (value === target) return view;
      const isClient = (clientNames as readonly unknown[]).includes(key);
      return isClient && hasMembers(value) && !isOurs(value) ? wrappedModule(value) : value;
    },
  });
  // Before its members are looked at: `Zentra.Client` may be the class itself.
  wrapped.set(original, view);
  wrapped.set(view, view);
  return view;
}

function equipped(client: object, given: unknown): object {
  try {
    return equipZentra(client, optionsOf(given));
  } catch (error) {
    cannotWrap((error as Error).message);
    return client;
  }
}

/** Of the options for the real SDK, those that mean the same to us. */
function optionsOf(given: unknown): CompatOptions {
  if (given === null || typeof given !== 'object') return {};
  const { secretKey, apiKey, baseUrl, environment } = given as CompatOptions;
  return {
    secretKey,
    apiKey,
    baseUrl: typeof baseUrl === 'string' ? withoutVersion(baseUrl) : undefined,
    environment: environment === 'sandbox' || environment === 'live' ? environment : undefined,
  };
}

function isOurs(value: object): boolean {
  return Reflect.get(value, ofZentraCompat) === true || hasOurClass(value);
}

function hasOurClass(value: object): boolean {
  const member: unknown = Object.hasOwn(value, 'Zentra') ? Reflect.get(value, 'Zentra') : undefined;
  return hasMembers(member) && Reflect.get(member, ofZentraCompat) === true;
}

function hasMembers(value: unknown): value is object {
  return typeof value === 'function' || (typeof value === 'object' && value !== null);
}

/** Also told by the hooks, where they cannot be installed. */
export function cannotWrap(why: string): void {
  warnOnce(
    'ZENTRA_REGISTER_FAILED',
    `zentra-compat/register cannot wrap ${sdkName} (${why}): its calls go out as they are`,
  );
}
