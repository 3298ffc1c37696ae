import { ZentraValidationError } from '../contract/errors.js';
import { rehearsalGateway } from '../gateway/rehearsal.js';
import type { ZentraCards } from './card-methods.js';
import { compatCards } from './compat-cards.js';
import type { CompatOptions } from './compat-options.js';
import { overCards } from './over-cards.js';
import { overlay } from './overlay.js';
import { ofZentraCompat } from './real-sdk.js';

/** A client of the real SDK with our `cards`. */
export type Wrapped<T extends object> = Omit<T, 'cards'> & { readonly cards: ZentraCards };

const wrappers = new WeakSet<object>();

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
  Object.defineProperty(own, 'cards', cardsProperty(client, options));
  const wrapped = overlay<Wrapped<T>>({ own, isOwn: Object.hasOwn, real: () => client });
  wrappers.add(wrapped);
  return wrapped;
}

/**
 * Gives a client that nobody else has seen yet our `cards`, in place, so that it stays the very object that its class, and what is
 * derived from it, has made. A client that cannot be changed is wrapped instead.
 *
 * @throws {ZentraValidationError} as `wrapZentra` does.
 */
export function equipZentra<T extends object>(client: T, options: CompatOptions): Wrapped<T> {
  if (isWrapped(client)) return client;
  const equipped = Reflect.defineProperty(client, 'cards', cardsProperty(client, options));
  if (!equipped) return wrapZentra(client, options);
  wrappers.add(client);
  return client as unknown as Wrapped<T>;
}

function isWrapped<T extends object>(client: T): client is T & Wrapped<T> {
  const ofOurs = (client.constructor as { [ofZentraCompat]?: unknown } | undefined)?.[ofZentraCompat];
  return ofOurs === true || wrappers.has(client);
}

/** As visible as the client's own `cards`. */
function cardsProperty(client: object, options: CompatOptions): PropertyDescriptor {
  const real = member(client, 'cards');
  const own = Object.create(
    typeof real === 'object' && real !== null ? Object.getPrototypeOf(real) : Object.prototype,
  );
  const cards = overCards(Object.assign(own, compatCards(withClientsOwn(client, options))), () => real);
  const enumerable = Object.getOwnPropertyDescriptor(client, 'cards')?.enumerable ?? false;
  return { value: cards, enumerable, writable: true, configurable: true };
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
