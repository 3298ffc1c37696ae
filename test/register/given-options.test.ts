import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type ScriptedGateway, scriptedGateway } from '../gateway/scripted-gateway';
import { project, run } from '../program';

let gateway: ScriptedGateway;
beforeAll(async () => {
  gateway = await scriptedGateway();
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.seen.length = 0;
});

/** An SDK that sends, as an old one did: to its own routes, with the key that the caller gave. */
const sdk = `
class Cards {
  constructor(options) { this.options = options; }
  freeze(card) { return this.post('/v1/cards/' + card + '/freeze'); }
  post(path) { return fetch((this.options.real ?? this.options.host ?? this.options.baseUrl) + path, { method: 'POST' }); }
}
exports.Zentra = class Zentra {
  constructor(key, options) {
    this.cards = new Cards(typeof key === 'string' ? { secretKey: key, ...options } : key);
  }
};
`;

async function start(body: string, env: Record<string, string> = {}) {
  const made = project({
    'node_modules/@zentra/sdk/package.json': '{"name":"@zentra/sdk","version":"0.9.0","main":"index.js"}',
    'node_modules/@zentra/sdk/index.js': sdk,
    'pay.cjs': `
      const { Zentra } = require('@zentra/sdk');
      const secretKey = 'sk_sandbox_given';
      const url = process.env.GATEWAY;
      const done = (error) => console.log(JSON.stringify(error?.code ?? 'sent'));
      ${body}
    `,
  });
  onTestFinished(made.remove);
  const options = { env: { GATEWAY: gateway.url, ...env } };
  return run(made.folder, ['-r', 'zentra-compat/register', 'pay.cjs'], options);
}

const routes = () => gateway.seen.map(({ url }) => url);

describe('under the preload', () => {
  it('request options and default headers are honoured', async () => {
    await start(`
      const client = new Zentra({ secretKey, baseURL: url, defaultHeaders: { 'x-tenant': 'a' } });
      client.cards.fund('card_1', { amount_minor: 5 }, { idempotencyKey: 'k' });
    `);
    expect(gateway.seen[0]?.headers['x-tenant']).toBe('a');
    expect(JSON.parse(gateway.seen[0]?.body ?? '')).toEqual({ amount_minor: 5, idempotency_key: 'k' });
  });

  it('the options behind a key that comes as text are understood', async () => {
    await start("new Zentra(secretKey, { baseUrl: url + '/v1' }).cards.freeze('card_1');");
    expect(routes()).toEqual(['/api/v1/cards/card_1/lock']);
  });

  it('a client whose base URL cannot be read is left as it is, and says so', async () => {
    const { stderr } = await start(
      "new Zentra({ secretKey, host: url }).cards.freeze('card_1').then(() => done());",
    );
    expect(routes()).toEqual(['/v1/cards/card_1/freeze']);
    expect(stderr).toContain('ZENTRA_REGISTER_FAILED');
    expect(stderr).toContain('host');
  });

  it.each(['host: url', 'port: 1', 'http: { baseUrl: url }', "environment: 'staging'", 'sandbox: true'])(
    'a live key beside { %s } never reaches the live host',
    async (options) => {
      const { stderr } = await start(
        `const options = { ${options}, secretKey: 'sk_live_given' };
        new Zentra(Object.defineProperty(options, 'real', { value: url })).cards.freeze('card_1').then(() => done());`,
      );
      expect(routes()).toEqual(['/v1/cards/card_1/freeze']);
      expect(stderr).toContain('ZENTRA_REGISTER_FAILED');
    },
  );

  it.each(['latest', '2', '^2.0.0', '2.x'])(
    'ZENTRA_COMPAT_TARGET=%s leaves no client on the old routes',
    async (target) => {
      const { stderr, code } = await start(
        "new Zentra({ secretKey, baseUrl: url }).cards.freeze('card_1').then(() => done(), done);",
        { ZENTRA_COMPAT_TARGET: target },
      );
      expect(routes()).toEqual([]);
      expect(code).toBe(1);
      expect(stderr).toContain('ZENTRA_COMPAT_TARGET must be a version');
    },
  );
});
