import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Gateway, type ReviewedCards } from '../../src/gateway/client';
import { securityWriters } from '../../src/gateway/security-updates';
import { rejection } from './rejection';
import { failure, reset, type ScriptedGateway, scriptedGateway, success } from './scripted-gateway';
import { testClock } from './test-clock';

let gateway: ScriptedGateway;
let cards: ReviewedCards;

beforeAll(async () => {
  gateway = await scriptedGateway();
  cards = client();
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.seen.length = 0;
});

const client = () =>
  new Gateway({ secretKey: 'sk_sandbox_test', baseUrl: gateway.url }, { clock: testClock() }).cards;

const log = () => gateway.seen.map(({ method, headers, body }) => [method, headers['if-match'], body]);

describe('updateSecurity', () => {
  it('reads, merges and writes, and answers the configuration in force', async () => {
    gateway.script(
      success({ geofence_enabled: true, spending_limits: { daily_minor: 1, monthly_minor: 2 } }),
      success({ in: 'force' }),
    );
    const result = await cards.updateSecurity('card_1', { spending_limits: { daily_minor: null } });
    expect(result).toEqual({ in: 'force' });
    expect(log()).toEqual([
      ['GET', undefined, ''],
      [
        'PUT',
        undefined,
        '{"geofence_enabled":true,"spending_limits":{"daily_minor":null,"monthly_minor":2}}',
      ],
    ]);
    expect(gateway.seen.map(({ url }) => url)).toEqual(Array(2).fill('/api/v1/cards/card_1/security'));
  });

  it('takes the controls out of the one object as well', async () => {
    gateway.script(success({ a: 1 }));
    await cards.updateSecurity({ card_id: 'card_1', geofence_enabled: false });
    expect(log()[1]?.[2]).toBe('{"a":1,"geofence_enabled":false}');
  });

  it('sends the ETag back as it came, also one that looks like a card number', async () => {
    gateway.script(success({}, { etag: '"4111111111111111"' }));
    await cards.updateSecurity('card_1', { a: 1 });
    expect(log()[1]?.[1]).toBe('"4111111111111111"');
  });

  it('reads, merges and writes again where the configuration changed in between', async () => {
    gateway.script(
      success({ a: 1 }, { etag: '"1"' }),
      failure(412),
      success({ a: 2, b: 2 }, { etag: '"2"' }),
      success({ done: true }),
    );
    expect(await cards.updateSecurity('card_1', { a: 3 })).toEqual({ done: true });
    expect(log()).toEqual([
      ['GET', undefined, ''],
      ['PUT', '"1"', '{"a":3}'],
      ['GET', undefined, ''],
      ['PUT', '"2"', '{"a":3,"b":2}'],
    ]);
  });

  it('gives up after the third repetition', async () => {
    for (let round = 0; round < 4; round++) gateway.script(success({}, { etag: `"${round}"` }), failure(412));
    const error = await rejection(cards.updateSecurity('card_1', { a: 1 }));
    expect(error).toMatchObject({
      code: 'security_conflict',
      status: 412,
      effect: 'none',
      details: { card_id: 'card_1' },
    });
    expect(gateway.seen).toHaveLength(8);
  });

  it('survives a write that took effect and lost its answer', async () => {
    gateway.script(
      success({ a: 1 }, { etag: '"1"' }),
      reset,
      failure(412),
      success({ a: 3 }, { etag: '"2"' }),
      success({ a: 3 }),
    );
    expect(await cards.updateSecurity('card_1', { a: 3 })).toEqual({ a: 3 });
  });

  it.each([
    ['a list', []],
    ['null', null],
    ['text', 'none'],
  ])('writes nothing where the configuration in force is %s', async (_, configuration) => {
    gateway.script(success(configuration));
    expect(await rejection(cards.updateSecurity('card_1', { a: 1 }))).toMatchObject({
      code: 'invalid_response',
      effect: 'none',
    });
    expect(gateway.seen).toHaveLength(1);
  });

  it.each([
    ['empty', { raw: '' }],
    ['a 204', { status: 204 }],
  ])(
    'writes nothing where the answer to the read is %s, since a write would drop what is in force',
    async (_, answer) => {
      gateway.script(answer);
      expect((await rejection(cards.updateSecurity('card_1', { a: 1 }))).code).toBe('invalid_response');
      expect(gateway.seen).toHaveLength(1);
    },
  );

  it('writes into a configuration that says of itself that it is empty', async () => {
    gateway.script({ json: {} });
    await cards.updateSecurity('card_1', { a: 1 });
    expect(log()[1]?.[2]).toBe('{"a":1}');
  });

  it('writes nothing where the configuration in force is nested too deeply to be written again', async () => {
    const depth = 200_000;
    gateway.script({ raw: `{"deep":${'['.repeat(depth)}${']'.repeat(depth)}}` });
    expect((await rejection(cards.updateSecurity('card_1', { a: 1 }))).code).toBe('invalid_response');
    expect(gateway.seen).toHaveLength(1);
  });

  it.each([
    ['a legacy limit', { spending_limits: { daily: 5 } }],
    ['half a minor unit', { spending_limits: { daily_minor: 0.5 } }],
    ['a polluting key', JSON.parse('{"__proto__":{"a":1}}')],
    ['NaN', { threshold: Number.NaN }],
    ['nothing', undefined],
  ])('sends nothing with %s', async (_, controls) => {
    expect((await rejection(cards.updateSecurity('card_1', controls))).code).toBe('validation_error');
    expect((await rejection(cards.replaceSecurity('card_1', controls))).code).toBe('validation_error');
    expect(gateway.seen).toEqual([]);
  });
});

describe('writers of one card', () => {
  /** A gateway that replaces, as the contract's PUT may. */
  const replacing = () => {
    let configuration: unknown = {};
    gateway.otherwise((response, seen) => {
      if (seen.method === 'PUT') configuration = JSON.parse(seen.body);
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(configuration));
    });
    return () => configuration;
  };

  it('take turns, so that no control is lost, through several clients as well', async () => {
    const configuration = replacing();
    const clients = [client(), client()];
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => clients[i % 2]?.updateSecurity('card_1', { [`control_${i}`]: i })),
    );
    expect(Object.keys(configuration() as object)).toHaveLength(20);
    expect(gateway.seen.map(({ method }) => method)).toEqual(Array(20).fill(['GET', 'PUT']).flat());
  });

  it('take turns with replaceSecurity', async () => {
    const configuration = replacing();
    await Promise.all([
      cards.updateSecurity('card_1', { a: 1 }),
      cards.replaceSecurity('card_1', { b: 1 }),
      cards.updateSecurity('card_1', { c: 1 }),
    ]);
    expect(configuration()).toEqual({ b: 1, c: 1 });
  });

  it('do not wait for writers of other cards', async () => {
    gateway.script(() => {});
    void cards.updateSecurity('card_stuck', { a: 1 }).catch(() => {});
    await gateway.received(1);
    await cards.updateSecurity('card_2', { a: 1 });
    expect(gateway.seen).toHaveLength(3);
  });

  it('go on after a failure and leave no trace', async () => {
    const before = securityWriters.size;
    gateway.script(failure(403));
    const failed = rejection(cards.updateSecurity('card_1', { a: 1 }));
    const next = cards.updateSecurity('card_1', { b: 1 });
    expect((await failed).status).toBe(403);
    await next;
    await Promise.resolve();
    expect(securityWriters.size).toBe(before);
  });
});
