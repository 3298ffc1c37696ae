import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Gateway } from '../../src/gateway/client';
import { rejection } from './rejection';
import { failure, type ScriptedGateway, scriptedGateway } from './scripted-gateway';

const secretKey = 'sk_sandbox_verysecret';
let gateway: ScriptedGateway;
let client: Gateway;

beforeAll(async () => {
  gateway = await scriptedGateway();
  client = new Gateway({ secretKey, baseUrl: gateway.url, maxRetries: 0 });
});
afterAll(() => gateway.close());

const everything = (value: unknown) =>
  [
    inspect(value, { depth: 20, showHidden: true, getters: true }),
    JSON.stringify(value),
    String(value),
  ].join();

describe('the key', () => {
  it('cannot be seen in a client, before and after it was used', async () => {
    expect(everything(client)).not.toContain('verysecret');
    await client.cards.lock('card_1');
    expect(everything(client)).not.toContain('verysecret');
  });

  it('cannot be reached through any property', () => {
    const seen = new Set<unknown>();
    const texts: string[] = [];
    const walk = (value: unknown) => {
      if (typeof value === 'string') texts.push(value);
      if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value))
        return;
      seen.add(value);
      for (const key of Reflect.ownKeys(value)) {
        texts.push(String(key));
        const { value: inner, get } = Reflect.getOwnPropertyDescriptor(value, key) ?? {};
        walk(inner);
        walk(get);
      }
    };
    walk(client);
    expect(texts.join()).not.toContain('verysecret');
  });

  it.each([
    [
      'a refusal that quotes it',
      failure(401, {
        code: 'invalid_api_key',
        message: `no such key ${secretKey}`,
        field: secretKey,
        details: { [secretKey]: [`Bearer ${secretKey}`] },
      }),
    ],
    [
      'headers that quote it',
      failure(400, {}, { 'x-debug': `Bearer ${secretKey}`, 'x-request-id': secretKey }),
    ],
    ['a page that quotes it', { status: 500, raw: `<pre>authorization: Bearer ${secretKey}</pre>` }],
    ['a redirect that quotes it', { status: 302, headers: { location: `https://elsewhere/${secretKey}` } }],
  ])('is hidden in %s', async (_, reply) => {
    gateway.script(reply);
    const error = await rejection(client.cards.lock('card_1'));
    const { lastResponse } = error;
    expect(everything(error) + everything(lastResponse) + error.stack).not.toContain('verysecret');
  });

  it('is hidden in errors about arguments', async () => {
    for (const argument of [
      { spending_limits: { [secretKey]: 'x' } },
      { [secretKey]: Number.NaN },
      {
        get a() {
          throw new Error(`no ${secretKey}`);
        },
      },
    ]) {
      const error = await rejection(client.cards.updateSecurity('card_1', argument));
      expect(everything(error) + error.stack).not.toContain('verysecret');
    }
  });
});

describe('a card number', () => {
  it('in a failure is hidden, and its structure kept', async () => {
    gateway.script(
      failure(422, {
        message: 'pan 4111 1111 1111 1111',
        details: { pan: 4111111111111111, card: { last4: '1111' } },
      }),
    );
    expect(await rejection(client.cards.lock('card_1'))).toMatchObject({
      message: 'pan [redacted]',
      details: { pan: '[redacted]', card: { last4: '1111' } },
    });
  });
});
