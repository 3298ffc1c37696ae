import { ZentraValidationError } from '../contract/errors.js';
import { documentedHosts } from '../gateway/settings.js';

/** Both spellings of our own option. */
const known = ['baseUrl', 'baseURL'] as const;

/** Words of which one makes an address of an option, such as `base_url`, `gatewayHost` or `API_ENDPOINT`. */
const addressWords =
  /(?:hostname|host|port|url|uri|endpoint|origin|server|domain|gateway|address|base|root)(?:es|s)?/;
/** Words that may stand beside them. A `webhookUrl` or a `proxyHost` is the address of something else. */
const wordsBeside = /defaults?|zentra|cards?|api|rest|https?|service|sandbox|live|path|prefix/;
/** Words of options that group others, as in `{ transport: { host } }`. */
const groupWords =
  /(?:client|connection|transport|network|request|option|opt|environment|env|override|setting|fetch|got|axios|undici|sdk)s?|config(?:uration)?/;

/** Groups within groups that are looked into. */
const deepestGroup = 3;

/**
 * The base URL that was given to the real SDK, or that its client shows.
 *
 * @param holders the options; or the client, after its own options
 * @returns `undefined` if there is none; the environment's host is then used
 * @throws {ZentraValidationError} there is one that cannot be read: with a guess, requests for another host would go to the live one.
 *   `field` is its name.
 */
export function addressIn(...holders: readonly object[]): string | undefined {
  for (const holder of holders) {
    const [first, second] = known.map((name) => addressAt(holder, name)).filter((url) => url !== undefined);
    if (first !== undefined && second !== undefined && first !== second) {
      throw unreadable('baseURL', 'baseUrl and baseURL are one option and differ');
    }
    if (first !== undefined) return first;
  }
  for (const holder of holders) {
    const other = otherAddressIn(holder);
    if (other !== undefined) {
      throw unreadable(other, `${other} looks like an address, and there is no baseUrl`);
    }
  }
  return undefined;
}

/** Other words for the live environment. */
const liveWords: readonly unknown[] = ['production', 'prod'];

/**
 * The environment that was given to the real SDK, or that its client shows. Without a base URL, one that is neither `sandbox` nor live,
 * such as `staging`, counts as `sandbox`: beside a live key it is then refused, and never reaches the live host.
 */
export function environmentIn(holder: object, baseUrl: unknown): 'sandbox' | 'live' | undefined {
  const [given] = ['environment', 'env'].map((name) => read(holder, name)).filter((value) => value);
  if (given === 'sandbox' || given === 'live') return given;
  if (baseUrl !== undefined) return undefined;
  const isOther = typeof given === 'string' && !liveWords.includes(given.toLowerCase());
  return isOther || read(holder, 'sandbox') === true ? 'sandbox' : undefined;
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

/** Name of an option that is, or groups, an address other than the documented one. */
function otherAddressIn(holder: object, within = ''): string | undefined {
  for (const key of Object.keys(holder)) {
    const name = `${within}${key}`;
    const value = read(holder, key);
    if (isAddress(name, value)) return name;
    const isDeeper = isGroup(name, value) && name.split('.').length <= deepestGroup;
    const inside = isDeeper ? otherAddressIn(value as object, `${name}.`) : undefined;
    if (inside !== undefined) return inside;
  }
  return undefined;
}

/** @param name after the names of the groups that it is in */
function isAddress(name: string, value: unknown): boolean {
  const text = typeof value === 'number' || value instanceof URL ? String(value) : value;
  if (typeof text !== 'string' || text === '' || !isOfAddresses(name)) return false;
  const isNamedSo = addressWords.test(wordsOf(name)) || /^https?:\/\//i.test(text);
  // The documented host and its port are no other address: we use them, too.
  const isDocumented =
    text === '443' || documentedHosts.some((host) => new RegExp(`^(?:https://)?${host}(?:/|$)`).test(text));
  return isNamedSo && !isDocumented;
}

function isGroup(name: string, value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !isOfAddresses(name)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** A name that has no other words than these. */
const ofAddresses = new RegExp(
  `^(?:${[groupWords, addressWords, wordsBeside].map(({ source }) => source).join('|')})+$`,
);

function isOfAddresses(name: string): boolean {
  return ofAddresses.test(wordsOf(name));
}

function wordsOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '');
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
