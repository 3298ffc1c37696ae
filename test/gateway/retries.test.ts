import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Gateway, type GatewayOptions, type ReviewedCards } from '../../src/gateway/client';
import { rejection } from './rejection';
import {
  failure,
  hang,
  type Reply,
  reset,
  type ScriptedGateway,
  scriptedGateway,
  success,
  truncated,
} from './scripted-gateway';
import { type TestClock, testClock } from './test-clock';

let gateway: ScriptedGateway;
let clock: TestClock;

beforeAll(async () => {
  gateway = await scriptedGateway();
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.seen.length = 0;
  clock = testClock();
});

const client = (options: Partial<GatewayOptions> = {}, random?: number): ReviewedCards => {
  if (random !== undefined) clock = testClock({ random });
  return new Gateway({ secretKey: 'sk_sandbox_test', baseUrl: gateway.url, ...options }, { clock }).cards;
};

const fund = (cards: ReviewedCards) => cards.fund('card_1', { amount_minor: 5, reference: 'r' });

describe('an attempt that failed', () => {
  const transient: [string, Reply][] = [
    ...[408, 429, 500, 502, 503, 504].map((status): [string, Reply] => [`with ${status}`, failure(status)]),
    ['by a reset', reset],
    ['by a body that breaks off', truncated],
    ['by what is no HTTP', (response) => response.socket?.end('SSH-2.0-OpenSSH_9.9\r\n')],
  ];

  it.each(transient)('%s is repeated, byte for byte', async (_, reply) => {
    gateway.script(reply, reply, success({ ok: true }));
    const result = await fund(client());
    expect(result).toEqual({ ok: true });
    expect(gateway.seen).toHaveLength(3);
    expect(new Set(gateway.seen.map(({ body }) => body)).size).toBe(1);
    expect(gateway.seen[0]?.body).toMatch(/"idempotency_key":"[0-9a-f-]{36}"/);
  });

  it('by a timeout is repeated', async () => {
    gateway.script(hang, success({ ok: true }));
    expect(await client({ timeout: 400 }).lock('card_1')).toEqual({ ok: true });
  });

  it('by a body that never ends is repeated: the timeout bounds it, too', async () => {
    gateway.script(
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{"success":');
      },
      success({ ok: true }),
    );
    expect(await client({ timeout: 400 }).lock('card_1')).toEqual({ ok: true });
    expect(gateway.seen).toHaveLength(2);
  });

  it.each([
    ['create', (cards: ReviewedCards) => cards.create({})],
    ['list', (cards: ReviewedCards) => cards.list()],
    ['jitFund', (cards: ReviewedCards) => cards.jitFund('card_1', {})],
    ['lock', (cards: ReviewedCards) => cards.lock('card_1')],
    ['unlock', (cards: ReviewedCards) => cards.unlock('card_1')],
    ['replaceSecurity', (cards: ReviewedCards) => cards.replaceSecurity('card_1', {})],
    ['updateAutoReload', (cards: ReviewedCards) => cards.updateAutoReload('card_1', { enabled: true })],
  ])('is repeated for %s', async (_, call) => {
    gateway.script(failure(503));
    await call(client());
    expect(gateway.seen).toHaveLength(2);
    expect(gateway.seen[1]?.body).toBe(gateway.seen[0]?.body);
  });

  it.each([400, 401, 403, 404, 409, 412, 422, 501])('with %d is not repeated', async (status) => {
    gateway.script(failure(status));
    expect((await rejection(fund(client()))).status).toBe(status);
    expect(gateway.seen).toHaveLength(1);
  });

  it('is not repeated more than maxRetries times', async () => {
    gateway.script(failure(503), failure(503), failure(503));
    const error = await rejection(fund(client()));
    expect(error).toMatchObject({ code: 'code_503', message: 'message 503', status: 503 });
    expect(error.lastResponse?.attempts).toBe(3);
    gateway.script(failure(503));
    await rejection(fund(client({ maxRetries: 0 })));
    expect(gateway.seen).toHaveLength(4);
  });
});

