import { describe, expect, test } from 'vitest';
import { treeOf } from './migrated-tree';

const packageJson = '{ "private": true, "dependencies": { "@zentra/sdk": "1" } }';
const service = `class Service {
  constructor({ client }) { this.client = client; }
  stop(id) { return this.client.cards.freeze(id); }
}
exports.Service = Service;
exports.stop = (client, id) => client.cards.freeze(id);
`;
const main = `const { Zentra } = require('@zentra/sdk');
const { Service, stop } = require('./service');
const client = new Zentra({});
new Service({ client }).stop('card_1');
stop(client, 'card_1');
`;
const tree = (files: Readonly<Record<string, string>>) =>
  treeOf({ 'package.json': packageJson, 'service.js': service, 'main.js': main, ...files });

describe('a fake that a test gives to untyped code is renamed with the calls on what the program gives there', () => {
  test.each([
    ['an option of a class', 'new Service({ client: { cards: { freeze: jest.fn() } } });'],
    [
      'a variable',
      'const cards = { freeze: sinon.stub() };\nstop({ cards });\nsinon.assert.calledOnce(cards.freeze);',
    ],
    ['a class', 'class Cards { freeze() {} }\nnew Service({ client: { cards: new Cards() } });'],
    ['a list of names', "stop({ cards: jasmine.createSpyObj('cards', ['freeze', 'list']) });"],
    ['a list alone', "const cards = td.object(['freeze']);\nstop({ cards });\ntd.verify(cards.freeze('c'));"],
    ['a constant list', "const names = ['list', 'freeze'];\nstop({ cards: jasmine.createSpyObj(names) });"],
    ['names with results', "stop({ cards: jasmine.createSpyObj('cards', { freeze: 1 }) });"],
    [
      'a member that is set',
      'const service = new Service({});\nservice.client = { cards: { freeze() {} } };',
    ],
  ])('%s', async (_name, code) => {
    const suite = `const { Service, stop } = require('../service');\n${code}\n`;
    const files = tree({ 'test/service.js': suite });
    const { report } = await files.migrate({ mode: 'write' });
    expect(files.read('test/service.js')).toBe(suite.replaceAll('freeze', 'lock'));
    expect(files.read('service.js')).toBe(service.replaceAll('freeze', 'lock'));
    expect(report.summary.review).toBe(0);
  });

  test('but not where the program gives something else there, too', async () => {
    const suite = `const { stop } = require('../service');\nstop({ cards: { freeze: jest.fn() } });\n`;
    const files = tree({
      'test/service.js': suite,
      'deck.js': "const { Deck } = require('decks');\nrequire('./service').stop(new Deck());\n",
    });
    const { report } = await files.migrate({ mode: 'write' });
    expect(files.read('test/service.js')).not.toContain('{ lock');
    expect(report.sites.map(({ file, line, status }) => `${file}:${line} ${status}`)).toEqual([
      'service.js:3 rewritten',
      'service.js:6 review',
      'test/service.js:2 review',
    ]);
  });
});

test('a list that a helper of their own makes a fake of is for review', async () => {
  const suite =
    "const { stop } = require('../service');\nconst fakeOf = (names) => names.reduce((fake, name) => ({ ...fake, [name]: () => name }), {});\nstop({ cards: fakeOf(['freeze']) });\n";
  const files = tree({ 'test/service.js': suite });
  const { report } = await files.migrate({ mode: 'write' });
  expect(report.sites.map(({ file, line, status }) => `${file}:${line} ${status}`)).toEqual([
    'service.js:3 rewritten',
    'service.js:6 review',
    'test/service.js:3 review',
  ]);
});

test('a function that only a test calls, with a fake, is for review', async () => {
  const files = tree({
    'block.js': 'exports.block = (client) => client.cards.freeze(1);\n',
    'test/block.js': "require('../block').block({ cards: { freeze: jest.fn() } });\n",
  });
  const { report } = await files.migrate({ mode: 'write' });
  expect(report.sites.filter(({ status }) => status === 'review')).toMatchObject([{ file: 'block.js' }]);
});

test("a fake of a test's own keeps its bytes", async () => {
  const suite =
    "const board = { cards: jasmine.createSpyObj('cards', ['freeze']) };\nboard.cards.freeze();\nconst deck = { cards: { freeze: jest.fn() } };\ndeck.cards.freeze();\n";
  const files = tree({ 'test/board.js': suite });
  const { report } = await files.migrate({ mode: 'write' });
  expect(files.read('test/board.js')).toBe(suite);
  expect(report.summary.review).toBe(0);
});
