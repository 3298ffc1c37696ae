import { inspect } from 'node:util';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ZentraError } from '../../src/contract/errors';
import { Gateway, type ReviewedCards } from '../../src/gateway/client';
import { rejection } from './rejection';
import { type Answer, failure, type ScriptedGateway, scriptedGateway, success } from './scripted-gateway';

let gateway: ScriptedGateway;
let cards: ReviewedCards;

beforeAll(async () => {
  gateway = await scriptedGateway();
  cards = new Gateway({
    secretKey: 'sk_sandbox_test',
    baseUrl: gateway.url,
    maxRetries: 0,
    maxResponseSize: 10_000,
  }).cards;
});
afterAll(() => gateway.close());

const answered = (answer: Answer) => {
  gateway.script(answer);
  return cards.balance<unknown>('card_1');
};

describe('a successful answer', () => {
  it.each([
    [
      'data out of its envelope',
      { json: { success: true, data: { balance_minor: 5 } } },
      { balance_minor: 5 },
    ],
    ['a list out of its envelope', { json: { success: true, data: [{ id: 'card_1' }] } }, [{ id: 'card_1' }]],
    ['null out of its envelope', { json: { success: true, data: null } }, null],
    ['other JSON as it is', { json: { balance_minor: 5 } }, { balance_minor: 5 }],
    ['an envelope without data as it is', { json: { success: true, id: 'x' } }, { success: true, id: 'x' }],
    ['data without an envelope as it is', { json: { data: 5 } }, { data: 5 }],
    ['a bare list', { json: [1, 2] }, [1, 2]],
    ['a bare number', { json: 5 }, 5],
    ['{} for an empty body', { raw: '' }, {}],
    ['{} for a 204', { status: 204 }, {}],
    ['{} for a blank body', { raw: ' \n' }, {}],
    ['JSON after a byte order mark', { raw: '\ufeff{"a":1}' }, { a: 1 }],
    ['JSON of any content type', { raw: '{"a":1}', headers: { 'content-type': 'text/plain' } }, { a: 1 }],
  ] as [string, Answer, unknown][])('is %s', async (_, answer, result) => {
    expect(await answered(answer)).toEqual(result);
  });

  it.each([
    { error: { code: 'insufficient_funds', message: 'no' } },
    { error: { code: 'insufficient_funds', message: 'no', status: 422 }, request_id: 'r' },
    { success: false, error: { code: 'insufficient_funds', message: 'no' }, data: {} },
  ])('is none where the body is a failure: %j', async (json) => {
    expect(await rejection(answered({ json }))).toMatchObject({ code: 'insufficient_funds', effect: 'none' });
  });

  it.each([
    { id: 'card_1', status: 'failed', error: { code: 'declined', message: 'of the last payment' } },
    { error: 'none' },
    { error: null, data: {} },
  ])('may tell of an error: %j', async (json) => {
    expect(await answered({ json })).toEqual(json);
  });

  it('carries its metadata out of the way', async () => {
    const result = (await answered(
      success(
        { a: 1 },
        { 'x-request-id': 'req_1', 'X-RateLimit-Remaining': '99', 'set-cookie': ['a=1', 'b=2'] },
      ),
    )) as { lastResponse: ZentraError['lastResponse'] };
    expect(Object.keys(result)).toEqual(['a']);
    expect(JSON.stringify(result)).toBe('{"a":1}');
    expect(result.lastResponse).toMatchObject({ status: 200, requestId: 'req_1', attempts: 1 });
    expect(result.lastResponse?.headers).toMatchObject({
      'x-ratelimit-remaining': '99',
      'set-cookie': 'a=1, b=2',
    });
    expect(inspect(result.lastResponse)).toContain("requestId: 'req_1'");
  });

  it('carries it on a list and on an empty body, too', async () => {
    expect(await answered({ json: [] })).toHaveProperty('lastResponse.status', 200);
    expect(await answered({ status: 202 })).toHaveProperty('lastResponse.status', 202);
  });
});

