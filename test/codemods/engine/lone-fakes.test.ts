import { expect, test } from 'vitest';
import { treeOf } from './migrated-tree';

const packageJson = '{ "dependencies": { "@zentra/sdk": "1" } }';
const client = "const { Zentra } = require('@zentra/sdk');\nmodule.exports = new Zentra({});\n";
const service = "const client = require('./client');\nexports.act = (name, id) => client.cards[name](id);\n";
const suite = (fake: string) => `const client = require('./client');\n${fake}\n`;

const fakes = [
  "jest.spyOn(client.cards, 'freeze').mockResolvedValue({});",
  "sinon.stub(client.cards, 'freeze').resolves({});",
  'client.cards.freeze = async () => ({});',
  'Object.assign(client.cards, { freeze: async () => ({}) });',
  'expect(client.cards.freeze).toHaveBeenCalled();',
  'jest.mocked(client.cards.freeze).mockResolvedValue({});',
  'client.cards.freeze.mockResolvedValue({});',
];

test.each(fakes)('a fake keeps its name where the run computes the name of a call: %s', async (fake) => {
  const tree = treeOf({
    'package.json': packageJson,
    'client.js': client,
    'service.js': service,
    'service.test.js': suite(fake),
  });
  const { report } = await tree.migrate({ mode: 'write' });
  expect(tree.read('service.test.js')).toContain(fake);
  expect(report.sites).toMatchObject([
    { rule: 'dynamic-member', status: 'review' },
    {
      rule: 'freeze-to-lock',
      status: 'review',
      reason: expect.stringMatching(/^service\.js:2 may call this method by its legacy name, .*: settle/),
    },
  ]);
});

test.each(fakes)('a fake is renamed with the calls that it catches: %s', async (fake) => {
  const tree = treeOf({
    'package.json': packageJson,
    'client.js': client,
    'service.js': service.replace('[name]', '.freeze'),
    'service.test.js': suite(fake),
  });
  const { report } = await tree.migrate({ mode: 'write' });
  expect(tree.read('service.test.js')).toBe(suite(fake.replace('freeze', 'lock')));
  expect(report.summary).toMatchObject({ rewritten: 2, review: 0 });
});

test('a fake is renamed once a person has said that no computed name is a legacy one', async () => {
  const tree = treeOf({
    'package.json': packageJson,
    'client.js': client,
    'service.js': service.replace(
      'exports',
      '// zentra-codemods-ignore dynamic-member: the router knows lock and unlock only\nexports',
    ),
    'service.test.js': suite(fakes[0]!),
  });
  const { report } = await tree.migrate({ mode: 'write' });
  expect(report.summary).toMatchObject({ rewritten: 1, review: 0 });
});

test('a fake keeps its name beside a call of the same method that is left for review', async () => {
  const tree = treeOf({
    'package.json': packageJson,
    'client.js': client,
    'service.js':
      "const client = require('./client');\nconst ledger = { cards: { freeze() {} } };\nexports.act = (own, id) => (own ? client : ledger).cards.freeze(id);\n",
    'service.test.js': suite(`${fakes[0]}\njest.spyOn(client.cards, 'unfreeze');`),
  });
  await tree.migrate({ mode: 'write' });
  expect(tree.read('service.test.js')).toContain("spyOn(client.cards, 'freeze')");
  expect(tree.read('service.test.js')).toContain("spyOn(client.cards, 'unlock')");
});

const named = 'exports.stop = (id) => client.cards.freeze(id);\n';
const caller = `const client = require('./client');\n${named}`;

test.each([
  [
    'keeps its name where a file that is loaded with it calls the method on what nobody knows',
    './service',
    'review',
  ],
  ['is renamed where only a file that is not loaded with it does', './client', 'rewritten'],
])('a fake %s', async (_, loaded, status) => {
  const tree = treeOf({
    'package.json': packageJson,
    'client.js': client,
    'service.js': 'exports.act = (zentra, id) => zentra.cards.freeze(id);\n',
    'service.test.js': `require('${loaded}');\n${suite(fakes[0]!)}`,
  });
  const { report } = await tree.migrate({ mode: 'write' });
  expect(report.sites).toMatchObject([
    { file: 'service.js', status: 'review' },
    { file: 'service.test.js', status },
  ]);
});

