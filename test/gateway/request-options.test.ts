import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Gateway, type ReviewedCards } from '../../src/gateway/client';
import { rejection } from './rejection';
import { failure, type ScriptedGateway, scriptedGateway, success } from './scripted-gateway';
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

const client = (options: object = {}) =>
  new Gateway({ secretKey: 'sk_sandbox_test', baseUrl: gateway.url, ...options }, { clock: testClock() })
    .cards;

const sent = () =>
  gateway.seen.map(({ url, headers, body }) => ({
    route: url.split('/').slice(4).join('/'),
    key: headers['idempotency-key'],
    body: body === '' ? undefined : JSON.parse(body),
  }));

describe('an idempotency key among the request options', () => {
  it.each(['idempotencyKey', 'idempotency_key'])('reaches the body of a funding as %s', async (name) => {
    await cards.fund('card_1', { amount_minor: 5 }, { [name]: 'k' });
    await cards.jitFund({ card_id: 'card_1', amount_minor: 5 }, { [name]: 'k' });
    await cards.create({ program: 'p' }, { [name]: 'k' });
    expect(sent().map(({ body }) => body.idempotency_key)).toEqual(['k', 'k', 'k']);
  });

  it('may come as a header, and is the same key', async () => {
    await cards.fund('card_1', { amount_minor: 5 }, { headers: { 'Idempotency-Key': 'k' } });
    expect(sent()).toEqual([
      { route: 'card_1/fund', key: 'k', body: { amount_minor: 5, idempotency_key: 'k' } },
    ]);
  });

  it('goes into the body of a lock, and out as a header where no body documents one', async () => {
    const options = { idempotencyKey: 'k' };
    await cards.lock('card_1', undefined, options);
    await cards.lock('card_1', 'fraud', options);
    await cards.unlock('card_1', undefined, options);
    await cards.unlock('card_1', { reason: 'found', ...options });
    await cards.balance('card_1', options);
    await cards.updateAutoReload('card_1', { enabled: true }, options);
    await cards.replaceSecurity('card_1', { geofence_enabled: true }, options);
    expect(sent()).toEqual([
      { route: 'card_1/lock', key: undefined, body: { idempotency_key: 'k' } },
      { route: 'card_1/lock', key: undefined, body: { reason: 'fraud', idempotency_key: 'k' } },
      { route: 'card_1/unlock', key: 'k', body: {} },
      { route: 'card_1/unlock', key: 'k', body: { reason: 'found' } },
      { route: 'card_1/balance', key: 'k', body: undefined },
      { route: 'card_1/auto-reload', key: 'k', body: { enabled: true } },
      { route: 'card_1/security', key: 'k', body: { geofence_enabled: true } },
    ]);
  });

  it('is of the lock alone in lockAndRestrict, whose second step is another request', async () => {
    await cards.lockAndRestrict('card_1', null, { idempotencyKey: 'k' });
    const keys = sent().map(({ route, key, body }) => [route, key ?? body?.idempotency_key]);
    expect(keys).toEqual([
      ['card_1/lock', 'k'],
      ['card_1/security', undefined],
      ['card_1/security', undefined],
    ]);
  });

  it.each<[string, () => Promise<unknown>, string]>([
    [
      'body and options',
      () => cards.fund('c', { amount_minor: 5, idempotency_key: 'a' }, { idempotencyKey: 'b' }),
      'idempotencyKey',
    ],
    [
      'two spellings',
      () => cards.fund('c', { amount_minor: 5 }, { idempotencyKey: 'a', idempotency_key: 'b' }),
      'idempotency_key',
    ],
    [
      'options and headers',
      () => cards.lock('c', null, { idempotencyKey: 'a', headers: { 'idempotency-key': 'b' } }),
      'headers.idempotency-key',
    ],
    [
      'the card and the options',
      () => cards.lock({ card_id: 'c', idempotency_key: 'a' }, { idempotencyKey: 'b' }),
      'idempotencyKey',
    ],
  ])('is refused where %s have different ones', async (_, call, field) => {
    expect(await rejection(call())).toMatchObject({ code: 'validation_error', field });
    expect(gateway.seen).toEqual([]);
  });

  it('is refused in a body as a number that loses digits', async () => {
    const params = { amount_minor: 5, idempotency_key: 2 ** 53 + 2 };
    expect((await rejection(cards.fund('c', params as object))).field).toBe('idempotency_key');
    expect(gateway.seen).toEqual([]);
  });

  it.each(['', ' ', {}, true, 'a\nb'])('is refused as %j', async (idempotencyKey) => {
    const options = { idempotencyKey } as object;
    expect((await rejection(cards.fund('c', { amount_minor: 5 }, options))).field).toBe('idempotencyKey');
    expect(gateway.seen).toEqual([]);
  });
});

