import { ZentraValidationError } from '../contract/errors.js';
import { documentedHosts } from '../gateway/settings.js';

/** Both spellings of our own option. */
const known = ['baseUrl', 'baseURL'] as const;

/** Words of which one makes an address of an option, such as `base_url`, `gatewayHost` or `API_ENDPOINT`. */
const addressWords = /hostname|host|url|uri|endpoint|origin|server|domain|gateway|address|base|root/g;
/** Words that may stand beside them. A `webhookUrl` or a `proxyHost` is the address of something else. */
const wordsBeside = /default|zentra|cards?|api|rest|https?|service|sandbox|live|path/g;

/**
 * The base URL that was given to the real SDK, or that its client shows.
 *
 * @returns `undefined` if there is none; the environment's host is then used
 * @throws {ZentraValidationError} there is one that cannot be read: with a guess, requests for another host would go to the live one.
 *   `field` is its name.
 */
export function addressIn(holder: object): string | undefined {
  const [first, second] = known.map((name) => addressAt(holder, name)).filter((url) => url !== undefined);
  if (first !== undefined && second !== undefined && first !== second) {
    throw unreadable('baseURL', 'baseUrl and baseURL are one option and differ');
  }
  if (first !== undefined) return first;
  const other = Object.keys(holder).find((name) => isAddress(name, read(holder, name)));
  if (other === undefined) return undefined;
  throw unreadable(other, `${other} looks like an address, and there is no baseUrl`);
}

/** An old client's base URL may end in the version, which its routes left out (contract, section 1); our routes have it. */
export function withoutVersion(baseUrl: string): string {
  return baseUrl.replace(/(?:\/api)?\/v1\/?$/, '');
}

function addressAt(holder: object, name: (typeof known)[number]): string | undefined {
  const value = read(holder, name);
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string' || value instanceof URL) return String(value);
  throw unreadable(name, `${name} is no text`);
}

function isAddress(name: string, value: unknown): boolean {
  const words = name.toLowerCase().replace(/[^a-z]/g, '');
  const others = words.replace(addressWords, '');
  if (others === words || others.replace(wordsBeside, '') !== '') return false;
  if (!(value instanceof URL) && (typeof value !== 'string' || value === '')) return false;
  // The documented host is no other address: we use it, too.
  return !documentedHosts.some((host) => new RegExp(`^(?:https://)?${host}(?:/|$)`).test(String(value)));
}

/** A client may throw on unknown members. */
function read(holder: object, name: string): unknown {
  try {
    return Reflect.get(holder, name, holder);
  } catch {
    return undefined;
  }
}

function unreadable(field: string, why: string): ZentraValidationError {
  return new ZentraValidationError({
    message: `The base URL of this client cannot be read (${why}): pass it as the option baseUrl of zentra-compat`,
    field,
  });
}
