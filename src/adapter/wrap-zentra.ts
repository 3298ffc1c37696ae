import { isDeepStrictEqual } from 'node:util';
import { ZentraValidationError } from '../contract/errors.js';
import { kindOf } from '../contract/json.js';
import { rehearsalGateway } from '../gateway/rehearsal.js';
import type { ZentraCards } from './card-methods.js';
import { addressIn, environmentIn, withoutVersion } from './client-address.js';
import { isClientLike } from './client-like.js';
import { compatCards } from './compat-cards.js';
import type { CompatOptions } from './compat-options.js';
import { overCards } from './over-cards.js';
import { overlay } from './overlay.js';
import { ofZentraCompat } from './real-sdk.js';
import { joinErrorsOf } from './sdk-errors.js';
import { combinedOptions, rememberedOptions, rememberOptions } from './wrapped-options.js';

/**
 * A client of the real SDK with our `cards`; it is assignable to the type of the client itself. Our `cards` come first because the
 * compiler takes the first signature that fits.
 */
export type Wrapped<T extends object> = { readonly cards: ZentraCards } & T;

const wrappers = new WeakSet<object>();

/** Marks a client as wrapped with these options. */
export function markWrapped(client: object, complete: CompatOptions): void {
  wrappers.add(client);
  rememberOptions(client, complete);
}

/** Undoes `markWrapped`. */
export function unmarkWrapped(client: object): void {
  wrappers.delete(client);
}

/**
 * Wraps an existing client: `cards` becomes ours, and everything else stays. The client itself is not changed. Members of its `cards` that
 * this package does not know pass through. A client that is wrapped already is returned as it is or, if there are options, wrapped again;
 * the new options then take precedence.
 *
 * @param client a client of `@zentra/sdk`
 * @param options the options of `new Zentra`, except for `sdk`. Without a key or a `baseUrl`, the client's own `secretKey` or `apiKey` and
 *   `baseUrl` are used if they can be read.
 * @throws {ZentraValidationError} no client, no key, a base URL that cannot be read, or an option that is wrong; `field` is its name.
 */
export function wrapZentra<T extends object>(client: T, options: CompatOptions = {}): Wrapped<T> {
  if (client === null || typeof client !== 'object') {
    throw new ZentraValidationError({
      message: 'wrapZentra takes a client of @zentra/sdk: wrapZentra(new Zentra({ secretKey }), options)',
      field: 'client',
    });
  }
  if (options === null || typeof options !== 'object') {
    throw new ZentraValidationError({
      message: `The options of wrapZentra must be an object such as { secretKey }, not ${kindOf(options)}`,
      field: 'options',
    });
  }
  if (isWrapped(client)) return wrappedAgain(client, options);
  return over(client, options, withClientsOwn(client, options));
}

/** Options of a second wrapping take precedence over the first; the others are kept. */
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

/** @param complete the options, together with the client's own */
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
    // The SDK's clients can make further clients, such as by `withOptions()`.
    returned: (result, [given]) =>
      isClientLike(result) ? wrapZentra(result, mergedOptions(options, given)) : result,
  });
  wrappers.add(wrapped);
  rememberOptions(wrapped, complete);
  return wrapped;
}

/** Whether a client already has our `cards`. */
export function isWrapped<T extends object>(client: T): client is T & Wrapped<T> {
  const ofOurs = (client.constructor as { [ofZentraCompat]?: unknown } | undefined)?.[ofZentraCompat];
  return ofOurs === true || wrappers.has(client);
}

/** Our operations on top of a client's own `cards`, if it has any, with the same prototype. */
export function cardsOver(operations: ZentraCards, real: () => unknown): ZentraCards {
  const underneath = real();
  const prototype =
    typeof underneath === 'object' && underneath !== null
      ? Object.getPrototypeOf(underneath)
      : Object.prototype;
  // Defined, not assigned: methods inherited from a frozen class cannot be assigned over.
  return overCards(Object.create(prototype, Object.getOwnPropertyDescriptors(operations)), real);
}

/** The options of a client, overridden by those for a further client of the SDK; a key replaces the other key, whatever its name. */
export function mergedOptions(options: CompatOptions, given: unknown): CompatOptions {
  const more = { ...(given as CompatOptions | undefined) };
  for (const name of ['baseUrl', 'baseURL'] as const) {
    const url = more[name];
    if (typeof url === 'string') more[name] = withoutVersion(url);
  }
  return combinedOptions(options, more);
}

/** Adds missing options from the client, if they can be read. Throws like `wrapZentra`. */
export function withClientsOwn(client: object, options: CompatOptions): CompatOptions {
  // A rehearsal needs no key, and must not depend on one that test machines lack.
  if (rehearsalGateway() !== undefined) return options;
  const holders = holdersIn(client);
  const hasKey = options?.secretKey !== undefined || options?.apiKey !== undefined;
  const key = hasKey
    ? undefined
    : first(holders, (holder) => text(holder, 'secretKey') ?? text(holder, 'apiKey'));
  if (!hasKey && key === undefined) {
    throw new ZentraValidationError({
      message:
        'wrapZentra cannot read the key of this client: pass it, as in wrapZentra(client, { secretKey })',
      field: 'secretKey',
    });
  }
  const baseUrl = options.baseUrl ?? options.baseURL ?? addressOf(holders);
  const environment = options.environment ?? first(holders, (holder) => environmentIn(holder, baseUrl));
  return {
    ...options,
    ...(key !== undefined && { secretKey: key }),
    ...(options.baseURL === undefined && { baseUrl }),
    ...(environment !== undefined && { environment }),
  };
}

/** Properties in which SDKs store their options. */
const optionHolders = ['options', 'config', '_options', '_config'] as const;

/** The client, after the objects in which it stores its options. */
function holdersIn(client: object): object[] {
  const held = optionHolders.map((name) => Object.getOwnPropertyDescriptor(client, name)?.value);
  return [...held.filter((each) => typeof each === 'object' && each !== null), client];
}

/** The client's own base URL, if it shows one. */
function addressOf(holders: readonly object[]): string | undefined {
  const address = addressIn(...holders);
  return address === undefined ? undefined : withoutVersion(address);
}

function first<T>(holders: readonly object[], read: (holder: object) => T | undefined): T | undefined {
  for (const holder of holders) {
    const value = read(holder);
    if (value !== undefined) return value;
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
