import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { wrapZentra, Zentra } from 'zentra-compat';
import { type ScriptedGateway, scriptedGateway } from '../gateway/scripted-gateway';
import { mark, RealCards, RealZentra } from './stand-in-client';

let gateway: ScriptedGateway;
beforeAll(async () => {
  gateway = await scriptedGateway();
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.seen.length = 0;
});

const secretKey = 'sk_sandbox_wrapped';
const wrap = <T extends object>(client: T) =>
  wrapZentra(client, { secretKey, baseUrl: gateway.url, deprecations: { ZENTRA_DEP0001: 'silent' } });
const requests = () => gateway.seen.map(({ method, url }) => `${method} ${url}`);

describe('a wrapped client', () => {
  it('sends legacy calls to the reviewed gateway, and nothing through the old method', async () => {
    const client = new RealZentra({ secretKey });
    await wrap(client).cards.freeze('card_1');
    expect(requests()).toEqual(['POST /api/v1/cards/card_1/lock']);
    expect(gateway.seen[0]?.headers.authorization).toBe(`Bearer ${secretKey}`);
    expect(client.cards.calls).toEqual([]);
  });

  it('leaves the client itself as it was', () => {
    const client = new RealZentra({ secretKey });
    const before = Object.getOwnPropertyDescriptors(client);
    wrap(client);
    expect(Object.getOwnPropertyDescriptors(client)).toEqual(before);
    expect(client.cards.freeze()).toBe('the old freeze');
  });

  it('keeps the identity of every value', () => {
    const client = new RealZentra({ secretKey });
    const wrapped = wrap(client);
    expect(wrapped.transfers).toBe(client.transfers);
    expect(wrapped.transfers.create).toBe(client.transfers.create);
    expect(wrapped.ping).toBe(client.ping);
    expect(wrapped[mark]).toBe('marked');
    expect(Reflect.get(wrapped, 'constructor')).toBe(RealZentra);
  });

  it('leaves a transfer its this and its reference', () => {
    const client = new RealZentra({ secretKey });
    const params = { reference: 'r' };
    const sent = wrap(client).transfers.create(params);
    expect(sent.self).toBe(client.transfers);
    expect(sent.params).toBe(params);
  });

  it('runs getters and methods of classes with private fields', () => {
    const wrapped = wrap(new RealZentra({ secretKey }));
    expect(wrapped.masked).toBe('sk_sandbox_');
    expect(wrapped.describe()).toBe('client of sk_sandbox_');
    expect(wrapped.describe).toBe(wrapped.describe);
  });

  it('makes wrapped clients with withOptions(), on whose key the new options have the last word', async () => {
    class Configurable extends RealZentra {
      withOptions(options: object) {
        return new Configurable({ secretKey, ...options });
      }
    }
    const wrapped = wrap(new Configurable({ secretKey }));
    const other = wrapped.withOptions({ timeout: 5000 }).withOptions({ apiKey: 'sk_sandbox_other' });
    await (other as typeof wrapped).cards.lock('card_1');
    expect(requests()).toEqual(['POST /api/v1/cards/card_1/lock']);
    expect(gateway.seen[0]?.headers.authorization).toBe('Bearer sk_sandbox_other');
  });

  it.each(['isSinonProxy', '_isMockFunction'])(
    'sends nothing where a test has stubbed its class (%s)',
    (mark) => {
      const stub = Object.assign(() => 'stubbed', { [mark]: true });
      const spy = vi.spyOn(RealCards.prototype, 'freeze');
      Object.defineProperty(RealCards.prototype, 'freeze', { value: stub, configurable: true });
      const wrapped = wrap(new RealZentra({ secretKey }));
      expect(wrapped.cards.freeze('card_1')).toBe('stubbed');
      spy.mockRestore();
      expect(gateway.seen).toEqual([]);
    },
  );

  it('is what a method returns that returns the client', () => {
    const wrapped = wrap(new RealZentra({ secretKey }));
    expect(wrapped.configured()).toBe(wrapped);
  });

  it('shows the same keys, enumerable or not, in the same order', () => {
    const client = new RealZentra({ secretKey });
    const wrapped = wrap(client);
    expect(Object.keys(wrapped)).toEqual(Object.keys(client));
    expect(Reflect.ownKeys(wrapped)).toEqual(Reflect.ownKeys(client));
    expect('hidden' in wrapped && 'describe' in wrapped && mark in wrapped).toBe(true);
    expect('absent' in wrapped).toBe(false);
  });

  it('is an instance of its class, and so are its cards', () => {
    const wrapped = wrap(new RealZentra({ secretKey }));
    expect(wrapped).toBeInstanceOf(RealZentra);
    expect(wrapped.cards).toBeInstanceOf(RealCards);
  });

  it('takes values that are set on it', () => {
    const wrapped = wrap(new RealZentra({ secretKey }));
    const fake = vi.fn(async () => ({}));
    vi.spyOn(wrapped.cards, 'lock').mockImplementation(fake as never);
    wrapped.cards.lock('card_1');
    expect(fake).toHaveBeenCalledWith('card_1');
  });

  it('may be frozen underneath', async () => {
    const client = Object.freeze(new RealZentra({ secretKey }));
    await wrap(client).cards.freeze('card_1');
    expect(requests()).toEqual(['POST /api/v1/cards/card_1/lock']);
    expect(wrap(client).transfers).toBe(client.transfers);
  });

  it('does not print its key', () => {
    const client = Object.assign(new RealZentra({ secretKey }), { secretKey });
    expect(inspect(wrap(client), { depth: 9, showHidden: true })).not.toContain(secretKey);
  });
});

