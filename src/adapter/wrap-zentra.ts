import { isDeepStrictEqual } from 'node:util';
import { ZentraValidationError } from '../contract/errors.js';
import { rehearsalGateway } from '../gateway/rehearsal.js';
import type { ZentraCards } from './card-methods.js';
import { addressIn, withoutVersion } from './client-address.js';
import { isClientLike } from './client-like.js';
import { compatCards } from './compat-cards.js';
import type { CompatOptions } from './compat-options.js';
import { overCards } from './over-cards.js';
import { overlay } from './overlay.js';
import { ofZentraCompat } from './real-sdk.js';
import { joinErrorsOf } from './sdk-errors.js';
import { combinedOptions, rememberedOptions, rememberOptions } from './wrapped-options.js';

/**
 * A client of the real SDK with our `cards`; it can be given to whatever takes the client itself. Ours come first: of two signatures, the
 * compiler takes the first that fits.
 */
export type Wrapped<T extends object> = { readonly cards: ZentraCards } & T;

const wrappers = new WeakSet<object>();

/** From now on, a client counts as wrapped, with these options. */
export function markWrapped(client: object, complete: CompatOptions): void {
  wrappers.add(client);
  rememberOptions(client, complete);
}

/**
 * Wraps a client that exists already: `cards` becomes ours, everything else stays what it is. The client itself is not changed.
 * Members of its `cards` that this package does not know pass through. A client that is wrapped already comes back as it is, or wrapped
 * once more where there are options, which go before the earlier ones.
 *
 * @param client a client of `@zentra/sdk`
 * @param options as of `new Zentra`, but for `sdk`. Without a key or a `baseUrl`, the client's own `secretKey` or `apiKey` and
 *   `baseUrl` are used where they can be read.
 * @throws {ZentraValidationError} no client, no key, a base URL that cannot be read, or an option that is wrong; `field` is its name.
 */
export function wrapZentra<T extends object>(client: T, options: CompatOptions = {}): Wrapped<T> {
  if (client === null || typeof client !== 'object') {
    throw new ZentraValidationError({
      message: 'wrapZentra takes a client of @zentra/sdk: wrapZentra(new Zentra({ secretKey }), options)',
      field: 'client',
    });
  }
  if (isWrapped(client)) return wrappedAgain(client, options);
  return over(client, options, withClientsOwn(client, options));
}

/** What a second wrapping says goes before what the first one said: nothing of it is dropped. */
function wrappedAgain<T extends object>(client: T & Wrapped<T>, options: CompatOptions): Wrapped<T> {
  if (Object.values(options ?? {}).every((value) => value === undefined)) return client;
  const earlier = rememberedOptions(client);
  if (earlier) {
    const combined = combinedOptions(earlier, options);
    return isDeepStrictEqual(combined, earlier) ? client : over(client, combined, combined);
  }
  throw new ZentraValidationError({
    message:
      'This client was wrapped by another copy of zentra-compat (its preload, or one in a bundle), which these options do not reach: give them there, or leave one of the two out',
    field: 'client',
  });
}

/** @param complete the options with those that are the client's own */
function over<T extends object>(client: T, options: CompatOptions, complete: CompatOptions): Wrapped<T> {
  joinErrorsOf(client.constructor);
  const own = Object.create(Object.getPrototypeOf(client));
  const real = () => member(client, 'cards');
  const enumerable = Object.getOwnPropertyDescriptor(client, 'cards')?.enumerable ?? false;
  const cards = cardsOver(compatCards(complete), real);
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
  rememberOptions(wrapped, complete);
  return wrapped;
}

/** Whether a client has our `cards` already. */
export function isWrapped<T extends object>(client: T): client is T & Wrapped<T> {
  const ofOurs = (client.constructor as { [ofZentraCompat]?: unknown } | undefined)?.[ofZentraCompat];
  return ofOurs === true || wrappers.has(client);
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
  for (const name of ['baseUrl', 'baseURL'] as const) {
    const url = more[name];
    if (typeof url === 'string') more[name] = withoutVersion(url);
  }
  return combinedOptions(options, more);
}

/** The options, with those that are missing taken from the client where they can be read. Throws as `wrapZentra` does. */
export function withClientsOwn(client: object, options: CompatOptions): CompatOptions {
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
    ...(options.baseUrl === undefined && options.baseURL === undefined && { baseUrl: addressOf(client) }),
  };
}

/** Where SDKs keep the options that they were given. */
const optionHolders = ['options', 'config', '_options', '_config'] as const;

/** The client's own base URL, where it shows one. */
function addressOf(client: object): string | undefined {
  const holders = [
    client,
    ...optionHolders.map((name) => Object.getOwnPropertyDescriptor(client, name)?.value),
  ];
  for (const holder of holders) {
    const address = typeof holder === 'object' && holder !== null ? addressIn(holder) : undefined;
    if (address !== undefined) return withoutVersion(address);
  }
  return undefined;
}

function text(client: object, key: string): string | undefined {
  const value = member(client, key);
  return typeof value === 'string' ? value : undefined;
}

function member(client: object, key: string): unknown {
  return Reflect.get(client, key, client);
}
