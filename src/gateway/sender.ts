import type { Dispatcher } from 'undici';
import { ZentraValidationError } from '../contract/errors.js';
import { sharedDispatcher, type Undici } from './dispatcher.js';
import { type Answer, type Bounds, exchange, type NoAnswer, type WireRequest } from './exchange.js';
import { type Fetch, fetchExchange } from './fetch-exchange.js';
import { httpFetch } from './http-fetch.js';
import { doubledDispatcher, doubledFetch, isHttpDoubled } from './test-doubles.js';

/** Makes one attempt. */
export type Sender = (request: WireRequest, bounds: Bounds) => Promise<Answer | NoAnswer>;

export interface SenderOptions {
  origin: string;
  fetch?: Fetch | undefined;
  dispatcher?: Dispatcher | undefined;
}

/**
 * Chooses the sender of a client's requests, for each attempt, because a test may install a double at any time. The order is: the
 * caller's `fetch` or dispatcher; a double of undici's global dispatcher, of `fetch` or of `node:http`; undici; the runtime's `fetch`.
 *
 * @throws {ZentraValidationError} the proxy variable is no URL, or there is neither undici nor `fetch`
 */
export function senderOf({ origin, fetch, dispatcher }: SenderOptions): () => Sender {
  const own = fetch ? overFetch(fetch) : dispatcher && overDispatcher(dispatcher);
  if (own) return () => own;
  let usual: Sender | undefined;
  return () => {
    const double = doubledDispatcher();
    if (double) return overDispatcher(double);
    const replaced = doubledFetch();
    if (replaced) return overFetch(replaced);
    if (isHttpDoubled()) return overFetch(httpFetch);
    usual ??= usualSender(origin);
    return usual;
  };
}

function overDispatcher(dispatcher: Dispatcher): Sender {
  return (request, bounds) => exchange(dispatcher, request, bounds);
}

function overFetch(fetch: Fetch): Sender {
  return (request, bounds) => fetchExchange(fetch, request, bounds);
}

function usualSender(origin: string): Sender {
  const undici = loadedUndici();
  if (undici) return overDispatcher(sharedDispatcher(undici, origin));
  assertFetch();
  // Reads `fetch` for each request, so that a double is used here, too.
  return (request, bounds) => fetchExchange(globalThis.fetch as Fetch, request, bounds);
}

/**
 * The real undici, if it can be loaded: not the substitutes of Bun and Deno, not on Node 18 or in an ES module bundle. Loaded at the
 * first request, so that a program without requests does not load it.
 */
function loadedUndici(): Undici | undefined {
  if (process.versions.bun !== undefined || process.versions.deno !== undefined) return undefined;
  try {
    return require('undici') as Undici;
  } catch {
    return undefined;
  }
}

/**
 * Refuses a runtime that cannot send requests, when a client is created.
 *
 * @throws {ZentraValidationError} there is neither undici nor `fetch`; `field` is `fetch`.
 */
export function assertSendable({ fetch, dispatcher }: Pick<SenderOptions, 'fetch' | 'dispatcher'>): void {
  if (fetch || dispatcher || typeof globalThis.fetch === 'function' || loadedUndici()) return;
  assertFetch();
}

function assertFetch(): void {
  if (typeof globalThis.fetch === 'function') return;
  throw new ZentraValidationError({
    message:
      'This run time cannot load undici and has no fetch: pass the option fetch, a function such as the one of node-fetch, or run on Node 20.18.1 or later',
    field: 'fetch',
  });
}
