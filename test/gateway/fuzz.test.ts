import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callOptionsOf } from '../../src/contract/call-options';
import { cardIdOf } from '../../src/contract/card';
import { cardArguments, cardForms } from '../../src/contract/card-arguments';
import { ZentraError } from '../../src/contract/errors';
import { fundingBody } from '../../src/contract/funding';
import { jsonObject } from '../../src/contract/json';
import { spendingLimitsFrom } from '../../src/contract/limits';
import { limitsArguments } from '../../src/contract/limits-arguments';
import { lockArguments } from '../../src/contract/lock';
import { requestHeaders } from '../../src/contract/request-headers';
import { securityControls } from '../../src/contract/security';
import { Gateway, type ReviewedCards } from '../../src/gateway/client';
import { type ScriptedGateway, scriptedGateway, truncated } from './scripted-gateway';
import { testClock } from './test-clock';

/** More with FC_RUNS=10000. */
const numRuns = Number(process.env.FC_RUNS ?? 150);
const secretKey = 'sk_sandbox_verysecret';
const marker = 'verysecret';

let gateway: ScriptedGateway;
let cards: ReviewedCards;

beforeAll(async () => {
  gateway = await scriptedGateway();
  cards = new Gateway(
    { secretKey, baseUrl: gateway.url, maxRetries: 1, maxResponseSize: 100_000 },
    { clock: testClock() },
  ).cards;
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.seen.length = 0;
});

const thrower = () => {
  throw new Error(`getter of ${secretKey}`);
};
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const cyclic = () => {
  const value: Record<string, unknown> = { limits: {} };
  value.self = value;
  (value.limits as Record<string, unknown>).limits = value.limits;
  return value;
};

/** Keys that some function reads, and keys that no function should read. */
const key = fc.constantFrom(
  ...['card_id', 'cardId', 'id', 'reason', 'reference', 'transaction_reference', 'transactionReference'],
  ...['amount_minor', 'amountMinor', 'idempotency_key', 'idempotencyKey', 'request_id', 'controls', 'force'],
  ...[
    'signal',
    'timeout',
    'limitUnit',
    'currency',
    'daily',
    'daily_minor',
    'monthlyLimit',
    'limits',
    'spending_limits',
  ],
  ...[
    'customerId',
    'customer_id',
    'limit',
    '__proto__',
    'constructor',
    'prototype',
    'toJSON',
    'then',
    'toString',
  ],
  secretKey,
);
/** Makes a value anew for each run: a generator itself cannot hold values such as revoked proxies. */
type Recipe = () => unknown;
const always =
  (value: unknown): Recipe =>
  () =>
    value;

const oddity: fc.Arbitrary<Recipe> = fc.oneof(
  fc
    .constantFrom<unknown>(
      undefined,
      null,
      '',
      '.',
      '..',
      '__proto__',
      secretKey,
      Number.NaN,
      -0,
      2 ** 53,
      1n,
    )
    .map(always),
  fc
    .constantFrom<unknown>(Symbol('s'), () => {}, thrower, new Date(Number.NaN), /x/, new Map([[1, 2]]))
    .map(always),
  fc.constantFrom<Recipe>(
    revoked,
    cyclic,
    () => Object(1n),
    () => Object.defineProperty({}, 'card_id', { get: thrower, enumerable: true }),
    () => ({ toJSON: thrower }),
    () => new Proxy({}, { ownKeys: thrower, get: () => undefined }),
    () => new Proxy({}, { get: thrower }),
    () => 'x'.repeat(20_000),
  ),
  fc.string({ unit: 'binary' }).map(always),
  fc
    .anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withTypedArray: true,
    })
    .map(always),
);
const { argument } = fc.letrec<{ argument: Recipe; object: Recipe }>((tie) => ({
  object: fc.array(fc.tuple(key, tie('argument')), { maxLength: 5 }).map((entries) => () => ownKeys(entries)),
  argument: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<unknown>('card_1', { id: 'card_1' }, 5, true).map(always),
    oddity,
    tie('object'),
  ),
}));

