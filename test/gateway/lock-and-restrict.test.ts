import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type ClosureRequest,
  Gateway,
  type GatewayOptions,
  type ReviewedCards,
} from '../../src/gateway/client';
import { rejection } from './rejection';
import { failure, hang, type ScriptedGateway, scriptedGateway, success } from './scripted-gateway';
import { testClock } from './test-clock';

let gateway: ScriptedGateway;

beforeAll(async () => {
  gateway = await scriptedGateway();
});
afterAll(() => gateway.close());

let card = '';
let count = 0;
beforeEach(() => {
  gateway.seen.length = 0;
  count++;
  card = `card_${count}`;
});

const client = (options: Partial<GatewayOptions> = {}): ReviewedCards =>
  new Gateway({ secretKey: 'sk_sandbox_test', baseUrl: gateway.url, ...options }, { clock: testClock() })
    .cards;

const log = () => gateway.seen.map(({ method, url, body }) => `${method} ${url.split('/').at(-1)} ${body}`);

describe('lockAndRestrict', () => {
  it('locks, restricts by default to nothing, and claims no permanence', async () => {
    gateway.script(
      success({ status: 'lock_pending' }),
      success({ geofence_enabled: true }),
      success({ in: 'force' }),
    );
    const result = await client().lockAndRestrict(card);
    expect(result).toEqual({
      card_id: card,
      lock: { status: 'lock_pending' },
      security: { in: 'force' },
      permanent: false,
    });
    expect(log()).toEqual([
      'POST lock {"reason":"termination_requested"}',
      'GET security ',
      'PUT security {"geofence_enabled":true,"spending_limits":{"daily_minor":0,"monthly_minor":0}}',
    ]);
    expect(result).toHaveProperty('lastResponse.status', 200);
  });

  it.each([
    ['a string', (cards: ReviewedCards) => cards.lockAndRestrict(card, 'fraud')],
    ['options', (cards: ReviewedCards) => cards.lockAndRestrict(card, { reason: 'fraud' })],
    ['the one object', (cards: ReviewedCards) => cards.lockAndRestrict({ id: card, reason: 'fraud' })],
  ])('takes the reason from %s', async (_, call) => {
    await call(client());
    expect(log()[0]).toBe('POST lock {"reason":"fraud"}');
  });

  it('sends the controls of the caller instead of its own, to the security route only', async () => {
    await client().lockAndRestrict(card, {
      request_id: 'q',
      controls: { spending_limits: { daily_minor: 5 } },
    });
    expect(log()).toEqual([
      'POST lock {"request_id":"q","reason":"termination_requested"}',
      'GET security ',
      'PUT security {"spending_limits":{"daily_minor":5}}',
    ]);
  });

  it('checks the controls before it locks', async () => {
    const controls = { spending_limits: { daily: 0 } };
    expect(await rejection(client().lockAndRestrict(card, { controls }))).toMatchObject({ field: 'daily' });
    expect(gateway.seen).toEqual([]);
  });

  it('guards nothing where the lock is refused', async () => {
    gateway.script(failure(404));
    expect((await rejection(client().lockAndRestrict(card))).status).toBe(404);
    await client().unlock(card);
    expect(log().at(-1)).toBe('POST unlock {}');
  });

  it('says that the card is locked and not yet restricted where the second step fails', async () => {
    const asked: ClosureRequest[] = [];
    const cards = client({ onClosureRequested: (request) => asked.push(request) });
    gateway.script(success({}), success({}), failure(403, { code: 'insufficient_permissions' }));
    const error = await rejection(cards.lockAndRestrict(card));
    expect(error).toMatchObject({
      code: 'restriction_failed',
      status: 403,
      effect: 'applied',
      details: { card_id: card, locked: true, restricted: false },
      cause: { code: 'insufficient_permissions' },
    });
    expect(error.message).toContain('is locked and not yet restricted');
    expect(asked).toEqual([]);

    expect((await rejection(cards.unlock(card))).code).toBe('card_terminated');
    await cards.lockAndRestrict(card);
    expect(asked).toHaveLength(1);
  });
});

