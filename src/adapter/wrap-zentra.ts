import { ZentraValidationError } from '../contract/errors.js';
import { rehearsalGateway } from '../gateway/rehearsal.js';
import type { ZentraCards } from './card-methods.js';
import { isClientLike } from './client-like.js';
import { compatCards } from './compat-cards.js';
import type { CompatOptions } from './compat-options.js';
import { overCards } from './over-cards.js';
import { overlay } from './overlay.js';
import { ofZentraCompat } from './real-sdk.js';

/** A client of the real SDK with our `cards`; it can be given to whatever takes the client itself. */
export type Wrapped<T extends object> = T & { readonly cards: ZentraCards };

const wrappers = new WeakSet<object>();

/** From now on, a client counts as wrapped. */
export function markWrapped(client: object): void {
  wrappers.add(client);
}

/**
 * Wraps a client that exists already: `cards` becomes ours, everything else stays what it is. The client itself is not changed.
 * Members of its `cards` that this package does not know pass through. A wrapped client comes back as it is.
 *
 * @param client a client of `@zentra/sdk`
 * @param options as of `new Zentra`, but for `sdk`. Without a key or a `baseUrl`, the client's own `secretKey` or `apiKey` and
 *   `baseUrl` are used where they can be read.
 * @throws {ZentraValidationError} no client, no key, or an option that is wrong; `field` is its name.
 */
export function wrapZentra<T extends object>(client: T, options: CompatOptions = {}): Wrapped<T> {
  if (client === null || typeof client !== 'object') {
    throw new ZentraValidationError({
      message: 'wrapZentra takes a client of @zentra/sdk: wrapZentra(new Zentra({ secretKey }), options)',
      field: 'client',
    });
  }
  if (isWrapped(client)) return client;
  const own = Object.create(Object.getPrototypeOf(client));
  const real = () => member(client, 'cards');
  const enumerable = Object.getOwnPropertyDescriptor(client, 'cards')?.enumerable ?? false;
  const cards = cardsOver(operationsFor(client, options), real);
  Object.defineProperty(own, 'cards', { value: cards, enumerable, writable: true, configurable: true });
  const wrapped = overlay<Wrapped<T>>({
    own,
    isOwn: Object.hasOwn,
    real: () => client,
    // The SDK makes further clients itself, such as `withOptions()`.
    returned: (result, [given]) =>
      isClientLike(result) ? wrapZentra(result, mergedOptions(options, given)) : result,
  });
  wrappers.add(wrapped);
  return wrapped;
}

/** Whether a client has our `cards` already. */
export function isWrapped<T extends object>(client: T): client is T & Wrapped<T> {
  const ofOurs = (client.constructor as { [ofZentraCompat]?: unknown } | undefined)?.[ofZentraCompat];
  return ofOurs === true || wrappers.has(client);
}

/**
 * Our operations for a client.
 *
 * @param options those that are missing are the client's own, where they can be read
 * @throws {ZentraValidationError} as `wrapZentra` does.
 */
export function operationsFor(client: object, options: CompatOptions): ZentraCards {
  return compatCards(withClientsOwn(client, options));
}

/** Our operations on top of a client's own `cards`, and of the same class, where there are any yet. */
export function cardsOver(operations: ZentraCards, real: () => unknown): ZentraCards {
  const underneath = real();
  const prototype =
    typeof underneath === 'object' && underneath !== null
      ? Object.getPrototypeOf(underneath)
      : Object.prototype;
  // Defined, not assigned: the methods of a frozen class cannot be assigned to what inherits them.
  return overCards(Object.create(prototype, Object.getOwnPropertyDescriptors(operations)), real);
}

/** The options of a client, with those that the SDK makes another one with on top; a key replaces a key, by whichever name. */
export function mergedOptions(options: CompatOptions, given: unknown): CompatOptions {
  const more = { ...(given as CompatOptions | undefined) };
  if (typeof more.baseUrl === 'string') more.baseUrl = withoutVersion(more.baseUrl);
  const hasKey = more.secretKey !== undefined || more.apiKey !== undefined;
  return { ...options, ...(hasKey && { secretKey: undefined, apiKey: undefined }), ...more };
}

function withClientsOwn(client: object, options: CompatOptions): CompatOptions {
  // A rehearsal needs no key, and must not depend on one that a machine of tests does not have.
  if (rehearsalGateway() !== undefined) return options;
  const hasKey = options?.secretKey !== undefined || options?.apiKey !== undefined;
  const key = hasKey ? undefined : (text(client, 'secretKey') ?? text(client, 'apiKey'));
  if (!hasKey && key === undefined) {
    throw new ZentraValidationError({
      message:
        'wrapZentra cannot read the key of this client: pass it, as in wrapZentra(client, { secretKey })',
      field: 'secretKey',
    });
  }
  return {
    ...options,
    ...(key !== undefined && { secretKey: key }),
    baseUrl: options.baseUrl ?? withoutVersion(text(client, 'baseUrl')),
  };
}

/** An old client's base URL may end in the version that its routes left out (contract, section 1); ours have it. */
export function withoutVersion(baseUrl: string | undefined): string | undefined {
  return baseUrl?.replace(/(?:\/api)?\/v1\/?$/, '');
}

function text(client: object, key: string): string | undefined {
  const value = member(client, key);
  return typeof value === 'string' ? value : undefined;
}

function member(client: object, key: string): unknown {
  return Reflect.get(client, key, client);
}