describe('a coded answer', () => {
  const plain = Buffer.from('{"success":true,"data":{"balance_minor":5}}');

  it.each<[coding: string, body: Buffer]>([
    ['gzip', gzipSync(plain)],
    ['x-gzip', gzipSync(plain)],
    ['br', brotliCompressSync(plain)],
    ['deflate', deflateSync(plain)],
    ['Deflate', deflateRawSync(plain)],
    ['gzip, br', brotliCompressSync(gzipSync(plain))],
    ['identity', plain],
    // The header claims gzip, but the body is plain.
    ['gzip', plain],
  ])('in %s is decoded', async (coding, raw) => {
    expect(await answered({ raw, headers: { 'content-encoding': coding } })).toEqual({ balance_minor: 5 });
  });

  it('of failure is decoded, too', async () => {
    const raw = gzipSync(JSON.stringify({ error: { code: 'kyc_required', message: 'KYC first' } }));
    expect(
      await rejection(answered({ status: 422, raw, headers: { 'content-encoding': 'gzip' } })),
    ).toMatchObject({ code: 'kyc_required', message: 'KYC first' });
  });

  it('that grows beyond the limit is too large', async () => {
    gateway.script({ raw: gzipSync(Buffer.alloc(10_001, ' ')), headers: { 'content-encoding': 'gzip' } });
    expect(await rejection(cards.lock('card_1'))).toMatchObject({
      code: 'response_too_large',
      status: 200,
      effect: 'unknown',
    });
  });

  it.each(['gzip', 'zstd', 'gzip, gzip, gzip, gzip'])(
    'that is no %s is an invalid response',
    async (coding) => {
      const raw = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3]);
      expect(await rejection(answered({ raw, headers: { 'content-encoding': coding } }))).toMatchObject({
        code: 'invalid_response',
        status: 200,
      });
    },
  );
});

describe('a large answer', () => {
  let large: ScriptedGateway;
  const client = (maxResponseSize?: number) =>
    new Gateway({ secretKey: 'sk_sandbox_test', baseUrl: large.url, maxRetries: 0, maxResponseSize }).cards;
  beforeAll(async () => {
    large = await scriptedGateway();
  });
  afterAll(() => large.close());

  it.each([200, 422, 429, 500])('of 10 MB with status %i is refused by default', async (status) => {
    large.script({ status, raw: `{"error":{"message":"${'x'.repeat(10_000_000)}"}}` });
    expect(await rejection(client().lock('card_1'))).toMatchObject({ code: 'response_too_large', status });
  });

  const size = 250_000;
  it.each([
    ['a long message', `{"error":{"message":"${'4 '.repeat(size)}"}}`],
    ['a long code', `{"error":{"code":"sk_live_${'a'.repeat(size)}"}}`],
    ['large details', `{"error":{"code":"c","details":["${'4111 1111 1111 1111 '.repeat(size / 10)}"]}}`],
    ['deep details', `{"error":{"code":"c","details":${'['.repeat(size)}${']'.repeat(size)}}}`],
    ['no end', '['.repeat(2 * size)],
  ])('that may be as large and has %s fails with a code and a short text', async (_, raw) => {
    large.script({ status: 422, raw });
    const error = await rejection(client(4 * size).lock('card_1'));
    expect(error).toMatchObject({ name: 'ZentraApiError', status: 422, effect: 'none' });
    expect(JSON.stringify(error).length).toBeLessThan(50_000);
  });
});

