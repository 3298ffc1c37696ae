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

/** An SDK whose old routes would show at the gateway. */
const classes = `
class Cards {
  constructor(owner) { this.owner = owner; }
  freeze(card) { return fetch(process.env.GATEWAY + '/v1/cards/' + card + '/freeze', { method: 'POST' }); }
  details(card) { return 'details of ' + card; }
}
class Zentra {
  #options;
  constructor(options) { this.#options = options; if (options) this.cards = new Cards(this); }
  static connect(options, done) { setImmediate(() => done(null, new Zentra(options))); }
  setApiKey() { return 'set'; }
  setBaseUrl() {}
  setHost() {}
  setWebhook() {}
  setLogo() {}
  configure(options) { this.#options = options; this.cards = new Cards(this); return this; }
  async open() { Object.defineProperty(this, 'cards', { value: new Cards(this), enumerable: true }); }
}
class Hidden {
  #cards;
  get cards() { return this.#cards; }
  start() { this.#cards = new Cards(this); }
}
const create = (options, done) => { done(null, new Zentra(options)); };
const all = (...options) => options.map((each) => new Zentra(each));
const pair = (options) => ({ client: new Zentra(options) });
let asked = 0;
const lazy = (options) => ({ then(resolve) { asked++; resolve(new Zentra(options)); } });
const count = () => asked;
const listeners = [];
const on = (name, listener) => { listeners.push(listener); };
const off = (name, listener) => { listeners.splice(listeners.indexOf(listener), 1); };
const emit = (...args) => listeners.forEach((listener) => listener(...args));
const announce = (options) => emit(Object.assign(new Zentra(options), options));
const same = (callback) => callback;
`;
const names = 'Zentra, Cards, Client: Hidden, create, on, off, emit, announce, same, all, pair, lazy, count';

async function start(program: string, sdk = `${classes}module.exports = { ${names} };`) {
  const app = project({
    'node_modules/@zentra/sdk/package.json': '{ "name": "@zentra/sdk", "main": "index.js" }',
    'node_modules/@zentra/sdk/index.js': sdk,
    'app.cjs': `
      const sdk = require('@zentra/sdk');
      const options = { secretKey: 'sk_sandbox_handed', baseUrl: process.env.GATEWAY };
      const show = (...values) => console.log(JSON.stringify(values));
      (async () => { ${program} })();`,
  });
  onTestFinished(app.remove);
  const ran = await run(app.folder, ['-r', 'zentra-compat/register', 'app.cjs'], {
    env: { GATEWAY: gateway.url },
  });
  return { ...ran, warnings: ran.stderr.match(/ZENTRA_REGISTER_\w+/g) ?? [] };
}

const sent = () => gateway.seen.map(({ url }) => url);
const keys = () => gateway.seen.map(({ headers }) => headers.authorization);
const locked = '/api/v1/cards/card_1/lock';