describe('request options', () => {
  it.each<[string, (options: object) => Promise<unknown>]>([
    ['create', (options) => cards.create({}, options)],
    ['list', (options) => cards.list(null, options)],
    ['list without a query', (options) => cards.list(options)],
    ['fund', (options) => cards.fund('c', { amount_minor: 5 }, options)],
    ['fund with all in one', (options) => cards.fund({ card_id: 'c', amount_minor: 5 }, options)],
    ['lock', (options) => cards.lock('c', null, options)],
    ['lock in second place', (options) => cards.lock('c', options)],
    ['lock with all in one', (options) => cards.lock({ card_id: 'c', reason: 'r', ...options })],
    ['unlock', (options) => cards.unlock('c', 'found', options)],
    ['lockAndRestrict', (options) => cards.lockAndRestrict('c', null, options)],
    ['getSecurity', (options) => cards.getSecurity('c', options)],
    ['updateSecurity', (options) => cards.updateSecurity('c', {}, options)],
    [
      'updateSecurity with all in one',
      (options) => cards.updateSecurity({ id: 'c', geofence_enabled: true }, options),
    ],
    ['replaceSecurity', (options) => cards.replaceSecurity('c', {}, options)],
    ['balance', (options) => cards.balance('c', options)],
    ['fundingHistory', (options) => cards.fundingHistory('c', null, options)],
    ['fundingHistory without a query', (options) => cards.fundingHistory('c', options)],
    ['getAutoReload', (options) => cards.getAutoReload('c', options)],
    ['updateAutoReload', (options) => cards.updateAutoReload('c', { enabled: true }, options)],
    [
      'updateAutoReload with all in one',
      (options) => cards.updateAutoReload({ id: 'c', enabled: true }, options),
    ],
  ])('are honoured by %s', async (_, call) => {
    gateway.script(failure(503));
    const options = { headers: { 'X-Trace': 't' }, maxRetries: 0, timeout: 5000, idempotencyKey: undefined };
    expect((await rejection(call(options))).status).toBe(503);
    expect(gateway.seen).toHaveLength(1);
    const [request] = gateway.seen;
    expect(request!.headers['x-trace']).toBe('t');
    expect(`${request!.url} ${request!.body}`).not.toMatch(/trace|maxRetries|timeout|headers/i);
  });

  it.each<[string, (options: object) => Promise<unknown>]>([
    ['create', (options) => cards.create({}, options)],
    ['fund', (options) => cards.fund('c', { amount_minor: 5 }, options)],
    ['lock', (options) => cards.lock('c', null, options)],
    ['updateSecurity', (options) => cards.updateSecurity('c', {}, options)],
    ['balance', (options) => cards.balance('c', options)],
    ['fundingHistory', (options) => cards.fundingHistory('c', null, options)],
  ])('that are not known are refused by name by %s, before anything is sent', async (_, call) => {
    const error = await rejection(call({ timeout: 5, retries: 3 }));
    expect(error).toMatchObject({ code: 'validation_error', field: 'retries' });
    expect(error.message).toContain('idempotencyKey');
    expect(gateway.seen).toEqual([]);
  });

  it.each(['Authorization', 'host', 'Content-Length', 'if-match', 'transfer-encoding'])(
    'do not change the header %s',
    async (name) => {
      const options = { headers: { [name]: 'x' } };
      const error = await rejection(cards.balance('c', options));
      expect(error).toMatchObject({ code: 'validation_error', field: `headers.${name}` });
      expect(gateway.seen).toEqual([]);
    },
  );

  it.each<[string, unknown]>([
    ['a Headers', new Headers({ 'x-trace': 't' })],
    ['a Map', new Map([['x-trace', 't']])],
    ['a list of pairs', [['x-trace', 't']]],
  ])('take headers as %s', async (_, headers) => {
    await cards.balance('c', { headers } as object);
    expect(gateway.seen[0]?.headers['x-trace']).toBe('t');
  });

  it.each<[string, object]>([
    ['headers.x', { headers: { x: 'a\r\nb: c' } }],
    ['headers.x', { headers: { x: null } }],
    ['headers.a b', { headers: { 'a b': 'x' } }],
    ['headers', { headers: 'x: y' }],
    ['maxRetries', { maxRetries: -1 }],
    ['maxRetries', { maxRetries: 1.5 }],
    ['timeout', { timeout: '5' }],
  ])('with a wrong %s are refused', async (field, options) => {
    expect(await rejection(cards.balance('c', options))).toMatchObject({ code: 'validation_error', field });
    expect(gateway.seen).toEqual([]);
  });

  it('with more retries than the client allow more', async () => {
    gateway.script(failure(503), failure(503), failure(503));
    await client({ maxRetries: 0 }).balance('c', { maxRetries: 3 });
    expect(gateway.seen).toHaveLength(4);
  });

  it('come last: what comes after them is refused, not dropped', async () => {
    const balance = cards.balance as (...args: unknown[]) => Promise<unknown>;
    const fund = cards.fund as (...args: unknown[]) => Promise<unknown>;
    expect((await rejection(balance('c', {}, { idempotencyKey: 'k' }))).field).toBe('arguments');
    expect((await rejection(fund('c', { amount_minor: 5 }, {}, 'x'))).field).toBe('arguments');
    expect(gateway.seen).toEqual([]);
  });
});

