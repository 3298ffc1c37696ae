import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ZentraError } from '../../src/contract/errors';
import { Gateway, type ReviewedCards } from '../../src/gateway/client';
import { deepest, isNestedTooDeeply } from '../../src/gateway/json-depth';
import { type Answer, type ScriptedGateway, scriptedGateway } from './scripted-gateway';

let gateway: ScriptedGateway;
let cards: ReviewedCards;
beforeAll(async () => {
  gateway = await scriptedGateway();
  cards = new Gateway({ secretKey: 'sk_sandbox_large', baseUrl: gateway.url, maxRetries: 0 }).cards;
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.seen.length = 0;
});

const megabyte = 1024 * 1024;
const lists = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const objects = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const blanks = Buffer.alloc(64 * megabyte, ' ');
const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };

const answers: Record<string, Answer> = {
  'of 10 MB': { raw: `{"success":true,"data":{"note":"${'x'.repeat(10 * megabyte)}"}}` },
  'of half a million lists in one another': { raw: lists(500_000) },
  'of objects in one another': { raw: `{"success":true,"data":${objects(100_000)}}` },
  'of lists in one another where data stands': { raw: `{"success":true,"data":${lists(20_000)}}` },
  'of lists in one another in a page of a list': { raw: `{"success":true,"data":[${lists(400_000)}]}` },
  'of 64 MB in 64 kB of gzip': { raw: gzipSync(blanks), headers: { 'content-encoding': 'gzip' } },
  'of 64 MB in brotli': { raw: brotliCompressSync(blanks, quality), headers: { 'content-encoding': 'br' } },
  'of 64 MB in three gzips': {
    raw: gzipSync(gzipSync(gzipSync(blanks))),
    headers: { 'content-encoding': 'gzip, gzip, gzip' },
  },
};

const calls: Record<string, () => Promise<unknown>> = {
  lock: () => cards.lock('card_1'),
  balance: () => cards.balance('card_1'),
  updateSecurity: () => cards.updateSecurity('card_1', { geofence_enabled: true }),
  'a loop over list()': async () => {
    for await (const item of cards.list()) return item;
  },
};

describe.each(Object.entries(answers))('an answer %s', (_, answer) => {
  it.each(Object.entries(calls))(
    'is an error of ours with its code and effect for %s',
    async (name, call) => {
      gateway.script(answer);
      const error = await call().then(
        () => 'resolved',
        (reason) => reason,
      );
      expect(error).toBeInstanceOf(ZentraError);
      expect(error).toMatchObject({
        code: expect.stringMatching(/^(response_too_large|invalid_response|security_unreadable)$/),
        effect: name === 'lock' ? 'unknown' : 'none',
        status: 200,
      });
      expect(gateway.seen).toHaveLength(1);
    },
  );
});

it('a failure whose details lie in one another is the gateway’s failure, without them', async () => {
  const raw = `{"success":false,"error":{"code":"insufficient_funds","message":"no","details":${lists(400)}}}`;
  gateway.script({ status: 422, raw });
  await expect(cards.lock('card_1')).rejects.toMatchObject({ code: 'insufficient_funds', effect: 'none' });
  gateway.script({ status: 422, raw: raw.replace(lists(400), lists(30_000)) });
  await expect(cards.lock('card_1')).rejects.toMatchObject({
    code: 'http_error',
    status: 422,
    effect: 'none',
  });
});

describe('the depth of JSON', () => {
  it.each([
    ['lists', lists],
    ['objects', objects],
  ])('is that of its %s', (_, nested) => {
    const padding = ' '.repeat(2 * deepest);
    expect(isNestedTooDeeply(Buffer.from(nested(deepest) + padding))).toBe(false);
    expect(isNestedTooDeeply(Buffer.from(nested(deepest + 1) + padding))).toBe(true);
  });

  it('does not count what stands in texts, or beside one another', () => {
    const text = JSON.stringify({
      a: `"${'['.repeat(9000)}\\`,
      b: '\\"{',
      c: Array.from({ length: 9000 }, () => [{}]),
    });
    expect(isNestedTooDeeply(Buffer.from(text))).toBe(false);
  });
});

describe('maxResponseSize', () => {
  const ofAtMost = (maxResponseSize: number) =>
    new Gateway({ secretKey: 'sk_sandbox_large', baseUrl: gateway.url, maxRetries: 0, maxResponseSize })
      .cards;

  it('is no more than what is parsed without holding up the program, and says what to do instead', () => {
    expect(() => ofAtMost(megabyte + 1)).toThrow(
      expect.objectContaining({
        code: 'validation_error',
        field: 'maxResponseSize',
        message: expect.stringMatching(/at most 1048576 .* stands still .* smaller pages/),
      }),
    );
  });

  it('may be all of that: an answer of exactly so many bytes is read, and of one more refused', async () => {
    const note = (bytes: number) => `{"note":"${'x'.repeat(bytes - '{"note":""}'.length)}"}`;
    gateway.script({ raw: note(megabyte) }, { raw: note(megabyte + 1) });
    await expect(ofAtMost(megabyte).balance('card_1')).resolves.toHaveProperty('note');
    await expect(ofAtMost(megabyte).balance('card_1')).rejects.toMatchObject({ code: 'response_too_large' });
  });
});
