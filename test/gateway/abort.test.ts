import { setMaxListeners } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Gateway, type ReviewedCards } from '../../src/gateway/client';
import { type Clock, systemClock } from '../../src/gateway/clock';
import { rejection } from './rejection';
import { failure, hang, reset, type ScriptedGateway, scriptedGateway, success } from './scripted-gateway';

let gateway: ScriptedGateway;
let cards: ReviewedCards;

beforeAll(async () => {
  gateway = await scriptedGateway();
  cards = new Gateway({ secretKey: 'sk_sandbox_test', baseUrl: gateway.url }).cards;
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.seen.length = 0;
});

const aborted = { code: 'aborted', name: 'ZentraConnectionError' };

describe('an AbortSignal', () => {
  it('that is aborted already sends nothing', async () => {
    const signal = AbortSignal.abort(new Error('too late'));
    expect(await rejection(cards.fund('card_1', { amount_minor: 5 }, { signal }))).toMatchObject({
      ...aborted,
      effect: 'none',
      cause: { message: 'too late' },
    });
    expect(gateway.seen).toEqual([]);
  });

  it('stops a call that waits for its answer, and says that its effect is unknown', async () => {
    gateway.script(hang);
    const controller = new AbortController();
    const call = rejection(cards.fund('card_1', { amount_minor: 5 }, { signal: controller.signal }));
    await gateway.received(1);
    controller.abort();
    expect(await call).toMatchObject({ ...aborted, effect: 'unknown' });
  });

  it('stops a call in the middle of its answer’s body', async () => {
    const controller = new AbortController();
    gateway.script((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"success":', () => controller.abort());
    });
    expect(await rejection(cards.lock('card_1', { signal: controller.signal }))).toMatchObject({
      ...aborted,
      effect: 'unknown',
    });
  });

  it('stops a call that waits between attempts, for an hour if need be', async () => {
    const controller = new AbortController();
    const sleep: Clock['sleep'] = (ms, signal) => {
      const slept = systemClock.sleep(ms, signal);
      controller.abort();
      return slept;
    };
    const patient = new Gateway(
      { secretKey: 'sk_sandbox_test', baseUrl: gateway.url, maxRetryAfter: 3600 },
      { clock: { ...systemClock, sleep } },
    ).cards;
    gateway.script(failure(429, {}, { 'retry-after': '3600' }));
    expect(await rejection(patient.lock('card_1', undefined, { signal: controller.signal }))).toMatchObject({
      ...aborted,
      effect: 'none',
    });
    expect(gateway.seen).toHaveLength(1);
  });

  it('stops a writer that waits for its turn, and the writers after it go on', async () => {
    let release = () => {};
    gateway.script((response) => {
      release = () => response.end('{}');
    });
    const controller = new AbortController();
    const first = cards.updateSecurity('card_1', { a: 1 });
    const second = rejection(cards.updateSecurity('card_1', { b: 1 }, { signal: controller.signal }));
    const third = cards.updateSecurity('card_1', { c: 1 });
    await gateway.received(1);
    controller.abort();
    expect(await second).toMatchObject({ ...aborted, effect: 'none' });
    release();
    await Promise.all([first, third]);
    expect(gateway.seen.filter(({ method }) => method === 'PUT').map(({ body }) => body)).toEqual([
      '{"a":1}',
      '{"c":1}',
    ]);
  });

  it('may stand among the options or the parameters, and is not sent', async () => {
    const { signal } = new AbortController();
    await cards.lock('card_1', { reason: 'r', signal });
    await cards.fund({ card_id: 'card_1', amount_minor: 5, idempotency_key: 'k', signal });
    await cards.list({ limit: 1, signal });
    await cards.create({ idempotency_key: 'k', signal });
    await cards.balance({ id: 'card_1', signal });
    expect(gateway.seen.map(({ url, body }) => url + body)).toEqual([
      '/api/v1/cards/card_1/lock{"reason":"r"}',
      '/api/v1/cards/card_1/fund{"amount_minor":5,"idempotency_key":"k"}',
      '/api/v1/cards?limit=1',
      '/api/v1/cards{"idempotency_key":"k"}',
      '/api/v1/cards/card_1/balance',
    ]);
  });

  it('is left without listeners once the call is done, whatever its end', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    setMaxListeners(1, signal);
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners++;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners--;
      remove(...args);
    };
    gateway.script(success({}), failure(422), reset, success({}));
    await cards.lock('card_1', { signal });
    await rejection(cards.lock('card_1', { signal }));
    await cards.lock('card_1', { signal });
    await cards.updateSecurity('card_1', { a: 1 }, { signal });
    expect(listeners).toBe(0);
  });

  it('may be given to many calls at once: it gets one listener, and Node warns of nothing', async () => {
    const warnings: Error[] = [];
    const heard = (warning: Error) => warnings.push(warning);
    process.on('warning', heard);
    const { signal } = new AbortController();
    const calls = Array.from({ length: 20 }, (_, i) =>
      cards.updateSecurity(`card_${i % 2}`, { i }, { signal }),
    );
    await Promise.all(calls);
    // Node emits warnings on a later tick.
    await new Promise(setImmediate);
    process.off('warning', heard);
    expect(warnings).toEqual([]);
  });

  it.each([5, 'now', {}])('must not be %j', async (signal) => {
    const options = { signal } as unknown as { signal: AbortSignal };
    expect(await rejection(cards.balance('card_1', options))).toMatchObject({ field: 'signal' });
    expect(gateway.seen).toEqual([]);
  });
});

describe('a timeout of one call', () => {
  it('overrides the client’s', async () => {
    gateway.script(hang);
    const error = await rejection(
      new Gateway({ secretKey: 'sk_sandbox_test', baseUrl: gateway.url, maxRetries: 0 }).cards.balance(
        'card_1',
        {
          timeout: 20,
        },
      ),
    );
    expect(error).toMatchObject({ code: 'timeout', message: 'The gateway did not answer within 20 ms' });
  });

  it.each([0, -1, Number.NaN, '5', 2 ** 31])('must not be %j', async (timeout) => {
    const options = { timeout } as { timeout: number };
    expect(await rejection(cards.lock('card_1', 'r', options))).toMatchObject({ field: 'timeout' });
  });
});