describe('defaultHeaders', () => {
  it('go out with every request, and a call’s own go before', async () => {
    const own = client({ defaultHeaders: { 'x-tenant': 'a', 'User-Agent': 'shop/1' } });
    await own.lock('c');
    await own.balance('c', { headers: { 'X-Tenant': 'b' } });
    expect(gateway.seen.map(({ headers }) => [headers['x-tenant'], headers['user-agent']])).toEqual([
      ['a', 'shop/1'],
      ['b', 'shop/1'],
    ]);
  });

  it.each(['authorization', 'host', 'if-match', 'Idempotency-Key'])('must not have %s', (name) => {
    expect(() => client({ defaultHeaders: { [name]: 'x' } })).toThrow(/defaultHeaders/);
  });
});

describe('the arguments of a funding', () => {
  it('may have the body beside the card, and the options second', async () => {
    await cards.fund({ card_id: 'c', reference: 'r', amount_minor: 70 }, { idempotency_key: 'k' });
    expect(sent()[0]?.body).toEqual({ transaction_reference: 'r', amount_minor: 70, idempotency_key: 'k' });
  });

  it('may have a whole card first, which only names the card', async () => {
    const card = { id: 'c', status: 'active', currency: 'NGN' };
    await cards.fund(card, { amount_minor: 70, idempotency_key: 'k' });
    expect(sent()[0]?.body).toEqual({ amount_minor: 70, idempotency_key: 'k' });
  });

  it.each<[string, unknown[]]>([
    ['options only beside a card’s id', ['c', { idempotencyKey: 'k' }]],
    ['options only beside a whole card', [{ id: 'c', status: 'active' }, { timeout: 5 }]],
    ['a body in both places', [{ card_id: 'c', amount_minor: 70 }, { reference: 'r' }]],
    [
      'a key beside the card and a body second',
      [{ card_id: 'c', idempotency_key: 'k' }, { amount_minor: 70 }],
    ],
    ['options in both places', [{ card_id: 'c', amount_minor: 70 }, { timeout: 5 }, { maxRetries: 0 }]],
    ['an amount alone', ['c', 500]],
    ['nothing but the card', ['c']],
  ])('that fit no shape are refused, and the error says which shapes there are: %s', async (_, args) => {
    const error = await rejection((cards.fund as (...args: unknown[]) => Promise<unknown>)(...args));
    expect(error.code).toBe('validation_error');
    expect(error.message).toContain('(card, params, options)');
    expect(error.message).toContain('({ card_id, …params }, options)');
    expect(gateway.seen).toEqual([]);
  });

  it.each([
    ['amount_minor', '-500'],
    ['amount_minor', '500'],
    ['amountMinor', true],
    ['amount_minor', [5]],
    ['amount_minor', 0.5],
    ['amount_minor', -1],
    ['amount_minor', 2 ** 53],
    ['reference', 2 ** 53 + 2],
    ['transactionReference', true],
    ['transaction_reference', 1e300],
  ])('are refused with %s %j', async (key, value) => {
    expect(await rejection(cards.fund('c', { [key]: value }))).toMatchObject({
      code: 'validation_error',
      field: key,
    });
    expect(gateway.seen).toEqual([]);
  });

  it.each([
    ['threshold_minor', '5'],
    ['thresholdMinor', 0.5],
    ['reload_amount_minor', -1],
    ['reloadAmountMinor', true],
  ])('of auto-reload are refused with %s %j', async (key, value) => {
    expect((await rejection(cards.updateAutoReload('c', { [key]: value }))).field).toBe(key);
    expect(gateway.seen).toEqual([]);
  });

  it('of auto-reload go out in the contract’s spelling', async () => {
    await cards.updateAutoReload('c', { enabled: true, thresholdMinor: 5, reloadAmountMinor: 9 });
    expect(sent()[0]?.body).toEqual({ enabled: true, threshold_minor: 5, reload_amount_minor: 9 });
  });
});