test('what is loaded with a fake that keeps its name keeps its own, and other files go on', async () => {
  const tree = treeOf({
    'package.json': packageJson,
    'client.js': client,
    'service.test.js': `${service}${named}require('./loaded');\n${fakes[0]}\n`,
    'loaded.js': caller,
    'other.js': caller,
  });
  const { report } = await tree.migrate({ mode: 'write' });
  expect(report.sites.map(({ file, line, status }) => `${file}:${line} ${status}`)).toEqual([
    'loaded.js:2 review',
    'other.js:2 rewritten',
    'service.test.js:2 review',
    'service.test.js:3 review',
    'service.test.js:5 review',
  ]);
});

test('a fake keeps its name, with the calls by name, where a file that it loads computes the name of another', async () => {
  const tree = treeOf({
    'package.json': packageJson,
    'client.js': client,
    'service.js': `${service}${named}`,
    'service.test.js': suite(`${fakes[0]}\nrequire('./service');`),
  });
  const { report } = await tree.migrate({ mode: 'write' });
  expect(report.summary).toMatchObject({ rewritten: 0, review: 3 });
});

test('a fake is renamed with the calls by name, where only files that it is not loaded with compute it', async () => {
  const tree = treeOf({
    'package.json': packageJson,
    'client.js': client,
    'service.js': service,
    'stop.js': caller,
    'stop.test.js': suite(`require('./stop');\n${fakes[0]}`),
  });
  const { report } = await tree.migrate({ mode: 'write' });
  expect(report.summary).toMatchObject({ rewritten: 2, review: 1 });
});

test('a fake that a test takes from a helper counts as loaded with what the test loads', async () => {
  const tree = treeOf({
    'package.json': packageJson,
    'client.js': client,
    'service.js': service,
    'stop.js': caller,
    'helpers/stubs.js': `const client = require('../client');\nexports.stub = () => ${fakes[0]!.replace(';', '')};\n`,
    'stop.test.js': "require('./helpers/stubs').stub();\nrequire('./stop');\nrequire('./service');\n",
  });
  const { report } = await tree.migrate({ mode: 'write' });
  expect(report.summary).toMatchObject({ rewritten: 0, review: 3 });
});

test('a call waits for a fake that is left to a person', async () => {
  const tree = treeOf({
    'package.json': packageJson,
    'client.js': client,
    'limits.js': caller.replace('freeze(id)', 'updateLimits(id, { daily: 1 })'),
    'limits.test.js': suite(
      "require('./limits');\njest.spyOn(client.cards, 'updateLimits').mockResolvedValue({});",
    ),
  });
  const { report } = await tree.migrate({ mode: 'write' });
  expect(report.sites).toMatchObject([
    {
      file: 'limits.js',
      status: 'review',
      reason: expect.stringMatching(/^limits\.test\.js:3 fakes this method/),
    },
    { file: 'limits.test.js', status: 'review' },
  ]);
});

test('a fake on one client is renamed, whatever is called on another', async () => {
  const tree = treeOf({
    'package.json': packageJson,
    'client.js': client,
    'other.js': client,
    'service.js': service.replace('./client', './other'),
    'service.test.js': suite(fakes[0]!),
  });
  const { report } = await tree.migrate({ mode: 'write' });
  expect(tree.read('service.test.js')).toContain("spyOn(client.cards, 'lock')");
  expect(report.summary).toMatchObject({ rewritten: 1, review: 1 });
});

test('a fake keeps its name, too, where the imports of the SDK stay', async () => {
  const tree = treeOf({
    'package.json': packageJson,
    'client.js': client,
    'service.js': service,
    'service.test.js': suite(fakes[0]!),
  });
  const { report } = await tree.migrate({ mode: 'write', client: 'keep' });
  expect(report.summary).toMatchObject({ rewritten: 0, review: 2 });
});

