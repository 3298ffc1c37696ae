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

const folder = 'node_modules/@zentra/sdk';
const manifest = (fields: object = {}) =>
  JSON.stringify({ name: '@zentra/sdk', version: '2.0.0', main: 'index.js', ...fields });

/** An SDK whose clients hide their key, and which makes clients in every way that there is. */
const sdkClasses = `
class Cards {
  freeze(card) { return 'the old freeze'; }
  each(cards, run) { return cards.map(run)[0]; }
}
class Zentra {
  #options;
  static #made = 0;
  constructor(options) { this.#options = options; this.cards = new Cards(); Zentra.#made++; }
  withOptions(more) { return new Zentra({ ...this.#options, ...more }); }
  static from(options) { this.#made++; return new Zentra(options); }
  static async connect(options) { return new Zentra(options); }
}
class Late {
  constructor(options) { this.options = options; }
  async open() { this.cards = new Cards(); return this; }
}
const createClient = (options) => new Zentra(options);
const singleton = Object.assign(new Zentra({}), {
  secretKey: 'sk_sandbox_single', baseUrl: process.env.GATEWAY,
});
`;

const names = 'Zentra, Cards, Late, createClient, singleton, Client: Late';
const commonJs = {
  [`${folder}/package.json`]: manifest(),
  [`${folder}/index.js`]: `${sdkClasses}module.exports = { ${names} };`,
};
const esm = {
  [`${folder}/package.json`]: manifest({
    type: 'module',
    exports: { '.': './index.js', './clients/*': './clients/*.js', './package.json': './package.json' },
  }),
  [`${folder}/index.js`]: `export * from './clients/all.js';`,
  [`${folder}/clients/all.js`]: `${sdkClasses}export { Zentra, Cards, Late, createClient, singleton, Late as Client };`,
};

const options = `{ secretKey: 'sk_sandbox_net', baseUrl: process.env.GATEWAY }`;