describe('options beside a card', () => {
  it('are kept where further options come second', async () => {
    await cards.lock({ card_id: 'c', reason: 'fraud' }, { timeout: 5000 });
    await cards.lock({ card_id: 'c', idempotency_key: 'k' }, 'fraud');
    expect(sent().map(({ body }) => body)).toEqual([
      { reason: 'fraud' },
      { reason: 'fraud', idempotency_key: 'k' },
    ]);
  });

  it('do not override those that come second, nor mix with them', async () => {
    await cards.lock({ card_id: 'c', reason: 'a' }, { request_id: 'q' });
    expect(sent()[0]?.body).toEqual({ request_id: 'q' });
  });

  it('of lockAndRestrict are not lost either', async () => {
    gateway.script(success({}), success({ geofence_enabled: true }));
    const card = { card_id: 'c', controls: { geofence_enabled: false } };
    await cards.lockAndRestrict(card, { reason: 'r' });
    expect(sent().at(-1)?.body).toEqual({ geofence_enabled: false });
  });
});

describe('nothing is dropped in silence', () => {
  it.each<[string, () => Promise<unknown>, string]>([
    [
      'an AbortSignal in place of { signal }',
      () => cards.balance('card_1', AbortSignal.abort() as never),
      'options',
    ],
    [
      'request options in a Map',
      () => cards.fund('card_1', { amount_minor: 5 }, new Map([['idempotencyKey', 'k']]) as never),
      'options',
    ],
    ['a reason in a Map', () => cards.lock('card_1', new Map([['reason', 'lost']]) as never), 'options'],
    [
      'a query in URLSearchParams',
      () => cards.list(new URLSearchParams({ customer_id: 'c' }) as never),
      'query',
    ],
    [
      'controls that were not awaited',
      () => cards.updateSecurity('card_1', Promise.resolve({}) as never),
      'controls',
    ],
    [
      'one amount beside the card, another after it',
      () => cards.fund({ card_id: 'card_1', amountMinor: 5 }, { amount_minor: 6 }),
      'amountMinor',
    ],
    [
      'a header with two values',
      () => cards.balance('card_1', { headers: { 'x-tenant': 'a', 'X-Tenant': 'b' } }),
      'headers.X-Tenant',
    ],
    [
      'an amount of a new card in the other spelling',
      () => cards.create({ amountMinor: '-5' }),
      'amountMinor',
    ],
  ])('%s', async (_, call, field) => {
    expect(await rejection(call())).toMatchObject({ code: 'validation_error', field });
    expect(gateway.seen).toEqual([]);
  });

  it('request options beside the id of a card that is read are honoured', async () => {
    const headers = { 'x-tenant': 'a' };
    await cards.balance({ card_id: 'card_1', headers } as never);
    await cards.getSecurity({ id: 'card_1', idempotencyKey: 'k' } as never);
    await cards.fundingHistory({ id: 'card_1', limit: 5, headers } as never);
    expect(
      gateway.seen.map((request) => request.headers['x-tenant'] ?? request.headers['idempotency-key']),
    ).toEqual(['a', 'k', 'a']);
    expect(await rejection(cards.balance({ id: 'card_1', timeout: 0 } as never))).toMatchObject({
      field: 'timeout',
    });
  });

  it('and the same amount twice is one', async () => {
    await cards.fund(
      { card_id: 'card_1', amount_minor: 5, idempotencyKey: 'k' },
      { amountMinor: 5, idempotency_key: 'k' },
    );
    expect(sent()[0]?.body).toEqual({ amount_minor: 5, idempotency_key: 'k' });
  });
});