describe('a client that only a callback is told of is ours', () => {
  it.each([
    ['of a function', `sdk.create(options, (error, client) => client.cards.freeze('card_1'));`],
    ['of a static method', `sdk.Zentra.connect(options, (error, client) => client.cards.freeze('card_1'));`],
    ['of a listener', `sdk.on('ready', (client) => client.cards.freeze('card_1')); sdk.announce(options);`],
  ])('%s', async (_, program) => {
    const { warnings } = await start(program);
    expect(warnings).toEqual([]);
    expect(new Set(sent())).toEqual(new Set([locked]));
  });

  it.each([
    ['a list', `for (const client of sdk.all(options)) await client.cards.freeze('card_1');`],
    ['an object', `await sdk.pair(options).client.cards.freeze('card_1');`],
    [
      'a promise of another library, which is asked once',
      `const asked = sdk.lazy(options); show(sdk.count()); const client = await asked; show(sdk.count());
       await client.cards.freeze('card_1');`,
    ],
  ])('and so is one in %s', async (_, program) => {
    const { printed, warnings } = await start(program);
    expect(printed.flat()).toEqual(program.includes('count') ? [0, 1] : []);
    expect(sent()).toEqual([locked]);
    expect(warnings).toEqual([]);
  });

  it('and so is one of a promise that does its work only when it is asked', async () => {
    const { printed } = await start(
      `const lazy = sdk.create(options); show(sdk.count()); const client = await lazy; show(sdk.count());
       await client.cards.freeze('card_1');`,
      `${classes}
       class Lazy extends Promise {
         static make(work) { return Object.assign(new Lazy(() => {}), { work }); }
         then(...handlers) { asked++; return Promise.resolve(this.work()).then(...handlers); }
       }
       exports.create = (options) => Lazy.make(() => new Zentra(options));
       exports.count = count;`,
    );
    expect(printed).toEqual([[0], [1]]);
    expect(sent()).toEqual([locked]);
  });

  it('and what holds none is handed on as it is', async () => {
    const { printed, code } = await start(`
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      const things = [Buffer.alloc(1e6), new Array(2 ** 32 - 1), proxy, null, Object.create(null), new Map(), 5];
      show(things.map((each) => sdk.same(each) === each));
      sdk.on('x', (...told) => show(told.map((each, index) => each === things[index])));
      sdk.emit(...things);
      sdk.on(proxy, () => {});`);
    expect(printed).toEqual([[Array(7).fill(true)], [Array(7).fill(true)]]);
    expect(code).toBe(0);
  });

  it('with the options of its own call, also where one callback is used for two', async () => {
    await start(`
      const lock = (error, client) => client.cards.freeze('card_1');
      sdk.create({ ...options, secretKey: 'sk_sandbox_one' }, lock);
      sdk.create({ ...options, secretKey: 'sk_sandbox_two' }, lock);`);
    expect(keys().sort()).toEqual(['Bearer sk_sandbox_one', 'Bearer sk_sandbox_two']);
  });

  it('and the callback stays the same function to the program and to the SDK', async () => {
    const { printed } = await start(`
      const calls = [];
      const listener = function (...args) { calls.push([this === undefined, ...args]); };
      sdk.on('x', listener);
      sdk.off('x', listener);
      sdk.emit('lost');
      class Handler {}
      show(calls, sdk.same(listener) === listener, sdk.same(Handler) === Handler);`);
    expect(printed).toEqual([[[], true, true]]);
  });
});

describe('cards that the program builds itself are ours', () => {
  it.each([
    ['with a client', 'new sdk.Cards(new sdk.Zentra(options))'],
    ['with options', 'new sdk.Cards(options)'],
  ])('%s', async (_, expression) => {
    const { printed, warnings } = await start(`
      const cards = ${expression};
      await cards.freeze('card_1');
      await cards.lock('card_1');
      show(cards instanceof sdk.Cards, cards.details('card_1'), Object.keys(cards));`);
    expect(printed).toEqual([[true, 'details of card_1', ['owner']]]);
    expect(sent()).toEqual([locked, locked]);
    expect(warnings).toEqual([]);
  });

  it('also in a class of the program, whose own methods stay', async () => {
    const { printed } = await start(`
      class Audited extends sdk.Cards {
        freeze(card) { show('audited', card); return super.freeze(card); }
      }
      class Shop extends sdk.Zentra {
        constructor(options) { super(options); this.cards = new Audited(this); }
      }
      await new Shop(options).cards.freeze('card_1');`);
    expect(printed).toEqual([['audited', 'card_1']]);
    expect(sent()).toEqual([locked]);
  });

  it('and a stub of their class still bites', async () => {
    const { printed } = await start(`
      sdk.Cards.prototype.freeze = (card) => 'stubbed ' + card;
      show(new sdk.Cards(options).freeze('card_1'));`);
    expect(printed).toEqual([['stubbed card_1']]);
    expect(sent()).toEqual([]);
  });
});