describe('the wait before the next attempt', () => {
  const waitsAfter = async (replies: Reply[], cards: ReviewedCards) => {
    gateway.script(...replies);
    await cards.balance('card_1').catch(() => {});
    return clock.waits;
  };

  it('doubles from half a second up to eight, with full jitter', async () => {
    const replies = Array(7).fill(failure(503));
    expect(await waitsAfter(replies, client({ maxRetries: 6 }, 1))).toEqual([
      500, 1000, 2000, 4000, 8000, 8000,
    ]);
    expect(await waitsAfter(replies, client({ maxRetries: 6 }, 0))).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it.each([
    ['seconds', '3', 3000],
    ['zero seconds', '0', 0],
    ['a date', new Date(Date.UTC(2026, 0, 1) + 5000).toUTCString(), 5000],
    ['a date that has passed', new Date(0).toUTCString(), 0],
  ])('is what Retry-After says in %s', async (_, value, wait) => {
    const limited = failure(429, {}, { 'retry-after': value });
    expect(await waitsAfter([limited], client())).toEqual([wait]);
  });

  it('is what error.details.retry_after says where there is no header', async () => {
    expect(await waitsAfter([failure(429, { details: { retry_after: 7 } })], client())).toEqual([7000]);
  });

  it.each(['soon', '-5', '', '1e9999'])('is the usual one where Retry-After is %j', async (value) => {
    expect(await waitsAfter([failure(503, {}, { 'retry-after': value })], client({}, 1))).toEqual([500]);
  });

  it('is not begun where Retry-After is longer than maxRetryAfter', async () => {
    gateway.script(failure(429, {}, { 'retry-after': '61' }));
    const error = await rejection(fund(client()));
    expect(error).toMatchObject({
      name: 'ZentraRateLimitError',
      status: 429,
      retryAfter: 61,
      effect: 'none',
    });
    expect(clock.waits).toEqual([]);
    expect(gateway.seen).toHaveLength(1);
    gateway.script(failure(429, {}, { 'retry-after': '2' }));
    expect(await rejection(fund(client({ maxRetryAfter: 1 })))).toMatchObject({ retryAfter: 2 });
  });
});

describe('the effect of a call that failed', () => {
  const effectOf = async (
    replies: Reply[],
    call: (cards: ReviewedCards) => Promise<unknown>,
    options = {},
  ) => {
    gateway.script(...replies);
    return (await rejection(call(client({ maxRetries: replies.length - 1, ...options })))).effect;
  };

  it.each([
    ['was refused', [failure(422)], 'none'],
    ['was limited', [failure(429)], 'none'],
    ['failed inside the gateway', [failure(500)], 'unknown'],
    ['lost its answer', [reset], 'unknown'],
    ['broke off', [truncated], 'unknown'],
    ['lost an answer and then was refused', [reset, failure(422)], 'unknown'],
    ['lost an answer and then was limited', [failure(502), failure(429)], 'unknown'],
    ['was answered with no JSON', [{ raw: '<html>' }], 'unknown'],
    ['was refused with a 200', [{ json: { success: false, error: { code: 'x' } } }], 'none'],
  ] as [string, Reply[], string][])('is what is known where a funding %s', async (_, replies, effect) => {
    expect(await effectOf(replies, fund)).toBe(effect);
  });

  it('is unknown where a funding timed out', async () => {
    expect(await effectOf([hang], fund, { timeout: 400 })).toBe('unknown');
  });

  it('is none where a read failed', async () => {
    expect(await effectOf([reset], (cards) => cards.balance('card_1'))).toBe('none');
    expect(await effectOf([failure(500)], (cards) => cards.list())).toBe('none');
  });

  it('is none where the gateway could not be reached', async () => {
    const gone = await scriptedGateway();
    await gone.close();
    const error = await rejection(fund(client({ baseUrl: gone.url })));
    expect(error).toMatchObject({ code: 'connection_error', effect: 'none', status: undefined });
    expect(error.message).toContain('ECONNREFUSED');
    expect(clock.waits).toHaveLength(2);
  });
});
