import type { Dispatcher } from 'undici';
import { ZentraValidationError } from '../contract/errors.js';
import type { IdempotencyKeys } from '../contract/idempotency.js';
import {
  type HeadersGiven,
  keyHeader,
  type RequestHeaders,
  requestHeaders,
} from '../contract/request-headers.js';
import type { ClosureRequest, ClosureStore } from './closures.js';
import type { Fetch, FetchInit } from './fetch-exchange.js';
import { checkedOptions, largestAnswer } from './option-checks.js';
import { rehearsed } from './rehearsal.js';
import { assertSendable } from './sender.js';

export type Environment = 'sandbox' | 'live';

/** Options of a client. All except the key have a default; unknown options are ignored. */
export interface GatewayOptions {
  /** `sk_sandbox_…` or `sk_live_…`. This or `apiKey`. */
  secretKey?: string | undefined;
  /** Alias of `secretKey`, the name that `Zentra.Client` used. */
  apiKey?: string | undefined;
  /** By default the environment of the key's prefix; another one is refused with `wrong_environment`. */
  environment?: Environment | undefined;
  /** An http(s) origin with an optional path prefix; by default the environment's host. */
  baseUrl?: string | URL | undefined;
  /** Alias of `baseUrl`. */
  baseURL?: string | URL | undefined;
  /** Milliseconds for each attempt, the body included. Default 30,000. */
  timeout?: number | undefined;
  /** Number of attempts after the first. Default 2. */
  maxRetries?: number | undefined;
  /** Longest `Retry-After` to wait for, in seconds; with a longer one the call fails at once. Default 60. */
  maxRetryAfter?: number | undefined;
  /** Maximum bytes of a decoded body. Default and at most 1 MiB; parsing a larger body would block the event loop for long. */
  maxResponseSize?: number | undefined;
  /** Unit of the values given to the legacy `updateLimits`: `minor` (the default), or `major` of `currency`. */
  limitUnit?: 'minor' | 'major' | undefined;
  /** ISO 4217 code, for `limitUnit: 'major'`. */
  currency?: string | undefined;
  /** How idempotency keys are made if the caller gives none: `random` (the default) or `from-reference`. */
  idempotencyKeys?: IdempotencyKeys | undefined;
  /** If `reference` and `transaction_reference` differ: `send` both (the default), or `throw`. */
  onReferenceConflict?: 'send' | 'throw' | undefined;
  /** Called for every `lockAndRestrict`. An error in it becomes a process warning, and undoes nothing. */
  onClosureRequested?: ((request: ClosureRequest) => unknown) | undefined;
  /** Persistent store of terminated cards. */
  closures?: ClosureStore | undefined;
  /** Headers of every request; a call's own override them. Not `authorization`, `host`, `content-length`, `if-match` or a key. */
  defaultHeaders?: HeadersGiven | undefined;
  /**
   * Sends the requests, as the global `fetch` would; takes precedence over `dispatcher`. By default undici sends them, or the runtime's
   * `fetch` if undici cannot be loaded.
   */
  fetch?: ((url: string, init: FetchInit) => Promise<unknown>) | undefined;
  /** undici dispatcher for the requests; by default a pool per process, or the proxy of the environment's variables. */
  dispatcher?: Dispatcher | undefined;
}

/** Checked and complete options. They contain the key, so keep them in private fields only. */
export interface Settings {
  key: string;
  environment: Environment;
  origin: string;
  /** Path prefix without a trailing slash. */
  prefix: string;
  timeout: number;
  maxRetries: number;
  maxRetryAfter: number;
  maxResponseSize: number;
  idempotencyKeys: IdempotencyKeys;
  onReferenceConflict: 'send' | 'throw';
  onClosureRequested: ((request: ClosureRequest) => unknown) | undefined;
  closures: ClosureStore | undefined;
  fetch: Fetch | undefined;
  defaultHeaders: RequestHeaders | undefined;
  dispatcher: Dispatcher | undefined;
}

/** FACT: contract, section 1. */
const hosts: Readonly<Record<Environment, string>> = {
  live: 'https://api.usezentra.com',
  sandbox: 'https://sandbox.api.usezentra.com',
};

export const documentedHosts: readonly string[] = Object.values(hosts).map((url) => new URL(url).host);

