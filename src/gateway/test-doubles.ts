import type { Dispatcher } from 'undici';
import type { Fetch } from './fetch-exchange.js';

/**
 * What a test, or a tracer, has put in the place of the network. The real SDK went through it, and so do we: a test that sent nothing
 * before must send nothing after.
 */

/** Of the dispatchers that undici 5 to 8, and the one inside Node, are told to use. */
const globalDispatcher = Symbol.for('undici.globalDispatcher.1');

let knownDispatcher: { dispatcher: unknown; isDouble: boolean } | undefined;

/** undici's global dispatcher, where somebody has set one, such as a `MockAgent`. */
export function doubledDispatcher(): Dispatcher | undefined {
  const dispatcher = (globalThis as { [globalDispatcher]?: Dispatcher })[globalDispatcher];
  if (dispatcher === undefined) return undefined;
  if (knownDispatcher?.dispatcher !== dispatcher) {
    knownDispatcher = { dispatcher, isDouble: !isDefaultAgent(dispatcher) };
  }
  return knownDispatcher.isDouble ? dispatcher : undefined;
}

/** Whether this is the agent that undici makes itself when it is loaded: an `Agent` without a single option. */
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

/** Whether `node:http` or `node:https` is doubled: by nock up to 13, which doubles nothing else, or by a stub of its `request`. */
export function isHttpDoubled(): boolean {
  nodesHttp ??= [require('node:http'), require('node:https')];
  const [http, https] = nodesHttp;
  return (
    http.ClientRequest.name === 'OverriddenClientRequest' || isStub(http.request) || isStub(https.request)
  );
}

/** Of sinon, Jest or Vitest. */
export function isStub(value: object): boolean {
  return 'isSinonProxy' in value || '_isMockFunction' in value;
}

let knownFetch: { fetch: unknown; isDouble: boolean } | undefined;

/** `fetch`, where it is not Node's own: a stub, msw's, nock's, a tracer's. */
export function doubledFetch(): Fetch | undefined {
  const { fetch } = globalThis;
  if (typeof fetch !== 'function') return undefined;
  if (knownFetch?.fetch !== fetch) knownFetch = { fetch, isDouble: !isNodes(fetch) && !isFrameworks(fetch) };
  return knownFetch.isDouble ? (fetch as Fetch) : undefined;
}

/** By its source, which is the same in every realm, and whoever was loaded first. */
function isNodes(fetch: object): boolean {
  const source = Function.prototype.toString.call(fetch);
  return /^(async )?function fetch\(input, init = undefined\) \{[\s\S]{0,400}undici[\s\S]{0,200}\}$/i.test(
    source,
  );
}

/** Next caches what goes through its `fetch`, and lets a page fail that it wants to render ahead of time: no double is meant. */
function isFrameworks(fetch: object): boolean {
  return (fetch as { __nextPatched?: unknown }).__nextPatched === true;
}
