import type { Dispatcher } from 'undici';
import type { Fetch } from './fetch-exchange.js';

/**
 * Replacements of the network by a test or a tracer. The real SDK used them, and so do we: a test that sent nothing
 * before must send nothing after.
 */

/** Key of the global dispatcher that undici 5 to 8 and Node's own undici use. */
const globalDispatcher = Symbol.for('undici.globalDispatcher.1');

let knownDispatcher: { dispatcher: unknown; isDouble: boolean } | undefined;

/** undici's global dispatcher if it was replaced, for example by a `MockAgent`. */
export function doubledDispatcher(): Dispatcher | undefined {
  const dispatcher = (globalThis as { [globalDispatcher]?: Dispatcher })[globalDispatcher];
  if (dispatcher === undefined) return undefined;
  if (knownDispatcher?.dispatcher !== dispatcher) {
    knownDispatcher = { dispatcher, isDouble: !isDefaultAgent(dispatcher) };
  }
  return knownDispatcher.isDouble ? dispatcher : undefined;
}

/** Whether this is the default agent that undici creates when it is loaded: an `Agent` without options. */
function isDefaultAgent(agent: object): boolean {
  if (agent.constructor?.name !== 'Agent' || Object.hasOwn(agent, 'dispatch')) return false;
  const internal = (name: string): unknown => {
    const symbol = Object.getOwnPropertySymbols(agent).find(({ description }) => description === name);
    return symbol && Reflect.get(agent, symbol);
  };
  const factory = internal('factory');
  const options = Object.values((internal('options') ?? {}) as object);
  return (
    typeof factory === 'function' &&
    factory.name === 'defaultFactory' &&
    options.every((value) => value === undefined || value === Number.POSITIVE_INFINITY)
  );
}

let nodesHttp: [typeof import('node:http'), typeof import('node:https')] | undefined;

/** Whether `node:http` or `node:https` is replaced: by nock up to 13, which replaces nothing else, or by a stub of `request`. */
export function isHttpDoubled(): boolean {
  nodesHttp ??= [require('node:http'), require('node:https')];
  const [http, https] = nodesHttp;
  return (
    http.ClientRequest.name === 'OverriddenClientRequest' || isStub(http.request) || isStub(https.request)
  );
}

/** Whether a function is a stub of sinon, Jest or Vitest. */
export function isStub(value: object): boolean {
  return 'isSinonProxy' in value || '_isMockFunction' in value;
}

let knownFetch: { fetch: unknown; isDouble: boolean } | undefined;

/** `fetch`, if it is not Node's own but that of a stub, of msw, nock or a tracer. */
export function doubledFetch(): Fetch | undefined {
  const { fetch } = globalThis;
  if (typeof fetch !== 'function') return undefined;
  if (knownFetch?.fetch !== fetch) knownFetch = { fetch, isDouble: !isNodes(fetch) && !isFrameworks(fetch) };
  return knownFetch.isDouble ? (fetch as Fetch) : undefined;
}

/** Recognises Node's `fetch` by its source, which is the same in every realm and independent of load order. */
function isNodes(fetch: object): boolean {
  const source = Function.prototype.toString.call(fetch);
  return /^(async )?function fetch\(input, init = undefined\) \{[\s\S]{0,400}undici[\s\S]{0,200}\}$/i.test(
    source,
  );
}

/** Next's `fetch` is no test double: it caches requests, and makes prerendered pages fail. */
function isFrameworks(fetch: object): boolean {
  return (fetch as { __nextPatched?: unknown }).__nextPatched === true;
}
