import { describe, expect, test } from 'vitest';
import { treeOf } from './migrated-tree';

const packageJson = '{ "private": true, "dependencies": { "@zentra/sdk": "1" } }';
const client = "const { Zentra } = require('@zentra/sdk');\n";
const service = "const { client } = require('./client');\nexports.stop = (id) => client.cards.freeze(id);\n";
const tree = (files: Readonly<Record<string, string>>) =>
  treeOf({
    'package.json': packageJson,
    'client.js': `${client}exports.client = new Zentra({});\n`,
    ...files,
  });

describe('a fake of a module that hands out the client is renamed with the calls', () => {
  const fake = 'cards: { freeze: fn() }';
  const inService: readonly [name: string, suite: string][] = [
    ['a factory of jest', `jest.mock('./client', () => ({ client: { ${fake} } }));`],
    [
      'a factory of vitest with an import',
      `vi.mock(import('./client'), async () => ({ client: { ${fake} } }));`,
    ],
    [
      'a factory with a body',
      `jest.doMock('./client', () => { const client = { ${fake} }; return { client }; });`,
    ],
    [
      'an object of proxyquire',
      `require('proxyquire')('./service', { './client': { client: { ${fake} } } });`,
    ],
    ['an object of esmock', `esmock('./service.js', { './client.js': { client: { ${fake} } } });`],
    ['an object of testdouble', `td.replace('./client', { client: { ${fake} } });`],
    [
      'an object of mock-require',
      `const swap = require('mock-require');\nswap('./client', { client: { ${fake} } });`,
    ],
    [
      'the exports of a cached module',
      `require.cache[require.resolve('./client')].exports = { client: { ${fake} } };`,
    ],
    ['named exports of Node', `mock.module('./client.js', { namedExports: { client: { ${fake} } } });`],
    [
      'a class',
      `class Cards { freeze() {} }\njest.mock('./client', () => ({ client: { cards: new Cards() } }));`,
    ],
    [
      'what is hoisted',
      `const { own } = vi.hoisted(() => ({ own: { ${fake} } }));\nvi.mock('./client', () => ({ client: own }));`,
    ],
  ];
  test.each(inService)('%s', async (_name, suite) => {
    const files = tree({ 'service.js': service, 'service.test.js': suite });
    const { report } = await files.migrate({ mode: 'write' });
    expect(files.read('service.test.js')).toBe(suite.replace('freeze', 'lock'));
    expect(report.summary).toMatchObject({ rewritten: 2, review: 0 });
  });

  const made = `${client}exports.getClient = () => new Zentra({});\nexports.Gateway = class { cards = new Zentra({}).cards; };\n`;
  const ofMade: readonly [name: string, suite: string][] = [
    ['a mock function that gives it', `getClient.mockReturnValue({ ${fake} });`],
    ['a promise of it', `getClient.mockResolvedValueOnce({ ${fake} });`],
    ['an implementation', `getClient.mockImplementation(() => ({ ${fake} }));`],
    ['a stub of a member', `sinon.stub(require('./client'), 'getClient').returns({ ${fake} });`],
    [
      'a function of a factory',
      `jest.mock('./client', () => ({ getClient: jest.fn(() => ({ ${fake} })) }));`,
    ],
    [
      'a mock that gives it, in a factory',
      `jest.mock('./client', () => ({ getClient: jest.fn().mockReturnValue({ ${fake} }) }));`,
    ],
    [
      'a class in the place of a class',
      `jest.mock('./client', () => ({ Gateway: class { cards = { freeze: 1 }; } }));`,
    ],
    [
      'a function in the place of a class',
      `jest.mock('./client', () => ({ Gateway: jest.fn(() => ({ ${fake} })) }));`,
    ],
  ];
  test.each(ofMade)('%s', async (_name, text) => {
    const suite = `const { getClient } = require('./client');\n${text}\n`;
    const files = tree({ 'client.js': made, 'service.test.js': suite });
    await files.migrate({ mode: 'write' });
    expect(files.read('service.test.js')).toBe(suite.replace('freeze', 'lock'));
  });

  test.each([
    ['beside the module', '__mocks__/client.js', ''],
    ['that a factory requires', 'test/fake.js', "jest.mock('./client', () => require('./test/fake'));\n"],
  ])('in a file of its own %s', async (_name, file, mock) => {
    const text = 'exports.client = { cards: { freeze: jest.fn() } };\n';
    const files = tree({
      'service.js': service,
      [file]: text,
      'service.test.js': `${mock}require('./service');\n`,
    });
    await files.migrate({ mode: 'write' });
    expect(files.read(file)).toBe(text.replace('freeze', 'lock'));
  });
});

