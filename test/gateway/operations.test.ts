import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import manifest from '../../package.json';
import { routes } from '../../src/contract/index';
import { Gateway, type ReviewedCards } from '../../src/gateway/client';
import { version } from '../../src/gateway/version';
import { rejection } from './rejection';
import { type ScriptedGateway, scriptedGateway, success } from './scripted-gateway';

let gateway: ScriptedGateway;
let cards: ReviewedCards;
const deprecated: [string, string][] = [];

beforeAll(async () => {
  gateway = await scriptedGateway();
  cards = new Gateway(
    { secretKey: 'sk_sandbox_test', baseUrl: gateway.url },
    { onDeprecated: (code, method) => deprecated.push([code, method]) },
  ).cards;
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.seen.length = 0;
  deprecated.length = 0;
});

const lastBody = () => JSON.parse(gateway.seen.at(-1)?.body ?? '');
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('each reviewed operation', () => {
  const operations: [string, () => Promise<unknown>, string, unknown?][] = [
    [
      'create',
      () => cards.create({ program: 'p', idempotency_key: 'k' }),
      'POST /api/v1/cards',
      { program: 'p', idempotency_key: 'k' },
    ],
    ['list', () => cards.list(), 'GET /api/v1/cards'],
    [
      'list',
      () => cards.list({ customerId: 'cus_1', limit: 5, offset: 0 }),
      'GET /api/v1/cards?customer_id=cus_1&limit=5&offset=0',
    ],
    [
      'fund',
      () => cards.fund('card_1', { amount_minor: 5, idempotency_key: 'k' }),
      'POST /api/v1/cards/card_1/fund',
      { amount_minor: 5, idempotency_key: 'k' },
    ],
    [
      'fund',
      () => cards.fund({ cardId: 'card_1', amountMinor: 5, idempotencyKey: 'k' }),
      'POST /api/v1/cards/card_1/fund',
      { amount_minor: 5, idempotency_key: 'k' },
    ],
    [
      'jitFund',
      () => cards.jitFund({ id: 'card_1' }, { amount_minor: 5, currency: 'NGN', idempotency_key: 'k' }),
      'POST /api/v1/cards/card_1/jit-fund',
      { amount_minor: 5, currency: 'NGN', idempotency_key: 'k' },
    ],
    ['lock', () => cards.lock('card_1'), 'POST /api/v1/cards/card_1/lock', {}],
    ['lock', () => cards.lock('card_1', 'lost'), 'POST /api/v1/cards/card_1/lock', { reason: 'lost' }],
    [
      'lock',
      () => cards.lock({ card_id: 'card_1', reason: 'lost' }),
      'POST /api/v1/cards/card_1/lock',
      { reason: 'lost' },
    ],
    [
      'unlock',
      () => cards.unlock('card_1', { reason: 'found' }),
      'POST /api/v1/cards/card_1/unlock',
      { reason: 'found' },
    ],
    ['getSecurity', () => cards.getSecurity({ id: 'card_1' }), 'GET /api/v1/cards/card_1/security'],
    [
      'replaceSecurity',
      () => cards.replaceSecurity('card_1', { geofence_enabled: false }),
      'PUT /api/v1/cards/card_1/security',
      { geofence_enabled: false },
    ],
    ['balance', () => cards.balance('card_1'), 'GET /api/v1/cards/card_1/balance'],
    ['fundingHistory', () => cards.fundingHistory('card_1'), 'GET /api/v1/cards/card_1/funding/history'],
    [
      'fundingHistory',
      () => cards.fundingHistory({ card_id: 'card_1', limit: 5 }),
      'GET /api/v1/cards/card_1/funding/history?limit=5',
    ],
    [
      'fundingHistory',
      () => cards.fundingHistory({ id: 'card_1', status: 'active' }, { limit: 5 }),
      'GET /api/v1/cards/card_1/funding/history?limit=5',
    ],
    ['getAutoReload', () => cards.getAutoReload('card_1'), 'GET /api/v1/cards/card_1/auto-reload'],
    [
      'updateAutoReload',
      () => cards.updateAutoReload('card_1', { enabled: true, threshold_minor: 5 }),
      'PUT /api/v1/cards/card_1/auto-reload',
      { enabled: true, threshold_minor: 5 },
    ],
    [
      'updateAutoReload',
      () => cards.updateAutoReload({ id: 'card_1', enabled: false }),
      'PUT /api/v1/cards/card_1/auto-reload',
      { enabled: false },
    ],
  ];

  it.each(operations)('%s goes to its route', async (_, call, request, body) => {
    await call();
    expect(gateway.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([request]);
    if (body === undefined) expect(gateway.seen[0]?.body).toBe('');
    else expect(lastBody()).toEqual(body);
  });

  it('fundingHistory asks for no page out of a whole card', async () => {
    const card = { id: 'card_1', status: 'active', holder: { name: 'A' } };
    await cards.fundingHistory(card);
    expect(gateway.seen[0]?.url).toBe('/api/v1/cards/card_1/funding/history');
    expect((await rejection(cards.fundingHistory('card_1', { card_id: 'card_2' }))).field).toBe('card_id');
  });

  it.each(['lock', 'unlock', 'balance', 'getSecurity', 'getAutoReload'] as const)(
    '%s may be handed to Array.map',
    async (name) => {
      await Promise.all(['card_1', 'card_2'].map(cards[name] as (card: string) => Promise<unknown>));
      expect(gateway.seen.map(({ url }) => url.split('/')[4]).sort()).toEqual(['card_1', 'card_2']);
    },
  );

  it('is there under the name of its route', () => {
    expect(Object.keys(cards).sort()).toEqual(
      [...Object.keys(routes), 'updateSecurity', 'lockAndRestrict'].sort(),
    );
  });

  it('is free of this, and may be spread', async () => {
    const { lock } = { ...cards };
    await lock.call(undefined, 'card_1');
    expect(gateway.seen[0]?.url).toBe('/api/v1/cards/card_1/lock');
  });
});

describe('a request', () => {
  it('carries the key, says what it accepts and who it is', async () => {
    await cards.lock('card_1');
    expect(gateway.seen[0]?.headers).toMatchObject({
      authorization: 'Bearer sk_sandbox_test',
      accept: 'application/json',
      'content-type': 'application/json',
      'user-agent': `zentra-compat/${manifest.version} node/${process.versions.node}`,
    });
    expect(version).toBe(manifest.version);
  });

  it('without a body has no content type', async () => {
    await cards.list();
    expect(gateway.seen[0]?.headers).not.toHaveProperty('content-type');
  });

  it('goes below the path prefix of the base URL', async () => {
    const prefixed = new Gateway({ apiKey: 'sk_sandbox_test', baseUrl: `${gateway.url}/zentra/` });
    await prefixed.cards.balance('card_1');
    expect(gateway.seen[0]?.url).toBe('/zentra/api/v1/cards/card_1/balance');
  });

  it.each(['../transfers', 'a/b', 'a?b', 'a#b', '%2e%2e', 'a\\b', '💳', ' a', 'a\n'])(
    'for the card id %j reaches no other route',
    async (id) => {
      await cards.lock(id);
      expect(gateway.seen[0]?.url).toBe(`/api/v1/cards/${encodeURIComponent(id)}/lock`);
      expect(new URL(gateway.seen[0]?.url ?? '', gateway.url).pathname.split('/')).toHaveLength(6);
    },
  );

  it('is never sent for a card id that is refused', async () => {
    for (const id of ['', '.', '..', 'a\ud800', 7, null] as string[]) {
      expect(await rejection(cards.lock(id))).toMatchObject({ code: 'validation_error', effect: 'none' });
    }
    expect(gateway.seen).toEqual([]);
  });
});

describe('the idempotency key', () => {
  it.each(['fund', 'jitFund'] as const)(
    'of %s is made where the caller gives none, anew for each call',
    async (name) => {
      await cards[name]('card_1', { amount_minor: 5 });
      const first = lastBody().idempotency_key;
      await cards[name]('card_1', { amount_minor: 5 });
      expect(first).toMatch(uuid);
      expect(lastBody().idempotency_key).toMatch(uuid);
      expect(lastBody().idempotency_key).not.toBe(first);
    },
  );

  it('of create is made, or taken from idempotencyKey', async () => {
    await cards.create({ program: 'p' });
    expect(lastBody().idempotency_key).toMatch(uuid);
    await cards.create({ program: 'p', idempotencyKey: 'mine' });
    expect(lastBody()).toEqual({ program: 'p', idempotency_key: 'mine' });
  });

  it('from the reference is the same in two clients', async () => {
    const keys = [];
    for (let i = 0; i < 2; i++) {
      const client = new Gateway({
        secretKey: 'sk_sandbox_test',
        baseUrl: gateway.url,
        idempotencyKeys: 'from-reference',
      });
      await client.cards.fund('card_1', { amount_minor: 5, reference: 'r' });
      keys.push(lastBody().idempotency_key);
    }
    expect(keys[0]).toBe(keys[1]);
  });
});

describe('funding with reference', () => {
  it.each(['fund', 'jitFund'] as const)('is migrated and reported for %s', async (name) => {
    await cards[name]('card_1', { reference: 'r', idempotency_key: 'k' });
    expect(lastBody()).toEqual({ transaction_reference: 'r', idempotency_key: 'k' });
    expect(deprecated).toEqual([['ZENTRA_DEP0005', name]]);
  });

  it('that contradicts transaction_reference loses neither', async () => {
    await cards.fund('card_1', { reference: 'a', transaction_reference: 'b', idempotency_key: 'k' });
    expect(lastBody()).toMatchObject({ reference: 'a', transaction_reference: 'b' });
    expect(deprecated).toEqual([['ZENTRA_DEP0006', 'fund']]);
  });

  it('that contradicts it is not sent under onReferenceConflict: throw', async () => {
    const strict = new Gateway({
      secretKey: 'sk_sandbox_test',
      baseUrl: gateway.url,
      onReferenceConflict: 'throw',
    });
    const error = await rejection(
      strict.cards.fund('card_1', { reference: 'a', transaction_reference: 'b' }),
    );
    expect(error).toMatchObject({ code: 'validation_error', field: 'reference' });
    expect(gateway.seen).toEqual([]);
  });

  it('is not sent where the hook refuses the deprecated parameter', async () => {
    const removed = new Gateway(
      { secretKey: 'sk_sandbox_test', baseUrl: gateway.url },
      {
        onDeprecated: () => {
          throw new TypeError('removed');
        },
      },
    );
    await expect(removed.cards.fund('card_1', { reference: 'a' })).rejects.toThrow('removed');
    expect(gateway.seen).toEqual([]);
  });
});

describe('parameters', () => {
  it('are what they were when the call was made', async () => {
    const params = { amount_minor: 5, idempotency_key: 'k' };
    const call = cards.fund('card_1', params);
    params.amount_minor = 5_000_000;
    await call;
    expect(lastBody().amount_minor).toBe(5);
  });

  it('are never changed', async () => {
    const params = Object.freeze({ amountMinor: 5, reference: 'r' });
    const controls = Object.freeze({ spending_limits: Object.freeze({ daily_minor: 1 }) });
    gateway.script(success({}), success({ spending_limits: { monthly_minor: 2 } }));
    await cards.fund('card_1', params);
    await cards.updateSecurity('card_1', controls);
    expect(params).toEqual({ amountMinor: 5, reference: 'r' });
    expect(controls).toEqual({ spending_limits: { daily_minor: 1 } });
  });
});