describe('a failure', () => {
  it('is thrown in the gateway’s words', async () => {
    const error = await rejection(
      answered(
        failure(
          422,
          { code: 'kyc_required', message: 'KYC first', field: 'customer_id', details: { tier: 1 } },
          { 'x-request-id': 'req_1' },
        ),
      ),
    );
    expect(error).toMatchObject({
      name: 'ZentraApiError',
      code: 'kyc_required',
      message: 'KYC first',
      status: 422,
      field: 'customer_id',
      details: { tier: 1 },
      requestId: 'req_1',
    });
    expect(error.lastResponse?.headers['x-request-id']).toBe('req_1');
    expect(Object.keys(error)).not.toContain('lastResponse');
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ message: 'KYC first', requestId: 'req_1' });
  });

  it('is understood without its success flag', async () => {
    expect(
      await rejection(answered({ status: 400, json: { error: { code: 'invalid_format', message: 'm' } } })),
    ).toMatchObject({ code: 'invalid_format', message: 'm', status: 400 });
  });

  it.each([
    [401, 'ZentraAuthenticationError'],
    [403, 'ZentraAuthenticationError'],
    [429, 'ZentraRateLimitError'],
    [404, 'ZentraApiError'],
    [500, 'ZentraApiError'],
  ])('of status %d is a %s', async (status, name) => {
    const error = await rejection(answered(failure(status)));
    expect(error).toMatchObject({ name, status });
    expect(error).toBeInstanceOf(ZentraError);
  });

  it('in an answer of 200 has the status of its envelope', async () => {
    const { json } = failure(403, { code: 'insufficient_permissions' });
    expect(await rejection(answered({ status: 200, json: json }))).toMatchObject({
      name: 'ZentraAuthenticationError',
      code: 'insufficient_permissions',
      status: 403,
    });
  });

  it.each([
    [
      'an HTML page',
      { status: 502, raw: '<html>sk_live_x</html>', headers: { 'content-type': 'text/html' } },
      'http_error',
      /502 .*text\/html, 22 bytes, request req_1/,
    ],
    ['an empty body', { status: 404, raw: '' }, 'http_error', /404/],
    ['broken JSON', { status: 500, raw: '{"error":' }, 'http_error', /500/],
    ['JSON of another shape', { status: 500, json: ['no'] }, 'http_error', /500/],
    ['an error that is text', { status: 400, json: { error: 'bad request' } }, 'http_error', /^bad request$/],
    [
      'parts of the wrong type',
      { status: 400, json: { error: { code: 5, message: {}, status: 'x' } } },
      'http_error',
      /400/,
    ],
    ['a 401 without a body', { status: 401 }, 'unauthorized', /401/],
    ['a 429 without a body', { status: 429 }, 'rate_limit_exceeded', /429/],
  ] as [string, Answer, string, RegExp][])(
    'explained by %s still has status and request id',
    async (_, answer, code, message) => {
      const headers = { ...answer.headers, 'x-request-id': 'req_1' };
      const error = await rejection(answered({ ...answer, headers }));
      expect(error).toMatchObject({ code, status: answer.status, requestId: 'req_1' });
      expect(error.message).toMatch(message);
    },
  );

  it('is a 2xx that is not JSON', async () => {
    const html = {
      raw: '<html>',
      headers: { 'content-type': 'text/html; charset=utf-8', 'x-request-id': 'req_1' },
    };
    const error = await rejection(answered(html));
    expect(error).toMatchObject({ code: 'invalid_response', status: 200, requestId: 'req_1' });
    expect(error.message).toContain('text/html, 6 bytes');
  });

  it('is a redirect, which is not followed', async () => {
    const location = `${gateway.url}/elsewhere?token=sk_live_x`;
    gateway.seen.length = 0;
    const error = await rejection(answered({ status: 307, headers: { location } }));
    expect(error).toMatchObject({ status: 307, effect: 'none' });
    expect(error.message).toContain('/elsewhere: redirects are not followed');
    expect(gateway.seen).toHaveLength(1);
  });

  it('is an answer larger than it may be', async () => {
    const error = await rejection(answered({ json: { filler: 'x'.repeat(10_000) } }));
    expect(error).toMatchObject({ code: 'response_too_large', status: 200 });
    expect(await answered({ json: { filler: 'x'.repeat(9_000) } })).toHaveProperty('filler');
  });
});