describe('cards of a wrapped client', () => {
  it('pass members through that zentra-compat does not know', () => {
    const wrapped = wrap(new RealZentra({ secretKey }));
    const cards = wrapped.cards as unknown as RealCards;
    expect(cards.details('card_1')).toBe('sk_sandbox_ card_1');
    expect(cards.calls).toEqual([]);
    expect(Object.keys(wrapped.cards)).toEqual(expect.arrayContaining(['calls', 'freeze', 'lock']));
  });

  it('are enough where the client has none', async () => {
    const wrapped = wrap({ transfers: {} });
    await wrapped.cards.lock('card_1');
    expect(requests()).toEqual(['POST /api/v1/cards/card_1/lock']);
    expect(Object.keys(wrapped)).toEqual(['transfers']);
  });
});

describe('wrapping', () => {
  it('twice is harmless', () => {
    const wrapped = wrap(new RealZentra({ secretKey }));
    expect(wrap(wrapped)).toBe(wrapped);
  });

  it('our own client gives it back', () => {
    const zentra = new Zentra({ secretKey });
    expect(wrapZentra(zentra)).toBe(zentra);
  });

  it.each(['secretKey', 'apiKey'])('takes the key that the client shows as %s', async (name) => {
    const wrapped = wrapZentra({ [name]: secretKey, baseUrl: gateway.url });
    await wrapped.cards.lock('card_1');
    expect(gateway.seen[0]?.headers.authorization).toBe(`Bearer ${secretKey}`);
  });

  it.each(['/v1', '/api/v1/', ''])('takes the base URL that the client shows, without %s', async (suffix) => {
    const wrapped = wrapZentra({ secretKey, baseUrl: `${gateway.url}/proxy${suffix}` });
    await wrapped.cards.lock('card_1');
    expect(requests()).toEqual(['POST /proxy/api/v1/cards/card_1/lock']);
  });

  it('a client whose key cannot be read says what to pass', () => {
    expect(() => wrapZentra(new RealZentra({ secretKey }))).toThrow('wrapZentra(client, { secretKey })');
  });

  it.each([undefined, null, 'client'])('%s says what is wanted', (nothing) => {
    expect(() => wrapZentra(nothing as unknown as object)).toThrow(
      'wrapZentra takes a client of @zentra/sdk',
    );
  });

  it.each([null, 'sk_sandbox_a', 5])('options of %s are refused by name', (options) => {
    expect(() => wrapZentra({ secretKey }, options as never)).toThrow(
      expect.objectContaining({ code: 'validation_error', field: 'options' }),
    );
  });
});