describe('a fake that is given where a client is expected is renamed with what reads it', () => {
  const service =
    "import type { Zentra } from '@zentra/sdk';\nexport class Service {\n  constructor(private readonly client: Zentra) {}\n  stop(id: string) { return this.client.cards.freeze(id); }\n}\nexport const stop = (client: Zentra) => client.cards.freeze('c');\n";
  const given: readonly [name: string, suite: string][] = [
    ['cast at the call', 'stop({ cards: { freeze: fn() } } as any);'],
    [
      'cast by way of unknown',
      'const cards = { freeze: fn() };\nnew Service({ cards } as unknown as Client);\nexpect(cards.freeze);',
    ],
    [
      'as never',
      'const client = { cards: { freeze: fn() } };\nstop(client as never);\nexpect(client.cards.freeze);',
    ],
    [
      'of any type',
      'const client: any = { cards: { freeze: fn() } };\nstop(client);\nexpect(client.cards.freeze);',
    ],
    [
      'put into a private field',
      'const service = new Service(null);\n(service as any).client = { cards: { freeze: fn() } } as any;',
    ],
    [
      'assigned to a mocked type',
      'let client: jest.Mocked<Zentra>;\nclient = { cards: { freeze: fn() } } as any;\nclient.cards.freeze.mockReset();',
    ],
  ];
  test.each(given)('%s', async (_name, text) => {
    const suite = `import type { Zentra } from '@zentra/sdk';\nimport { Service, stop } from './service';\n${text}\n`;
    const files = tree({ 'service.ts': service, 'service.test.ts': suite });
    await files.migrate({ mode: 'write' });
    expect(files.read('service.test.ts')).toBe(
      suite.replaceAll('freeze', 'lock').replace('@zentra/sdk', 'zentra-compat'),
    );
  });

  test('but a type of one’s own that has the name is for a person', async () => {
    const suite =
      "import { stop } from './service';\nlet cards: { freeze: jest.Mock };\ncards = { freeze: jest.fn() };\nstop({ cards } as any);\n";
    const files = tree({ 'service.ts': service, 'service.test.ts': suite });
    const { report } = await files.migrate({ mode: 'write' });
    expect(report.sites.find(({ file }) => file === 'service.test.ts')).toMatchObject({
      line: 3,
      status: 'review',
    });
  });

  test.each([
    'export const shuffle = (deck: { cards: { freeze(): void } }) => deck.cards.freeze();\nshuffle({ cards: { freeze() {} } } as any);\n',
    'declare function shuffle(deck: any): void;\nshuffle({ cards: { freeze() {} } } as any);\n',
    'let deck: jest.Mocked<Deck>;\ndeck = { cards: { freeze() {} } } as any;\n',
  ])('and one that is given elsewhere keeps its bytes: %s', async (suite) => {
    const files = tree({ 'service.ts': service, 'deck.test.ts': suite });
    await files.migrate({ mode: 'write' });
    expect(files.read('deck.test.ts')).toBe(suite);
  });
});

test('what reads a class that stands for the namespace is renamed with it, through a cast as well', async () => {
  const text = `import type { Zentra } from '@zentra/sdk';
export class FakeCards implements Pick<Zentra['cards'], 'freeze'> {
  async freeze(id: string) { return { id } as any; }
}
export class FakeZentra { cards = new FakeCards() as any; }
export const run = () => new FakeZentra().cards.freeze('card_1');
`;
  const files = tree({ 'fakes.ts': text });
  await files.migrate({ mode: 'write' });
  expect(files.read('fakes.ts')).toBe(
    text.replaceAll('freeze', 'lock').replace('@zentra/sdk', 'zentra-compat'),
  );
});

describe('a fake of something else keeps its bytes', () => {
  const own = `${client}exports.client = new Zentra({});\nexports.deck = { cards: { freeze() {} } };\n`;
  test.each([
    [
      'another export of the module',
      "jest.mock('./client', () => ({ deck: { cards: { freeze: jest.fn() } } }));",
    ],
    [
      'another member of the client',
      "jest.mock('./client', () => ({ client: { pool: { terminate: jest.fn() } } }));",
    ],
    ['a module without a client', "jest.mock('./pool', () => ({ cards: { terminate: jest.fn() } }));"],
    ['a package', "jest.mock('threads', () => ({ cards: { terminate: jest.fn() } }));"],
  ])('%s', async (_name, suite) => {
    const files = tree({
      'client.js': own,
      'service.js': service,
      'pool.js': 'exports.cards = { terminate() {} };\n',
      'service.test.js': suite,
    });
    await files.migrate({ mode: 'write' });
    expect(files.read('service.test.js')).toBe(suite);
  });
});

test('an object on a request is no fake because requests of another application hold a client', async () => {
  const text = `import express from 'express';
const ledger = { cards: { async freeze(id: string): Promise<any> { return id; } } };
const app = express();
app.use((req, res, next) => { req.zentra = ledger; next(); });
app.post('/stop', async (req, res) => { res.json(await req.zentra.cards.freeze('1')); });
`;
  const files = tree({
    'ledger.ts': text,
    'shop.ts': `import { Zentra } from '@zentra/sdk';
import express from 'express';
const checked = (client: Zentra) => client;
const app = express();
app.use((req, res, next) => { req.zentra = new Zentra({}); next(); });
app.post('/stop', async (req, res) => { res.json(await checked(req.zentra).cards.freeze('1')); });
`,
  });
  const { report } = await files.migrate({ mode: 'write' });
  expect(files.read('ledger.ts')).toContain(text.split('\n')[1]);
  expect(report.sites.map(({ file, line, status }) => `${file}:${line} ${status}`)).toEqual([
    'ledger.ts:5 review',
    'shop.ts:6 rewritten',
  ]);
});

test('a fake of a module whose client is out of sight is for review', async () => {
  const suite = "jest.mock('./client', () => ({ client: { cards: { freeze: jest.fn() } } }));\n";
  const files = tree({
    'client.js': `${client}exports.client = require('./private/client').make(Zentra);\n`,
    'service.js': service,
    'service.test.js': suite,
  });
  const { report } = await files.migrate({ mode: 'write' });
  expect(report.sites.map(({ file, status }) => `${file} ${status}`)).toEqual([
    'service.js review',
    'service.test.js review',
  ]);
});
