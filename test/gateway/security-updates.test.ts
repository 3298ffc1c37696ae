import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Gateway, type ReviewedCards } from '../../src/gateway/client';
import { securityWriters } from '../../src/gateway/security-updates';
import { rejection } from './rejection';
import {
  type Answer,
  failure,
  reset,
  type ScriptedGateway,
  scriptedGateway,
  success,
} from './scripted-gateway';
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

  it.each<[string, Answer]>([
    ['a list', success([])],
    ['null', success(null)],
    ['text', success('none')],
    ['an envelope without data', { json: { success: true } }],
    [
      'an envelope without data, and with the rest of one',
      { json: { success: true, message: 'ok', id: 'x' } },
    ],
    ['a failure without success', { json: { error: { code: 'x', message: 'm' } } }],
    ['a message alone', { json: { message: 'try later' } }],
    ['data without an envelope', { json: { data: { geofence_enabled: true } } }],
    ['accepted, and not yet there', { status: 202, json: { status: 'pending' } }],
    ['a 202 with what looks like a configuration', { ...success({ geofence_enabled: true }), status: 202 }],
    ['a part of one', { status: 206, json: { geofence_enabled: true } }],
    ['one key twice', { raw: '{"daily":1,"daily":2}' }],
    ['no JSON', { raw: '<html>' }],
    ['empty', { raw: '' }],
    ['a 204', { status: 204 }],
    ['larger than any configuration', success({ text: 'x'.repeat(300_000) })],
    ['nested too deeply to be written again', { raw: `{"deep":${'['.repeat(90_000)}${']'.repeat(90_000)}}` }],
  ])('writes nothing where the answer to the read is %s', async (_, answer) => {
    gateway.script(answer);
    const error = await rejection(cards.updateSecurity('card_1', { a: 1 }));
    expect(error).toMatchObject({ code: 'security_unreadable', effect: 'none' });
    expect(error.status).toBe(answer.status ?? 200);
    expect(gateway.seen).toHaveLength(1);
  });

  it('fails as the gateway does where a 200 says that it failed', async () => {
    gateway.script({ ...failure(404, { code: 'card_not_found' }), status: 200 });
    expect((await rejection(cards.updateSecurity('card_1', { a: 1 }))).code).toBe('card_not_found');
    expect(gateway.seen).toHaveLength(1);
  });

  it('gives every number that was not named back digit for digit', async () => {
    const numbers =
      '"limit":9223372036854775807,"id":10076543210123456789,"huge":1e400,"exact":0.10,"zero":-0,"list":[1.0,{"deep":123456789012345678901234567890}]';
    gateway.script({
      raw: `{"success":true,"data":{${numbers},"spending_limits":{"monthly_minor":9223372036854775807}}}`,
    });
    await cards.updateSecurity('card_1', { spending_limits: { daily_minor: 5 } });
    expect(log()[1]?.[2]).toBe(
      `{${numbers},"spending_limits":{"monthly_minor":9223372036854775807,"daily_minor":5}}`,
    );
  });

  it('replaces such a number where it is named', async () => {
    gateway.script({ raw: '{"a":9223372036854775807,"b":9223372036854775807}' });
    await cards.updateSecurity('card_1', { a: { c: 1 }, b: null });
    expect(log()[1]?.[2]).toBe('{"a":{"c":1},"b":null}');
  });

  it.each(['W/"1"', 'w/"1"'])('sends no If-Match for the weak ETag %s, which never matches', async (etag) => {
    gateway.script(success({ a: 1 }, { etag }));
    await cards.updateSecurity('card_1', { b: 1 });
    expect(log()[1]).toEqual(['PUT', undefined, '{"a":1,"b":1}']);
  });

  it('writes into a configuration that says of itself that it is empty', async () => {
    gateway.script({ json: {} });
    await cards.updateSecurity('card_1', { a: 1 });
    expect(log()[1]?.[2]).toBe('{"a":1}');
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
  /** A gateway whose PUT replaces the configuration, as the contract allows. */
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