async function sentBy(files: Record<string, string>, file: string, flag = '-r') {
  const app = project(files);
  onTestFinished(app.remove);
  const ran = await run(app.folder, [flag, 'zentra-compat/register', file], {
    env: { GATEWAY: gateway.url },
  });
  expect(
    ran.stderr
      .replace(/^.*DeprecationWarning.*$|^More: npx zentra-codemods explain .*$|^\(Use `node.*$/gm, '')
      .trim(),
  ).toBe('');
  return { printed: ran.printed, sent: gateway.seen.map(({ method, url }) => `${method} ${url}`) };
}

const locked = ['POST /api/v1/cards/card_1/lock'];

describe('a client that the SDK makes itself is ours', () => {
  const ways = {
    'with withOptions()': `new sdk.Zentra(${options}).withOptions({ timeout: 5000 })`,
    'with withOptions() on top of withOptions()': `new sdk.Zentra(${options}).withOptions({}).withOptions({})`,
    'with a function': `sdk.createClient(${options})`,
    'with a static method that uses a private one': `sdk.Zentra.from(${options})`,
    'with a static method that is detached': `(0, sdk.Zentra.from.bind(sdk.Zentra))(${options})`,
    'with a promise': `await sdk.Zentra.connect(${options})`,
    'with its constructor': `new (new sdk.Zentra(${options}).constructor)(${options})`,
    'before it has cards': `await new sdk.Client(${options}).open()`,
    'once and for all': 'sdk.singleton',
  };

  it.each(Object.entries(ways))('%s', async (_, expression) => {
    const program = `(async () => { await (${expression}).cards.freeze('card_1'); })();`;
    const { sent } = await sentBy(
      { ...commonJs, 'app.cjs': `const sdk = require('@zentra/sdk'); ${program}` },
      'app.cjs',
    );
    expect(sent).toEqual(locked);
    gateway.seen.length = 0;
    const source = `import * as sdk from '@zentra/sdk'; ${program}`;
    expect((await sentBy({ ...esm, 'app.mjs': source }, 'app.mjs', '--import')).sent).toEqual(locked);
  });
});

describe('the SDK is found by its package, not by its name', () => {
  const use = `new Zentra(${options}).cards.freeze('card_1');`;

  it.each([
    ['a resolved path', `const { Zentra } = require(require.resolve('@zentra/sdk')); ${use}`],
    ['a sub-path', `const { Zentra } = require('@zentra/sdk/index.js'); ${use}`],
    ['a relative path', `const { Zentra } = require('./node_modules/@zentra/sdk'); ${use}`],
    ['an entry of #imports', `const { Zentra } = require('#sdk'); ${use}`],
  ])('%s of require', async (_, source) => {
    const files = {
      ...commonJs,
      'package.json': '{ "imports": { "#sdk": "@zentra/sdk" } }',
      'app.cjs': source,
    };
    expect((await sentBy(files, 'app.cjs')).sent).toEqual(locked);
  });

  it.each([
    ['a sub-path', '@zentra/sdk/clients/all'],
    ['a relative path', './node_modules/@zentra/sdk/index.js'],
    ['an entry of #imports', '#sdk'],
  ])('%s of import', async (_, specifier) => {
    const source = `import { Zentra } from '${specifier}'; ${use}`;
    const files = { ...esm, 'package.json': '{ "imports": { "#sdk": "@zentra/sdk" } }', 'app.mjs': source };
    expect((await sentBy(files, 'app.mjs', '--import')).sent).toEqual(locked);
  });

  it('an npm alias', async () => {
    const files = {
      'node_modules/old-zentra/package.json': manifest(),
      'node_modules/old-zentra/index.js': `${sdkClasses}module.exports = { ${names} };`,
      'app.cjs': `const { Zentra } = require('old-zentra'); ${use}`,
      'app.mjs': `import { Zentra } from 'old-zentra'; ${use}`,
    };
    expect((await sentBy(files, 'app.cjs')).sent).toEqual(locked);
    expect((await sentBy(files, 'app.mjs', '--import')).sent).toEqual([...locked, ...locked]);
  });

  it('and no other package is touched', async () => {
    const files = {
      'node_modules/other/package.json': '{ "name": "other" }',
      'node_modules/other/index.js': 'exports.Zentra = class { cards = { freeze: () => "other" } };',
      'app.cjs': `console.log(JSON.stringify(new (require('other').Zentra)().cards.freeze()));`,
    };
    expect(await sentBy(files, 'app.cjs')).toEqual({ printed: ['other'], sent: [] });
  });
});

describe('a client that something else of the SDK hands out is ours', () => {
  it.each([
    ['a builder', `new Builder(${options}).named('shop').build()`],
    ['a pool that waits for it', `await new Pool(${options}).take()`],
    ['an ES5 class', `new Maker(${options}).zentra()`],
    ['a class whose clients are proxies', `new Guarded(${options})`],
  ])('%s', async (_, expression) => {
    const sdk = `${sdkClasses}
      class Builder { constructor(options) { this.options = options; } named(name) { this.name = name; return this; } build() { return new Zentra(this.options); } }
      class Pool { constructor(options) { this.options = options; } async take() { return new Zentra(this.options); } }
      function Maker(options) { this.options = options; }
      Maker.prototype.zentra = function () { return new Zentra(this.options); };
      class Guarded {
        constructor(options) {
          const cards = { freeze: () => 'the old freeze' };
          return new Proxy(Object.assign(this, options), { get: (target, key) => (key === 'cards' ? cards : target[key]) });
        }
      }
      module.exports = { Builder, Pool, Maker, Guarded };`;
    const source = `const { Builder, Pool, Maker, Guarded } = require('@zentra/sdk');
      (async () => { await (${expression}).cards.freeze('card_1'); })();`;
    const files = { ...commonJs, [`${folder}/index.js`]: sdk, 'app.cjs': source };
    expect((await sentBy(files, 'app.cjs')).sent).toEqual(locked);
  });

  it.each([
    ['with', 'new Builder({ ...options, host })'],
    ['after', 'new Builder(options).setHost(host)'],
  ])('but not where its host, set %s its other options, cannot be read', async (_, builder) => {
    const sdk = `${sdkClasses}
      class Builder {
        constructor(options) { this.options = options; }
        setHost() { return this; }
        build() { return Object.assign(new Zentra(), { secretKey: this.options.secretKey }); }
      }
      module.exports = { Builder };`;
    const app = project({
      ...commonJs,
      [`${folder}/index.js`]: sdk,
      'app.cjs': `const { Builder } = require('@zentra/sdk');
        const [options, host] = [{ secretKey: 'sk_live_built' }, 'mock.example'];
        console.log(JSON.stringify(${builder}.build().cards.freeze('card_1')));`,
    });
    onTestFinished(app.remove);
    const { printed, stderr } = await run(app.folder, ['-r', 'zentra-compat/register', 'app.cjs']);
    expect(printed).toEqual(['the old freeze']);
    expect(stderr).toContain('ZENTRA_REGISTER_FAILED');
  });

  it('and classes of Node and of the language stay as they are', async () => {
    const sdk = `${sdkClasses}
      const { EventEmitter } = require('node:events');
      class Client extends EventEmitter { constructor(options) { super(); Object.assign(this, options); this.cards = new Cards(); } }
      class Registry extends Map { }
      const { Agent } = require('node:http');
      class Pool extends Agent { }
      function* pages() { yield 1; }
      module.exports = { Client, Registry, Agent, Pool, pages, since: new Date(), agent: new Agent() };`;
    const source = `const { EventEmitter } = require('node:events');
      const { Agent } = require('node:http');
      const generator = Object.getPrototypeOf(Object.getPrototypeOf((function* () {})()));
      const prototypes = [EventEmitter.prototype, Map.prototype, Agent.prototype, Date.prototype, generator];
      const members = () => prototypes.map((each) => Object.values(Object.getOwnPropertyDescriptors(each)));
      const before = members();
      const sdk = require('@zentra/sdk');
      const { Client, Registry } = sdk;
      for (const name of Object.keys(sdk)) sdk[name];
      new sdk.Agent(); new sdk.Pool(); [...sdk.pages()];
      new Registry([['host', 'of no client']]).forEach(() => {});
      new Registry(Object.assign([], { host: 'of no client' }));
      new Client(${options}).on('done', () => {}).cards.freeze('card_1');
      console.log(JSON.stringify(members().map((values, index) =>
        values.every(({ value }, at) => value === before[index][at].value))));`;
    const files = { ...commonJs, [`${folder}/index.js`]: sdk, 'app.cjs': source };
    expect(await sentBy(files, 'app.cjs')).toEqual({
      printed: [[true, true, true, true, true]],
      sent: locked,
    });
  });
});

describe('every form of an export is found in an ES module', () => {
  const classes = `const all = (() => { ${sdkClasses} return { Zentra, createClient, singleton }; })();`;
  const forms: Record<string, [exported: string, imported: string]> = {
    'what is taken out of an object': [
      `${classes}export const { createClient, singleton } = all;`,
      'createClient',
    ],
    'what is taken out of it under another name': [
      `${classes}export const { createClient: make, ...rest } = all;`,
      'make',
    ],
    'what is taken out of a list': [`${classes}export const [make] = [all.createClient];`, 'make'],
    'the second of two constants': [
      `${classes}export const one = Math.max(1, 2),\n  make = all.createClient;`,
      'make',
    ],
    'a constant before one without a semicolon': [
      `${classes}export const make = (o) => all.createClient(o)\nexport const two = 2`,
      'make',
    ],
    'a part of the SDK by its own name': [`export * from '@zentra/sdk/clients/all';`, 'createClient'],
    'an entry of the SDK’s #imports': [`export * from '#all';`, 'createClient'],
    'a namespace': [`export * as v1 from './clients/all.js';`, 'v1.createClient'],
    'a namespace in CommonJS': [`import c from './all.cjs'; export const { v2 } = c;`, 'v2.createClient'],
  };
  const sdk = (index: string) => ({
    ...esm,
    [`${folder}/package.json`]: manifest({
      type: 'module',
      exports: { '.': './index.js', './clients/*': './clients/*.js' },
      imports: { '#all': './clients/all.js' },
    }),
    [`${folder}/all.cjs`]: `${sdkClasses}module.exports = { v2: { ${names} } };`,
    [`${folder}/index.js`]: index,
  });

  it.each(Object.entries(forms))('%s', async (_, [exported, imported]) => {
    const source = `import * as sdk from '@zentra/sdk'; sdk.${imported}(${options}).cards.freeze('card_1');`;
    const { sent } = await sentBy({ ...sdk(exported), 'app.mjs': source }, 'app.mjs', '--import');
    expect(sent).toEqual(locked);
  });

  it('a variable that the SDK sets later has its new value', async () => {
    const index = `${sdkClasses}export let client; let other = null; export { other, Zentra };
      export const open = (options) => { client = new Zentra(options); other = client; };`;
    const source = `import * as sdk from '@zentra/sdk'; sdk.open(${options});
      console.log(JSON.stringify([sdk.other === sdk.client])); new sdk.Zentra(${options}).cards.freeze('card_1');`;
    expect(await sentBy({ ...sdk(index), 'app.mjs': source }, 'app.mjs', '--import')).toEqual({
      printed: [[true]],
      sent: locked,
    });
  });

  it('and what cannot be the name of an export is none', async () => {
    const index = `${sdkClasses}module.exports = { Zentra, codes: { 1: 'one', 404: 'missing' } };`;
    const source = `import { Zentra } from '@zentra/sdk'; new Zentra(${options}).cards.freeze('card_1');`;
    const files = { ...commonJs, [`${folder}/index.js`]: index, 'app.mjs': source };
    expect((await sentBy(files, 'app.mjs', '--import')).sent).toEqual(locked);
  });
});

describe('what the SDK’s own class has on it still bites', () => {
  it.each([
    ['before the first client', `stub(); const client = new Zentra(${options});`],
    ['after it', `const client = new Zentra(${options}); stub();`],
  ])('a stub that was set %s', async (_, order) => {
    const source = `const { Zentra, Cards } = require('@zentra/sdk');
      const stub = () => { Cards.prototype.freeze = (card) => 'stubbed ' + card; };
      ${order}
      console.log(JSON.stringify(client.cards.freeze('card_1')));
      console.log(JSON.stringify(client.withOptions({}).cards.freeze('card_2')));`;
    expect(await sentBy({ ...commonJs, 'app.cjs': source }, 'app.cjs')).toEqual({
      printed: ['stubbed card_1', 'stubbed card_2'],
      sent: [],
    });
  });

  it.each([
    ['before the first client', `trace(); const client = new Zentra(${options});`],
    ['after it', `const client = new Zentra(${options}); trace();`],
  ])('what a tracer has wrapped around it %s, and the call goes to the reviewed route', async (_, order) => {
    const source = `const { Zentra, Cards } = require('@zentra/sdk');
      const spans = [];
      const trace = () => {
        const traced = Cards.prototype.freeze;
        Cards.prototype.freeze = function (...args) { spans.push(args); return traced.apply(this, args); };
      };
      ${order}
      client.cards.freeze('card_1').then(() => console.log(JSON.stringify(spans)));`;
    expect(await sentBy({ ...commonJs, 'app.cjs': source }, 'app.cjs')).toEqual({
      printed: [[['card_1']]],
      sent: locked,
    });
  });
});

it('a stub of a method that keeps its name bites, too, before the first client and wherever its class is exported', async () => {
  const sdk = (exported: string) => `
    class Cards { fund() { return 'the old fund'; } freeze() { return 'the old freeze'; } }
    class Zentra { constructor(options) { Object.assign(this, options); this.cards = new Cards(); } }
    class Transfers { create() { return 'transferred'; } list() { return []; } }
    ${exported}`;
  for (const [exported, Cards] of [
    ['module.exports = { Zentra, Cards, Transfers };', 'sdk.Cards'],
    ['Zentra.Cards = Cards; module.exports = Zentra; Zentra.Zentra = Zentra;', 'sdk.Cards'],
    ['module.exports = { Zentra, resources: { Cards } };', 'sdk.resources.Cards'],
  ] as const) {
    const source = `const sdk = require('@zentra/sdk');
      ${Cards}.prototype.fund = (card) => 'stubbed ' + card;
      console.log(JSON.stringify(new sdk.Zentra(${options}).cards.fund('card_1', { amount_minor: 5 })));`;
    const files = { ...commonJs, [`${folder}/index.js`]: sdk(exported), 'app.cjs': source };
    expect(await sentBy(files, 'app.cjs')).toEqual({ printed: ['stubbed card_1'], sent: [] });
  }
});

it('a legacy call through a method of the SDK’s class is a call of the program, never one of ours', async () => {
  const source = `const { Zentra, Cards } = require('@zentra/sdk');
    const places = [];
    require('node:diagnostics_channel').subscribe('zentra-compat:deprecation', ({ location }) => places.push(location));
    const { cards } = new Zentra(${options});
    Cards.prototype.freeze.call(cards, 'card_1');
    Cards.prototype.freeze.apply(cards, ['card_2']);
    delete cards.freeze;
    cards.each(['card_3'], (card) =>
      cards.freeze(card)).then(() => console.log(JSON.stringify(places)));`;
  const { printed } = await sentBy({ ...commonJs, 'app.cjs': source }, 'app.cjs');
  expect(printed).toEqual([['app.cjs:5:28', 'app.cjs:6:28', 'app.cjs:9:13']]);
});

describe('nothing that the SDK exports makes the program crash', () => {
  const strange = `
const arrow = () => 'arrow';
const method = { method() { return 'method'; } }.method;
const bound = function () { return this; }.bind('bound');
class Frozen { constructor(options) { this.cards = { freeze() {} }; } static create(options) { return new Frozen(options); } }
Frozen.Client = Frozen;
Object.freeze(Frozen); Object.freeze(Frozen.prototype);
class Fixed { }
Object.defineProperty(Fixed, 'limits', { value: { daily: 1 } });
class Trap { get cards() { throw new Error('no cards for you'); } }
class SdkError extends Error { }
const revoked = Proxy.revocable(class {}, {}); 
const values = { arrow, method, bound, Frozen, Fixed, Trap, SdkError, async: async () => 'async', *generator() {}, nothing: null, text: 'text', big: 1n, symbol: Symbol.iterator };
`;
  const program = `
const { arrow, method, bound, Frozen, Fixed, Trap, SdkError } = sdk;
const frozen = new Frozen(${options});
const outcome = (run) => { try { return run(); } catch (error) { return error.constructor.name; } };
(async () => console.log(JSON.stringify([
  arrow(), method(), String(bound()), await sdk.async(), outcome(() => new arrow()), 'prototype' in arrow,
  Frozen.Client === Frozen, new Frozen.Client(${options}) instanceof Frozen, Frozen.create(${options}) instanceof Frozen, Object.keys(Frozen),
  Fixed.limits, outcome(() => { 'use strict'; Fixed.limits = 2; }), Reflect.ownKeys(Fixed).includes('limits'),
  new Trap() instanceof Trap, outcome(() => new Trap().cards), new SdkError('x') instanceof SdkError, sdk.nothing, sdk.text,
  Object.getOwnPropertyNames(Frozen).sort(), await frozen.cards.freeze('card_1'),
])))();`;
  const expected = [
    ...['arrow', 'method', 'bound', 'async', 'TypeError', false],
    ...[true, true, true, ['Client']],
    ...[{ daily: 1 }, 'TypeError', true],
    ...[true, 'Error', true, null, 'text'],
    ...[['Client', 'create', 'length', 'name', 'prototype'], {}],
  ];

  it.each([
    ['CommonJS', { ...commonJs, [`${folder}/index.js`]: `${strange}module.exports = values;` }],
    [
      'frozen CommonJS',
      { ...commonJs, [`${folder}/index.js`]: `${strange}module.exports = Object.freeze(values);` },
    ],
    [
      'getters',
      {
        ...commonJs,
        [`${folder}/index.js`]: `${strange}for (const name of Object.keys(values)) Object.defineProperty(exports, name, { enumerable: true, get: () => values[name] });`,
      },
    ],
  ])('in %s', async (_, sdk) => {
    const { printed, sent } = await sentBy(
      { ...sdk, 'app.cjs': `const sdk = require('@zentra/sdk'); ${program}` },
      'app.cjs',
    );
    expect(printed).toEqual([expected]);
    expect(sent).toEqual(locked);
  });
});
