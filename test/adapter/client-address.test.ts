import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wrapZentra, Zentra, ZentraValidationError } from 'zentra-compat';
import { type ScriptedGateway, scriptedGateway } from '../gateway/scripted-gateway';

let gateway: ScriptedGateway;
beforeAll(async () => {
  gateway = await scriptedGateway();
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.seen.length = 0;
});

const secretKey = 'sk_sandbox_address';
const requests = () => gateway.seen.map(({ method, url }) => `${method} ${url}`);

function refused(build: () => unknown): unknown {
  try {
    build();
  } catch (error) {
    expect(error).toBeInstanceOf(ZentraValidationError);
    return (error as ZentraValidationError).field;
  }
  throw new Error('it was not refused');
}

describe('the base URL of a client', () => {
  it.each<[string, () => object]>([
    ['baseURL', () => ({ baseURL: gateway.url })],
    ['baseUrl as a URL', () => ({ baseUrl: new URL(gateway.url) })],
    ['both, which agree', () => ({ baseURL: gateway.url, baseUrl: gateway.url })],
  ])('may be given as %s', async (_, options) => {
    await new Zentra({ secretKey, ...options() }).cards.lock('card_1');
    expect(requests()).toEqual(['POST /api/v1/cards/card_1/lock']);
  });

  it.each<[string, (url: string) => object]>([
    ['baseURL', (baseURL) => ({ baseURL: `${baseURL}/v1` })],
    [
      'a getter of its class',
      (url) =>
        new (class {
          get baseURL() {
            return url;
          }
        })(),
    ],
    ['a URL', (url) => ({ baseUrl: new URL(url) })],
    ['its options', (url) => ({ options: { baseURL: `${url}/api/v1/` } })],
    ['its config', (url) => ({ _config: { baseUrl: url } })],
  ])('is read off the client that is wrapped: %s', async (_, client) => {
    await wrapZentra(Object.assign(client(gateway.url), { secretKey, cards: {} })).cards.lock('card_1');
    expect(requests()).toEqual(['POST /api/v1/cards/card_1/lock']);
  });

  it.each([
    ...['host', 'endpoint', 'url', 'apiBase', 'API_URL', 'hostname'],
    ...['base_url', 'BaseUrl', 'baseApiUrl', 'gatewayHost', 'sandboxUrl', 'zentra_api_host'],
  ])('is not guessed where there is %s instead: no client for the live host comes of it', (name) => {
    expect(refused(() => new Zentra({ secretKey, [name]: 'https://mock.example' }))).toBe(name);
    expect(refused(() => wrapZentra({ secretKey, cards: {}, [name]: 'https://mock.example' }))).toBe(name);
    expect(
      refused(() => wrapZentra({ secretKey, cards: {}, options: { [name]: 'https://mock.example' } })),
    ).toBe(name);
  });

  it.each<[string, object]>([
    ['port', { port: 4010 }],
    ['prefixUrl', { prefixUrl: 'https://mock.example' }],
    ['api', { api: 'https://mock.example' }],
    ['http.baseUrl', { http: { baseUrl: 'https://mock.example' } }],
    ['transport.host', { transport: { timeout: 5, host: 'mock.example' } }],
    ['axios.defaults.baseURL', { axios: { defaults: { baseURL: 'https://mock.example' } } }],
    ['endpoints.cards', { endpoints: { cards: 'https://mock.example/cards' } }],
  ])('nor where it is %s, alone or in a group of options', (name, options) => {
    expect(refused(() => new Zentra({ secretKey, ...options }))).toBe(name);
    expect(refused(() => wrapZentra({ secretKey, cards: {}, ...options }))).toBe(name);
  });

  it.each([
    { support: 'a' },
    { path: '/mock' },
    { port: 443 },
    { proxy: { host: 'proxy.example', port: 3128 } },
    { redis: { url: 'redis://cache.example' } },
    { webhooks: { url: 'https://shop.example/hook' } },
    { transport: { keepAlive: true } },
    { http: { host: 'sandbox.api.usezentra.com' } },
  ])('is the documented one where the options are %j', (options) => {
    expect(new Zentra({ secretKey, ...options }).cards).toBeDefined();
  });

  it.each([{ environment: 'sandbox' }, { environment: 'staging' }, { env: 'test' }, { sandbox: true }])(
    'is not the live one for a client that shows %j',
    (shown) => {
      const live = { secretKey: 'sk_live_address', cards: {}, options: shown };
      expect(refused(() => wrapZentra(live))).toBe('environment');
      expect(refused(() => new Zentra({ secretKey: live.secretKey, ...shown } as never))).toBe('environment');
      expect(
        wrapZentra({ ...live, baseUrl: 'https://mock.example', options: { env: 'test' } }),
      ).toBeDefined();
      expect(wrapZentra({ ...live, options: { environment: 'production' } })).toBeDefined();
    },
  );

  it('comes with the key, where the client keeps both in its options', async () => {
    await wrapZentra({ cards: {}, options: { secretKey, baseUrl: gateway.url } }).cards.lock('card_1');
    expect(gateway.seen[0]?.headers.authorization).toBe(`Bearer ${secretKey}`);
  });

  it.each(['webhookUrl', 'proxyHost', 'apiVersion'])(
    'is the documented one where there is %s, which is the address of something else or none',
    (name) => {
      expect(new Zentra({ secretKey, [name]: 'https://mock.example' }).cards).toBeDefined();
    },
  );

  it('is not guessed where two are given, or one that is no text', () => {
    expect(
      refused(() => new Zentra({ secretKey, baseUrl: 'https://a.example', baseURL: 'https://b.example' })),
    ).toBe('baseURL');
    expect(refused(() => wrapZentra({ secretKey, cards: {}, baseUrl: () => 'https://a.example' }))).toBe(
      'baseUrl',
    );
  });

  it('may be given where it cannot be read', async () => {
    const client = { secretKey, cards: {}, host: 'mock.example' };
    await wrapZentra(client, { baseUrl: gateway.url }).cards.lock('card_1');
    expect(gateway.seen).toHaveLength(1);
  });

  it('is no question where the client shows the documented host', () => {
    const client = {
      secretKey,
      cards: {},
      host: 'sandbox.api.usezentra.com',
      url: 'https://api.usezentra.com/v1',
    };
    expect(wrapZentra(client).cards.lock).toBeTypeOf('function');
  });
});