describe('the closure hook', () => {
  it.each([
    ['at once', (request: ClosureRequest) => void told.push(request)],
    ['later', (request: ClosureRequest) => Promise.resolve(request).then((later) => told.push(later))],
  ])('is told %s of card, reason and time, after the card is restricted', async (_, onClosureRequested) => {
    told.length = 0;
    await client({ onClosureRequested }).lockAndRestrict(card, 'fraud');
    expect(told).toEqual([{ card_id: card, reason: 'fraud', requested_at: '2026-01-01T00:00:00.000Z' }]);
    expect(gateway.seen).toHaveLength(3);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('mail for sk_live_secret is down');
      },
    ],
    ['rejects', () => Promise.reject(new Error('mail for sk_live_secret is down'))],
  ])('that %s is reported and undoes nothing', async (_, onClosureRequested) => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const result = await client({ onClosureRequested }).lockAndRestrict(card);
    expect(result.card_id).toBe(card);
    expect(warn).toHaveBeenCalledTimes(1);
    const [message, options] = warn.mock.calls[0] as unknown as [string, { code: string }];
    expect(message).toMatch(new RegExp(`${card}.*mail for sk_live_\\[redacted\\] is down`));
    expect(options.code).toBe('ZENTRA_CLOSURE_HOOK_FAILED');
    warn.mockRestore();
    expect((await rejection(client().unlock(card))).code).toBe('card_terminated');
  });

  it('that never settles can be left by the signal', async () => {
    const controller = new AbortController();
    const onClosureRequested = () => {
      controller.abort();
      return new Promise(() => {});
    };
    const call = client({ onClosureRequested }).lockAndRestrict(card, { signal: controller.signal });
    expect(await rejection(call)).toMatchObject({ code: 'aborted', effect: 'applied' });
  });

  const told: ClosureRequest[] = [];
});

describe('a terminated card', () => {
  it('is not unlocked in this process, through no client', async () => {
    await client().lockAndRestrict(card);
    gateway.seen.length = 0;
    for (const cards of [client(), client()]) {
      expect(await rejection(cards.unlock({ id: card }))).toMatchObject({
        code: 'card_terminated',
        effect: 'none',
        details: { card_id: card },
      });
    }
    expect(gateway.seen).toEqual([]);
  });

  it.each([
    ['options', () => client().unlock(card, { force: true })],
    ['the one object', () => client().unlock({ card_id: card, force: true })],
  ])('is unlocked with force in %s, which is not sent', async (_, unlock) => {
    await client().lockAndRestrict(card);
    await unlock();
    expect(log().at(-1)).toBe('POST unlock {}');
  });

  it('is not unlocked between the steps either', async () => {
    const cards = client();
    gateway.script(success({}), hang);
    const controller = new AbortController();
    const terminated = rejection(cards.lockAndRestrict(card, { signal: controller.signal }));
    await gateway.received(2);
    expect((await rejection(cards.unlock(card))).code).toBe('card_terminated');
    controller.abort();
    expect((await terminated).code).toBe('restriction_failed');
  });

  it('is not unlocked while the lock waits for its answer, which may come after it took effect', async () => {
    const cards = client();
    let accept = () => {};
    gateway.script((response) => {
      accept = () => void response.end('{}');
    });
    const terminated = cards.lockAndRestrict(card);
    await gateway.received(1);
    expect((await rejection(client().unlock(card))).code).toBe('card_terminated');
    accept();
    await terminated;
    expect(gateway.seen.some(({ url }) => url.endsWith('/unlock'))).toBe(false);
  });

  it('is unlocked again where one of two attempts to terminate it is refused, and not before the other is', async () => {
    const cards = client();
    let refuse = () => {};
    gateway.script((response) => {
      refuse = () => void response.writeHead(422).end();
    }, failure(422));
    const first = rejection(cards.lockAndRestrict(card));
    await gateway.received(1);
    await rejection(cards.lockAndRestrict(card));
    expect((await rejection(cards.unlock(card))).code).toBe('card_terminated');
    refuse();
    await first;
    await cards.unlock(card);
    expect(log().at(-1)).toBe('POST unlock {}');
  });

  it('is not unlocked by an unlock that was being retried', async () => {
    const cards = client();
    let fail = () => {};
    gateway.script((response) => {
      fail = () => void response.writeHead(503).end();
    });
    const unlock = rejection(cards.unlock(card));
    await gateway.received(1);
    await cards.lockAndRestrict(card);
    fail();
    expect(await unlock).toMatchObject({ code: 'card_terminated', effect: 'unknown' });
    expect(gateway.seen.filter(({ url }) => url.endsWith('/unlock'))).toHaveLength(1);
  });
});