describe('a client that gets its cards or its key later is ours', () => {
  const singleton = `${classes}module.exports = new Zentra();`;

  it.each([
    ['the module itself', `sdk.configure(options); await sdk.cards.freeze('card_1');`, singleton],
    [
      'an export',
      `sdk.client.configure(options); await sdk.client.cards.freeze('card_1');`,
      `${classes}exports.client = new Zentra({});`,
    ],
    [
      'an export whose key is set on it',
      `Object.assign(sdk.client, options); await sdk.client.cards.freeze('card_1');`,
      `${classes}exports.client = new Zentra({});`,
    ],
    [
      'by a definition',
      `const client = new sdk.Client(options); await client.open(); await client.cards.freeze('card_1');
       show(client.cards.details('card_1'));`,
      `${classes}class Late extends Zentra { constructor() { super(); } } module.exports = { Client: Late };`,
    ],
    [
      'behind a getter',
      `const client = new sdk.Client(options); client.start(); await client.cards.freeze('card_1');
       show(client.cards.details('card_1'));`,
      undefined,
    ],
  ])('%s', async (_, program, sdk) => {
    const { printed, warnings } = await start(program, sdk);
    expect(sent()).toEqual([locked]);
    expect(warnings).toEqual([]);
    expect(printed.flat()).toEqual(program.includes('show(') ? ['details of card_1'] : []);
  });

  it('and another key that it is configured with is used from then on, also by cards that are held', async () => {
    const { printed } = await start(`
      const client = new sdk.Zentra(options);
      const { cards } = client;
      cards.unfreeze = () => show('stubbed');
      client.setApiKey('sk_sandbox_second');
      await client.cards.freeze('card_1');
      await cards.freeze('card_1');
      cards.unfreeze('card_1');`);
    expect(keys()).toEqual(['Bearer sk_sandbox_second', 'Bearer sk_sandbox_second']);
    expect(printed).toEqual([['stubbed']]);
  });

  it.each([
    ["setBaseUrl(other + '/v1')", '/other/api/v1/cards/card_1/lock'],
    ['configure({ ...options, baseUrl: other })', '/other/api/v1/cards/card_1/lock'],
    ["setHost('elsewhere.example')", '/v1/cards/card_1/freeze'],
    [
      "configure({ ...options, baseUrl: undefined, http: { host: 'elsewhere.example' } })",
      '/v1/cards/card_1/freeze',
    ],
    ["setWebhook({ url: 'https://shop.example' })", locked],
    ["setLogo('https://shop.example/logo.png')", locked],
  ])('and %s is obeyed, or its calls go out as the SDK makes them', async (call, route) => {
    const { warnings } = await start(`
      const other = options.baseUrl + '/other';
      const client = new sdk.Zentra(options);
      const { cards } = client;
      client.${call};
      await cards.freeze('card_1');
      await client.cards.freeze('card_1');`);
    expect(sent()).toEqual([route, route]);
    expect(warnings[0]).toBe(route.endsWith('freeze') ? 'ZENTRA_REGISTER_FAILED' : undefined);
  });

  const fake = `const double = { freeze: (card) => show('double of ' + card) };
    class Double { freeze(card) { return double.freeze(card); } }`;

  it.each([
    ['before the client has its own', 'const client = new sdk.Client(options); client.cards = double;'],
    [
      'over ours, also after a method of the client',
      'const client = new sdk.Zentra(options); client.cards = new Double(); client.setLogo(1); await client.open?.call({});',
    ],
    [
      'by a definition',
      "const client = new sdk.Zentra(options); Object.defineProperty(client, 'cards', { value: new Double() }); client.setLogo(1);",
    ],
    [
      'before it has a key',
      'const client = new sdk.Zentra({}); client.cards = double; client.setLogo(options.secretKey);',
    ],
  ])('but not where a test has set a double, %s', async (_, program) => {
    const { printed } = await start(`${fake} ${program} client.cards.freeze('card_1');`);
    expect(printed).toEqual([['double of card_1']]);
    expect(sent()).toEqual([]);
  });

  it('and keeps its own cards where it never gets a key, which is said once', async () => {
    const { warnings } = await start(
      `
      sdk.client.configure({ retries: 1 });
      await sdk.client.cards.freeze('card_1');
      await sdk.client.cards.freeze('card_1');`,
      `${classes}exports.client = new Zentra({});`,
    );
    expect(sent()).toEqual(['/v1/cards/card_1/freeze', '/v1/cards/card_1/freeze']);
    expect(warnings).toEqual(['ZENTRA_REGISTER_FAILED', 'ZENTRA_REGISTER_PASSED_BY']);
  });
});