/** An object with own keys only, `__proto__` among them. */
function ownKeys(entries: [string, Recipe][]): object {
  const object = {};
  for (const [name, make] of entries) {
    Object.defineProperty(object, name, {
      value: make(),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return object;
}

const known = (error: unknown): error is ZentraError => error instanceof ZentraError;

/** Checks that it is our error, and that no part of it shows a secret. */
function assertOurs(error: unknown): void {
  if (!known(error)) throw error;
  expect(error.message + error.stack + JSON.stringify(error)).not.toContain(marker);
  expect(inspect({ ...error, cause: undefined })).not.toContain(marker);
}

/**
 * A function as last argument is a Node callback, whose errors become uncaught exceptions of the program. This replaces it by a callback
 * that records its arguments, so that the run continues; `told` has one list if there was a callback.
 */
function recordingCallback(given: readonly unknown[]): { args: unknown[]; told: unknown[][] } {
  const last = given.findLastIndex((value) => value !== undefined);
  if (typeof given[last] !== 'function') return { args: [...given], told: [] };
  const calls: unknown[] = [];
  return { args: given.with(last, (error: unknown) => calls.push(error)), told: [calls] };
}

const polluted = () => Object.keys(Object.prototype);

describe('whatever the arguments', () => {
  const operations = (): [string, (...args: unknown[]) => Promise<unknown>][] =>
    Object.entries(cards as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>);

  it('every operation resolves, or rejects with our error before anything is sent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(13), fc.array(argument, { maxLength: 3 }), async (index, recipes) => {
        const { args, told } = recordingCallback(recipes.map((make) => make()));
        const [name, operation] = operations()[index]!;
        gateway.seen.length = 0;
        // A timeout or a signal among the arguments may end the call.
        const error = await operation(...args).then(
          () => undefined,
          (reason) => reason,
        );
        // The callback runs on the tick after the promise.
        await new Promise(setImmediate);
        for (const calls of told) expect(calls, name).toEqual([error ?? null]);
        if (error !== undefined) {
          assertOurs(error);
          if (error.code === 'validation_error') expect(gateway.seen, name).toEqual([]);
          else expect(['timeout', 'aborted', 'card_terminated', 'http_error']).toContain(error.code);
        }
        for (const { url, method } of gateway.seen) {
          expect(url).toMatch(/^\/api\/v1\/cards(\?[^#\s]*|\/[^/?#\s]+\/[a-z/-]+(\?[^#\s]*)?)?$/);
          expect(['GET', 'POST', 'PUT']).toContain(method);
        }
        expect(polluted()).toEqual([]);
      }),
      { numRuns: numRuns * 2 },
    );
  });

  it('every body that is sent for a funding has a sound amount and an idempotency key', async () => {
    await fc.assert(
      fc.asyncProperty(argument, argument, async (card, params) => {
        gateway.seen.length = 0;
        const { args } = recordingCallback([card(), params()]);
        await cards.fund(...(args as [string, object])).catch(assertOurs);
        for (const { body } of gateway.seen) {
          const sent = JSON.parse(body);
          expect(['string', 'number']).toContain(typeof sent.idempotency_key);
          if (typeof sent.amount_minor === 'number')
            expect(Number.isSafeInteger(sent.amount_minor)).toBe(true);
        }
      }),
      { numRuns },
    );
  });

  const pure: [string, (...args: unknown[]) => unknown][] = [
    ['spendingLimitsFrom', (a, b) => spendingLimitsFrom(a, b as object)],
    ['limitsArguments', (a, b, c) => limitsArguments(a, b, c)],
    ['lockArguments', lockArguments],
    ['fundingBody', (a) => fundingBody(a)],
    ['securityControls', securityControls],
    ['cardIdOf', cardIdOf],
    ['cardArguments', (a, b, c) => cardArguments(a, b, c, cardForms.funding)],
    ['callOptionsOf', (a) => callOptionsOf(a)],
    ['requestHeaders', (a) => requestHeaders(a, 'headers')],
    ['jsonObject', (a) => jsonObject(a, 'value')],
    ['new Gateway', (a) => new Gateway(a as { secretKey: string })],
  ];
  it.each(pure)('%s returns or throws our error', (_, run) => {
    fc.assert(
      fc.property(argument, argument, argument, (a, b, c) => {
        try {
          run(a(), b(), c());
        } catch (error) {
          assertOurs(error);
        }
        expect(polluted()).toEqual([]);
      }),
      { numRuns },
    );
  });
});

describe('whatever the gateway answers', () => {
  const body = fc.oneof(
    fc.json(),
    fc.string({ unit: 'binary' }),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    fc.jsonValue().map((data) => JSON.stringify({ success: true, data })),
    fc
      .record({
        code: fc.jsonValue(),
        message: fc.jsonValue(),
        details: fc.jsonValue(),
        status: fc.jsonValue(),
      })
      .map((error) => JSON.stringify({ success: false, error: { ...error, field: secretKey } })),
    fc.constantFrom('{"__proto__":{"polluted":true}}', '[', '<html>', `"${secretKey}"`, 'x'.repeat(200_000)),
  );
  const header = fc.constantFrom<Record<string, string>>(
    {},
    { 'retry-after': 'soon' },
    { 'retry-after': '-1' },
    { 'retry-after': '99999999999' },
    { etag: 'W/"x"' },
    { 'x-request-id': secretKey },
    { 'content-type': 'text/html' },
    { location: '//elsewhere' },
  );

  it('a call resolves, or rejects with our error, its status and whether it took effect', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 200, max: 599 }), header, body, async (status, headers, raw) => {
        const reply = { status, headers, raw };
        gateway.script(reply, reply);
        gateway.seen.length = 0;
        const error = await cards.lock('card_1').then(
          () => undefined,
          (reason) => reason,
        );
        // A call without a retry leaves one reply: use it up.
        if (gateway.seen.length === 1) await cards.lock('card_1').catch(() => {});
        if (error !== undefined) {
          assertOurs(error);
          expect(['none', 'unknown']).toContain(error.effect);
          expect(error.status).toBeTypeOf('number');
        }
        expect(polluted()).toEqual([]);
      }),
      { numRuns },
    );
  });

  it('updateSecurity writes nothing that is not the configuration with the changes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (configuration) => {
        gateway.script({ json: { success: true, data: configuration } });
        gateway.seen.length = 0;
        await cards.updateSecurity('card_1', { geofence_enabled: true }).catch(assertOurs);
        const put = gateway.seen.find(({ method }) => method === 'PUT');
        if (put) {
          expect(JSON.parse(put.body)).toEqual({
            ...(JSON.parse(JSON.stringify(configuration)) as object),
            geofence_enabled: true,
          });
        } else {
          expect(
            configuration === null || typeof configuration !== 'object' || Array.isArray(configuration),
          ).toBe(true);
        }
      }),
      { numRuns },
    );
  });

  it('a body that breaks off is no result', async () => {
    gateway.script(truncated, truncated);
    await expect(cards.lock('card_1')).rejects.toMatchObject({ code: 'connection_error', effect: 'unknown' });
  });
});
