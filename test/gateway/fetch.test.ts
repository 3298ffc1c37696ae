import http from 'node:http';
import { getGlobalDispatcher, MockAgent, setGlobalDispatcher } from 'undici';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Gateway, type GatewayOptions } from '../../src/gateway/client';
import { rejection } from './rejection';
import {
  failure,
  hang,
  reset,
  type ScriptedGateway,
  scriptedGateway,
  success,
  truncated,
} from './scripted-gateway';

let gateway: ScriptedGateway;
beforeAll(async () => {
  gateway = await scriptedGateway();
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.seen.length = 0;
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const client = (options: Partial<GatewayOptions> = {}) =>
  new Gateway({ secretKey: 'sk_sandbox_test', baseUrl: gateway.url, maxRetries: 0, ...options }).cards;

/** Node's own `fetch`, passed as if it were the caller's. */
const fetch = globalThis.fetch as NonNullable<GatewayOptions['fetch']>;

describe('a client with a fetch of the caller’s', () => {
  it('sends what it sends over undici', async () => {
    const call = { reason: 'lost', idempotency_key: 'key' };
    await client().lock('card_1', call);
    await client({ fetch }).lock('card_1', call);
    const [overUndici, overFetch] = gateway.seen;
    expect(overFetch).toMatchObject({ ...overUndici, headers: expect.anything() });
    const { authorization, accept } = overUndici!.headers;
    expect(overFetch!.headers).toMatchObject({
      authorization,
      accept,
      'content-type': 'application/json',
      'user-agent': overUndici!.headers['user-agent'],
    });
  });

  it('comes before its dispatcher', async () => {
    const own = vi.fn(fetch);
    await client({ fetch: own, dispatcher: new MockAgent() }).lock('card_1');
    expect(own).toHaveBeenCalledOnce();
  });

  it('has the metadata of the answer', async () => {
    gateway.script(success({ ok: true }, { 'x-request-id': 'req_1', 'set-cookie': ['a=1', 'b=2'] }));
    const result = await client({ fetch }).lock('card_1');
    expect(result).toEqual({ ok: true });
    expect(result).toHaveProperty('lastResponse.requestId', 'req_1');
    expect(result).toHaveProperty('lastResponse.headers.set-cookie', 'a=1, b=2');
  });

  it('retries, and keeps the idempotency key', async () => {
    gateway.script(failure(503, {}, { 'retry-after': '0' }), success({}));
    await client({ fetch, maxRetries: 1 }).fund('card_1', { amount_minor: 5 });
    expect(gateway.seen[0]!.body).toBe(gateway.seen[1]!.body);
    expect(gateway.seen[0]!.body).toContain('idempotency_key');
  });

  it.each([
    ['a refusal', failure(422), { code: 'code_422', status: 422, effect: 'none' }],
    ['a redirect', { status: 302, headers: { location: '/elsewhere' } }, { status: 302, effect: 'none' }],
    ['a reset', reset, { code: 'connection_error', effect: 'unknown' }],
    ['an answer that is cut off', truncated, { code: 'connection_error', effect: 'unknown', status: 200 }],
    ['an answer that is no JSON', { raw: '<html>' }, { code: 'invalid_response', effect: 'unknown' }],
    [
      'an answer that is too large',
      { raw: 'x'.repeat(2000) },
      { code: 'response_too_large', effect: 'unknown' },
    ],
  ])('says of %s what it says over undici', async (_, reply, expected) => {
    gateway.script(reply, reply);
    const options = { maxResponseSize: 1000 };
    const overFetch = await rejection(client({ ...options, fetch }).lock('card_1'));
    expect(overFetch).toMatchObject(expected);
    const overUndici = await rejection(client(options).lock('card_1'));
    expect([overUndici.code, overUndici.effect]).toEqual([overFetch.code, overFetch.effect]);
  });

  it('knows that a refused connection had no effect', async () => {
    const gone = await scriptedGateway();
    await gone.close();
    const error = await rejection(client({ fetch, baseUrl: gone.url }).lock('card_1'));
    expect(error).toMatchObject({ code: 'connection_error', effect: 'none' });
  });

  it('times out, also where the function never settles and minds no signal', async () => {
    gateway.script(hang);
    for (const own of [fetch, () => new Promise(() => {})]) {
      const error = await rejection(client({ fetch: own, timeout: 50 }).lock('card_1'));
      expect(error).toMatchObject({ code: 'timeout', effect: 'unknown' });
    }
  });

  it('stops with its signal', async () => {
    gateway.script(hang);
    const controller = new AbortController();
    const call = rejection(client({ fetch }).lock('card_1', { signal: controller.signal }));
    await gateway.received(1);
    controller.abort();
    expect(await call).toMatchObject({ code: 'aborted', effect: 'unknown' });
  });

  it.each([
    ['json()', { ok: true, json: async () => ({ success: true, data: { id: 'card_1' } }) }],
    ['text()', { status: 200, text: async () => '{"id":"card_1"}' }],
    ['arrayBuffer()', { status: 200, arrayBuffer: async () => Buffer.from('{"id":"card_1"}') }],
  ])('understands a double that has no more than a status and %s', async (_, response) => {
    expect(await client({ fetch: async () => response }).lock('card_1')).toEqual({ id: 'card_1' });
  });

  it('reads an answer that fetch has decoded', async () => {
    const response = new Response('{"id":"card_1"}', { headers: { 'content-encoding': 'gzip' } });
    expect(await client({ fetch: async () => response }).lock('card_1')).toEqual({ id: 'card_1' });
  });

  it('refuses what is no function', () => {
    expect(() => client({ fetch: 'fetch' as never })).toThrow('Option fetch must be a function');
  });
});

describe('a double that would catch the real SDK', () => {
  const answered = { success: true, data: { double: true } };

  it('catches us in the place of fetch, for as long as it is there', async () => {
    const cards = client();
    vi.stubGlobal('fetch', async () => ({ ok: true, json: async () => answered }));
    expect(await cards.lock('card_1')).toEqual({ double: true });
    expect(gateway.seen).toEqual([]);
    vi.unstubAllGlobals();
    await cards.lock('card_1');
    expect(gateway.seen).toHaveLength(1);
  });

  it('catches us in the place of undici’s global dispatcher', async () => {
    const cards = client();
    const before = getGlobalDispatcher();
    const agent = new MockAgent();
    agent.disableNetConnect();
    agent
      .get(gateway.url)
      .intercept({ path: '/api/v1/cards/card_1/lock', method: 'POST' })
      .reply(200, answered);
    setGlobalDispatcher(agent);
    try {
      expect(await cards.lock('card_1')).toEqual({ double: true });
      expect(await rejection(cards.lock('card_1'))).toMatchObject({ code: 'connection_error' });
    } finally {
      setGlobalDispatcher(before);
    }
    expect(gateway.seen).toEqual([]);
    await cards.lock('card_1');
    expect(gateway.seen).toHaveLength(1);
  });

  it('catches us in the place of http.request', async () => {
    const request = vi.spyOn(http, 'request');
    gateway.script(success({ real: true }));
    expect(await client().lock('card_1', 'lost')).toEqual({ real: true });
    expect(request).toHaveBeenCalledOnce();
    expect(gateway.seen[0]).toMatchObject({ body: '{"reason":"lost"}', method: 'POST' });
  });

  it('is not seen in what Next puts in the place of fetch', async () => {
    vi.stubGlobal('fetch', Object.assign(vi.fn(), { __nextPatched: true }));
    await client().lock('card_1');
    expect(gateway.seen).toHaveLength(1);
    expect(globalThis.fetch).not.toHaveBeenCalled();
  });
});