/**
 * @throws {ZentraValidationError} an option is missing or wrong; `field` is its name, and the value is never in the error;
 *   `wrong_environment` if `environment` or `baseUrl` contradicts the key's prefix.
 */
export function settingsOf(options: unknown): Settings {
  const given = rehearsed(checkedOptions(options));
  const key = keyOf(given);
  const environment = key.split('_')[1] as Environment;
  if (given.environment !== undefined && given.environment !== environment) {
    throw new ZentraValidationError({
      code: 'wrong_environment',
      message: `environment is "${given.environment}", but the key is a ${environment} key`,
      field: 'environment',
    });
  }
  assertSendable(given);
  return {
    key,
    environment,
    ...addressOf(baseUrlOf(given) ?? hosts[environment], environment),
    timeout: given.timeout ?? 30_000,
    maxRetries: given.maxRetries ?? 2,
    maxRetryAfter: given.maxRetryAfter ?? 60,
    maxResponseSize: given.maxResponseSize ?? largestAnswer,
    idempotencyKeys: given.idempotencyKeys ?? 'random',
    onReferenceConflict: given.onReferenceConflict ?? 'send',
    onClosureRequested: given.onClosureRequested,
    closures: given.closures,
    fetch: given.fetch,
    defaultHeaders: defaultHeadersOf(given.defaultHeaders),
    dispatcher: given.dispatcher,
  };
}

function keyOf({ secretKey, apiKey }: GatewayOptions): string {
  const key = secretKey ?? apiKey;
  const field = secretKey === undefined ? 'apiKey' : 'secretKey';
  if (key === undefined) {
    throw new ZentraValidationError({
      message:
        'A key is missing: pass { secretKey } (sk_sandbox_… or sk_live_…), or { apiKey } with the same value',
      field: 'secretKey',
    });
  }
  if (secretKey !== undefined && apiKey !== undefined && secretKey !== apiKey) {
    throw new ZentraValidationError({
      message: 'secretKey and apiKey are two names of one option and differ: keep secretKey',
      field: 'apiKey',
    });
  }
  // Printable ASCII only, since the key is sent in a header.
  if (!/^(sk|pk)_(sandbox|live)_[\x21-\x7e]+$/.test(key)) {
    const hint = key === '' ? 'is empty' : key.trim() !== key ? 'has blanks around it' : 'is malformed';
    throw new ZentraValidationError({
      message: `${field} ${hint}: a key looks like sk_sandbox_… or sk_live_…`,
      field,
    });
  }
  return key;
}

function defaultHeadersOf(given: unknown): RequestHeaders | undefined {
  const headers = requestHeaders(given, 'defaultHeaders');
  if (headers?.[keyHeader] === undefined) return headers;
  throw new ZentraValidationError({
    message: 'Option defaultHeaders must not have an idempotency key: every call needs one of its own',
    field: `defaultHeaders.${keyHeader}`,
  });
}

function baseUrlOf({ baseUrl, baseURL }: GatewayOptions): string | undefined {
  const given = baseUrl ?? baseURL;
  if (baseURL !== undefined && String(baseURL) !== String(given)) {
    throw new ZentraValidationError({
      message: 'baseUrl and baseURL are two names of one option and differ: keep baseUrl',
      field: 'baseURL',
    });
  }
  return given === undefined ? undefined : String(given);
}

function addressOf(baseUrl: string, environment: Environment): { origin: string; prefix: string } {
  const refuse = (why: string) =>
    new ZentraValidationError({
      message: `Option baseUrl ${why}: write an origin such as ${hosts.live}, with a path prefix where needed`,
      field: 'baseUrl',
    });
  if (!URL.canParse(baseUrl)) throw refuse('is not a URL');
  const url = new URL(baseUrl);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw refuse('must start with https:// or http://');
  if (url.username !== '' || url.password !== '') throw refuse('must not hold credentials');
  if (/[?#]/.test(baseUrl)) throw refuse('must not have a query or a fragment');
  const host = (Object.keys(hosts) as Environment[]).find((name) => new URL(hosts[name]).host === url.host);
  if (host !== undefined && host !== environment) {
    throw new ZentraValidationError({
      code: 'wrong_environment',
      message: `baseUrl is the ${host} host, but the key is a ${environment} key`,
      field: 'baseUrl',
    });
  }
  return { origin: url.origin, prefix: url.pathname.replace(/\/+$/, '') };
}
