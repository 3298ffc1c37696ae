import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Zentra, type ZentraCards } from 'zentra-compat';
import { methodRules } from '../../src/contract/index';
import { rejection } from '../gateway/rejection';
import { type ScriptedGateway, scriptedGateway, success } from '../gateway/scripted-gateway';

let gateway: ScriptedGateway;
let zentra: Zentra;
let cards: ZentraCards;
beforeAll(async () => {
  gateway = await scriptedGateway();
  zentra = client();
  cards = zentra.cards;
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.seen.length = 0;
});

const client = (options = {}) =>
  new Zentra({
    secretKey: 'sk_sandbox_adapter',
    baseUrl: gateway.url,
    deprecations: Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`ZENTRA_DEP000${n}`, 'silent' as const])),
    ...options,
  });
const requests = () => gateway.seen.map(({ method, url, body }) => `${method} ${url} ${body}`.trim());

const zero = '{"spending_limits":{"daily_minor":0,"monthly_minor":0}}';

describe('a legacy call makes the reviewed requests', () => {
  const calls: [string, () => Promise<unknown>, string[]][] = [
    ["freeze('card_1')", () => cards.freeze('card_1'), ['POST /api/v1/cards/card_1/lock {}']],
    [
      'freeze with a reason',
      () => cards.freeze('card_1', 'lost'),
      ['POST /api/v1/cards/card_1/lock {"reason":"lost"}'],
    ],
    [
      'freeze with everything in one object',
      () => cards.freeze({ cardId: 'card_1', reason: 'lost', requestId: 'r' }),
      ['POST /api/v1/cards/card_1/lock {"reason":"lost","request_id":"r"}'],
    ],
    ['unfreeze', () => cards.unfreeze({ id: 'card_1' }), ['POST /api/v1/cards/card_1/unlock {}']],
    [
      'updateLimits in any spelling',
      () => cards.updateLimits('card_1', { daily: 500, monthlyLimit: null }),
      [
        'GET /api/v1/cards/card_1/security',
        'PUT /api/v1/cards/card_1/security {"spending_limits":{"daily_minor":500,"monthly_minor":null}}',
      ],
    ],
    [
      'updateLimits with everything in one object',
      () => cards.updateLimits({ card_id: 'card_1', limits: { daily: 1 } }),
      [
        'GET /api/v1/cards/card_1/security',
        'PUT /api/v1/cards/card_1/security {"spending_limits":{"daily_minor":1}}',
      ],
    ],
    [
      'terminate',
      () => cards.terminate('card_terminated_1'),
      [
        'POST /api/v1/cards/card_terminated_1/lock {"reason":"termination_requested"}',
        'GET /api/v1/cards/card_terminated_1/security',
        `PUT /api/v1/cards/card_terminated_1/security ${zero}`,
      ],
    ],
    [
      'fund with reference',
      () => cards.fund('card_1', { amount_minor: 5, reference: 'r', idempotency_key: 'k' }),
      ['POST /api/v1/cards/card_1/fund {"amount_minor":5,"transaction_reference":"r","idempotency_key":"k"}'],
    ],
  ];
  it.each(calls)('%s', async (_, call, expected) => {
    await call();
    expect(requests()).toEqual(expected);
  });

  it('updateLimits converts major units of the client', async () => {
    await client({ limitUnit: 'major', currency: 'NGN' }).cards.updateLimits('card_1', { daily: 12.5 });
    expect(gateway.seen.at(-1)?.body).toBe('{"spending_limits":{"daily_minor":1250}}');
  });

  it('updateLimits keeps every control that the caller did not name', async () => {
    gateway.script(success({ geofence_enabled: true, spending_limits: { monthly_minor: 9 } }));
    await cards.updateLimits('card_1', { daily: 1 });
    expect(JSON.parse(gateway.seen.at(-1)?.body ?? '')).toEqual({
      geofence_enabled: true,
      spending_limits: { monthly_minor: 9, daily_minor: 1 },
    });
  });

  it('and answers what the reviewed one does', async () => {
    gateway.script(success({ card_id: 'card_1', status: 'lock_pending' }));
    const result = await cards.freeze('card_1');
    expect(result.status).toBe('lock_pending');
    expect(Object.keys(result)).toEqual(['card_id', 'status']);
    expect(result).toHaveProperty('lastResponse.status', 200);
  });
});

describe('there is no way around the rewriting', () => {
  const lockOf = (id: string) => `POST /api/v1/cards/${id}/lock {}`;

  it('when a method is detached, bound, destructured or spread', async () => {
    const { freeze } = zentra.cards;
    const bound = zentra.cards.freeze.bind(undefined);
    const spread = { ...zentra.cards };
    const copied = Object.assign({}, zentra).cards;
    await freeze('a');
    await bound('b');
    await spread.freeze('c');
    await copied.freeze('d');
    await Reflect.apply(zentra.cards.freeze, null, ['e']);
    expect(requests()).toEqual(['a', 'b', 'c', 'd', 'e'].map(lockOf));
  });

  it('when a method is given to map, which passes an index and the array', async () => {
    await Promise.all(['a', 'b'].map(zentra.cards.freeze as (id: string) => Promise<unknown>));
    expect(requests().toSorted()).toEqual(['a', 'b'].map(lockOf));
  });

  it('and a method is the same one each time it is read', () => {
    expect(zentra.cards.freeze).toBe(zentra.cards.freeze);
    expect(zentra.cards).toBe(zentra.cards);
  });

  it('and every operation is an own, enumerable property', () => {
    const names = Object.keys(zentra.cards);
    for (const { legacy, reviewed } of methodRules)
      expect(names).toEqual(expect.arrayContaining([legacy, reviewed]));
    expect(names).toEqual(expect.arrayContaining(['fund', 'jitFund', 'create', 'list', 'balance']));
  });
});

describe('a refused call', () => {
  const refused: [string, () => Promise<unknown>, string, string][] = [
    ['an empty card id', () => cards.freeze(''), 'validation_error', 'card_id'],
    [
      'a fraction of a minor unit',
      () => cards.updateLimits('card_1', { daily: 0.5 }),
      'validation_error',
      'daily',
    ],
    ['an unknown limit', () => cards.updateLimits('card_1', { hourly: 5 }), 'validation_error', 'hourly'],
  ];
  it.each(refused)('%s rejects, names what is at fault and sends nothing', async (_, call, code, field) => {
    const error = await rejection(call());
    expect(error.code).toBe(code);
    expect(error.field).toBe(field);
    expect(gateway.seen).toEqual([]);
  });

  it('has a stack that reaches the line of the caller', async () => {
    const error = await rejection(cards.freeze(''));
    expect(error.stack).toContain('legacy-cards.test.ts');
  });

  it('unfreeze of a terminated card is refused, unless forced', async () => {
    await cards.terminate('card_closed');
    gateway.seen.length = 0;
    expect((await rejection(cards.unfreeze('card_closed'))).code).toBe('card_terminated');
    expect(gateway.seen).toEqual([]);
    await cards.unfreeze('card_closed', { force: true });
    expect(requests()).toEqual(['POST /api/v1/cards/card_closed/unlock {}']);
  });
});