describe('a closures store', () => {
  const asynchronous = () => {
    const ids = new Set<string>();
    return {
      add: async (id: string) => void ids.add(id),
      has: async (id: string) => ids.has(id),
    };
  };

  it.each([
    ['a Set', () => new Set<string>()],
    ['anything asynchronous', asynchronous],
  ])('may be %s', async (_, make) => {
    const closures = make();
    await client({ closures }).lockAndRestrict(card);
    expect(await closures.has(card)).toBe(true);
  });

  it('refuses what another process terminated', async () => {
    const closures = asynchronous();
    await closures.add(card);
    expect((await rejection(client({ closures }).unlock(card))).code).toBe('card_terminated');
    await client({ closures }).unlock(card, { force: true });
    expect(gateway.seen).toHaveLength(1);
  });

  it('that cannot say leaves the card locked', async () => {
    const closures = { add: () => {}, has: () => Promise.reject(new Error('database down')) };
    expect(await rejection(client({ closures }).unlock(card))).toMatchObject({
      code: 'closure_check_failed',
      effect: 'none',
      cause: { message: 'database down' },
    });
    expect(gateway.seen).toEqual([]);
  });

  const neverAnswers = { add: () => new Promise<void>(() => {}), has: () => new Promise<boolean>(() => {}) };

  it('that never says whether a card was terminated can be left by the signal, and the card stays locked', async () => {
    const controller = new AbortController();
    const unlock = rejection(client({ closures: neverAnswers }).unlock(card, { signal: controller.signal }));
    controller.abort();
    expect(await unlock).toMatchObject({ code: 'aborted', effect: 'none' });
    expect(gateway.seen).toEqual([]);
  });

  it('that never remembers can be left by the signal, where the restriction fails as well', async () => {
    const controller = new AbortController();
    gateway.script(success({}), hang);
    const terminated = rejection(
      client({ closures: neverAnswers }).lockAndRestrict(card, { signal: controller.signal }),
    );
    await gateway.received(2);
    controller.abort();
    expect(await terminated).toMatchObject({ code: 'restriction_failed', effect: 'applied' });
  });

  it('that fails to remember is an error, after everything else was done', async () => {
    const asked: unknown[] = [];
    const closures = {
      add: () => {
        throw new Error('database down');
      },
      has: () => false,
    };
    const cards = client({ closures, onClosureRequested: (request) => asked.push(request) });
    expect(await rejection(cards.lockAndRestrict(card))).toMatchObject({
      code: 'closure_not_recorded',
      effect: 'applied',
      details: { card_id: card, locked: true, restricted: true, closure_recorded: false },
    });
    expect(asked).toHaveLength(1);
    expect(gateway.seen).toHaveLength(3);
    expect((await rejection(cards.unlock(card))).code).toBe('card_terminated');
  });
});

describe('a lock', () => {
  it('ends an unlock of the card that is still being retried', async () => {
    const cards = client();
    let fail = () => {};
    gateway.script((response) => {
      fail = () => void response.writeHead(503).end();
    });
    const unlock = rejection(cards.unlock(card));
    await gateway.received(1);
    await client().lock(card);
    fail();
    expect(await unlock).toMatchObject({ code: 'superseded', effect: 'unknown' });
    expect(log()).toEqual(['POST unlock {}', 'POST lock {}']);
  });

  it('does not end an unlock that is asked for after it', async () => {
    const cards = client();
    await cards.lock(card);
    gateway.script(failure(503));
    await cards.unlock(card);
    expect(log()).toEqual(['POST lock {}', 'POST unlock {}', 'POST unlock {}']);
  });
});
