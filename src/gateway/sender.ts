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
 * What carries the requests of one client. Asked for each attempt, because a test may set a double at any time: the caller's `fetch`
 * or dispatcher; else what somebody has put in the place of undici's global dispatcher, of `fetch` or of `node:http`; else undici, and `fetch` where
 * the run time has no undici.
 *
 * @throws {ZentraValidationError} the environment's proxy is no URL, or there is neither undici nor `fetch`
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
  // Looked up for each request: a double of `fetch` counts here, too.
  return (request, bounds) => fetchExchange(globalThis.fetch as Fetch, request, bounds);
}

/**
 * undici, where it is itself: not the stand-ins that Bun and Deno have for it, and not where it cannot be loaded (Node 18, a bundle in ES
 * modules). Loaded at the first request: at import it would cost every program that only might make one.
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
 * To be called when a client is built: a run time that cannot send is refused there.
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