describe('a client that is wrapped already', () => {
  const major = { limitUnit: 'major', currency: 'USD', deprecations: { ZENTRA_DEP0004: 'silent' } } as const;
  const limit = () => JSON.parse(gateway.seen.at(-1)?.body ?? '').spending_limits.daily_minor;

  it.each<[string, () => object]>([
    ['new Zentra', () => new Zentra({ secretKey, baseUrl: gateway.url })],
    ['wrapZentra', () => wrapZentra({ secretKey, cards: {}, baseUrl: gateway.url })],
    [
      'wrapZentra twice',
      () => wrapZentra(wrapZentra({ secretKey, cards: {}, baseUrl: gateway.url }), { timeout: 5000 }),
    ],
  ])('by %s obeys the options of the second wrapping, and keeps the others', async (_, build) => {
    await wrapZentra(build(), major).cards.updateLimits('card_1', { daily: 500 });
    expect(limit()).toBe(50_000);
    expect(gateway.seen[0]?.headers.authorization).toBe(`Bearer ${secretKey}`);
  });

  it('gets another key, address and environment whole', async () => {
    const client = new Zentra({
      apiKey: 'sk_live_a',
      environment: 'live',
      baseURL: 'https://elsewhere.example',
    });
    await wrapZentra(client, { secretKey, baseUrl: gateway.url }).cards.lock('card_1');
    expect(gateway.seen[0]?.headers.authorization).toBe(`Bearer ${secretKey}`);
  });

  it('comes back as it is where nothing is asked for', () => {
    const client = new Zentra({ secretKey });
    expect(wrapZentra(client)).toBe(client);
    expect(wrapZentra(client, { timeout: undefined })).toBe(client);
  });

  it('by another copy of the package is refused, since its options cannot be reached', () => {
    const Elsewhere = Object.assign(class {}, { [Symbol.for('zentra-compat.client')]: true });
    expect(refused(() => wrapZentra(new Elsewhere(), major))).toBe('client');
  });
});