test.each([
  ['a computed name', client, service],
  [
    'a client that is handed to code out of sight',
    `${client}require('audit').watch(module.exports.cards);\n`,
    '',
  ],
])('a fake keeps its name beside %s, although only its own rule is asked for', async (_, made, used) => {
  const tree = treeOf({
    'package.json': packageJson.replace('"1"', '"1", "audit": "1"'),
    'client.js': made,
    'service.js': used,
    'service.test.js': suite(fakes[0]!),
  });
  const { report } = await tree.migrate({ mode: 'write', rules: ['freeze-to-lock'] });
  expect(tree.read('service.test.js')).toContain(fakes[0]);
  expect(report.sites).toMatchObject([{ rule: 'freeze-to-lock', status: 'review' }]);
});

test.each(['jest.spyOn', 'sinon.stub'])(
  '%s of a computed name holds every call in files that it is loaded with',
  async (fake) => {
    const tree = treeOf({
      'package.json': packageJson,
      'client.js': client,
      'service.js': service.replace('[name]', '.freeze'),
      'service.test.js': `const client = require('./client');\nrequire('./service');\nfor (const name of ['freeze']) ${fake}(client.cards, name);\n`,
      'other.test.js': suite("jest.spyOn(client.cards, 'freeze').mockResolvedValue({});"),
      'apart.js': "const client = require('./client');\nexports.end = (id) => client.cards.terminate(id);\n",
    });
    const { report } = await tree.migrate({ mode: 'write' });
    expect(report.sites.map(({ file, status }) => `${file} ${status}`)).toEqual([
      'apart.js rewritten',
      'other.test.js review',
      'service.js review',
      'service.test.js review',
    ]);
    expect(report.sites.map(({ reason }) => reason)).toEqual([
      undefined,
      expect.stringMatching(/^service\.js:2 may call this method by its legacy name/),
      expect.stringMatching(/^service\.test\.js:3 may fake this method by its legacy name/),
      expect.stringMatching(/ is handed to .* which replaces a method whose name is computed at run time/),
    ]);
  },
);

test('a spy of a computed name that is never a legacy one is no site', async () => {
  const tree = treeOf({
    'package.json': packageJson,
    'client.js': client,
    'service.test.js': suite("const name = 'list';\njest.spyOn(client.cards, name);"),
  });
  const { report } = await tree.migrate({ mode: 'write' });
  expect(report.sites).toEqual([]);
});

test.each([
  'const proto = Object.getPrototypeOf(client.cards);',
  'const proto = client.cards.constructor.prototype;',
  'const proto = client.cards.__proto__;',
])('a call waits where a prototype may be patched: %s', async (taken) => {
  const patch = suite(`${taken}\nproto.freeze = async () => ({});`);
  const tree = treeOf({
    'package.json': packageJson,
    'client.js': client,
    'service.js': service.replace('[name]', '.freeze'),
    'service.test.js': `require('./service');\n${patch}`,
  });
  const { report } = await tree.migrate({ mode: 'write' });
  expect(report.sites.map(({ reason }) => reason)).toEqual([
    expect.stringMatching(/^service\.test\.js:3 may fake this method by its legacy name/),
    expect.stringMatching(/^client\.cards is asked for its prototype/),
  ]);
});

test('a call waits where a loop replaces methods of its client', async () => {
  const tree = treeOf({
    'package.json': packageJson,
    'client.js': client,
    'audit.js': suite(
      'for (const name of names) {\n  const own = client.cards[name];\n  client.cards[name] = (...given) => log(name) || own(...given);\n}',
    ),
    'service.js': `require('./audit');\n${service.replace('[name]', '.freeze')}`,
  });
  const { report } = await tree.migrate({ mode: 'write' });
  expect(tree.read('service.js')).toContain('client.cards.freeze(id)');
  expect(report.sites.map(({ file, status }) => `${file} ${status}`)).toEqual([
    'audit.js review',
    'audit.js review',
    'service.js review',
  ]);
});

test('a call waits for such a loop also where one rule is chosen', async () => {
  const tree = treeOf({
    'package.json': packageJson,
    'client.js': client,
    'service.js': `${service.replace('[name]', '.freeze')}for (const name of names) client.cards[name] = log;\n`,
  });
  await tree.migrate({ mode: 'write', rules: ['freeze-to-lock'] });
  expect(tree.read('service.js')).toContain('client.cards.freeze(id)');
});
