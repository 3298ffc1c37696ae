import { expect, test } from 'vitest';
import { treeOf } from './migrated-tree';

const files = {
  'package.json': '{ "dependencies": { "@zentra/sdk": "1" } }',
  'client.js': "const { Zentra } = require('@zentra/sdk');\nmodule.exports = new Zentra({});\n",
  'service.js': "const client = require('./client');\nexports.stop = (id) => client.cards.freeze(id);\n",
  'other.js': 'exports.frozen = Object.freeze({ cards: 1 });\n',
};

test.each([
  "jest.spyOn(client.cards, 'freeze').mockResolvedValue({});",
  "sinon.stub(client.cards, 'freeze').resolves({});",
  'client.cards.freeze = async () => ({});',
  "client.cards['freeze'] = async () => ({});",
  'Object.assign(client.cards, { freeze: async () => ({}) });',
  'jest.mocked(client.cards.freeze).mockResolvedValue({});',
  'client.cards.freeze.mockResolvedValue({});',
])('a call waits where a run leaves out a file that fakes it: %s', async (fake) => {
  const tree = treeOf({ ...files, 'service.test.js': `const client = require('./client');\n${fake}\n` });
  const { report } = await tree.migrate({ mode: 'write', exclude: ['*.test.js'] });
  expect(tree.read('service.js')).toContain('client.cards.freeze(id)');
  expect(report.sites).toMatchObject([
    { status: 'review', reason: expect.stringMatching(/^service\.test\.js appears to fake this method/) },
  ]);
  await tree.migrate({ mode: 'write' });
  expect(tree.read('service.js')).toContain('client.cards.lock(id)');
  expect(tree.read('service.test.js')).toContain('lock');
});

test('a fake waits where a run leaves out a file that calls what it has to catch', async () => {
  const fake = "const client = require('./client');\njest.spyOn(client.cards, 'freeze');\n";
  const tree = treeOf({ ...files, 'service.test.js': fake });
  const { report } = await tree.migrate({ paths: ['client.js', 'service.test.js'] });
  expect(report.sites).toMatchObject([
    { file: 'service.test.js', status: 'review', reason: expect.stringMatching(/^service\.js may call/) },
  ]);
});

test('files that a run leaves out hold nothing where they fake and call nothing of a client', async () => {
  const tree = treeOf({ ...files, 'service.test.js': "require('./service').stop(1);\n" });
  const { report } = await tree.migrate({ paths: ['client.js', 'service.js'] });
  expect(report.sites).toMatchObject([{ file: 'service.js', status: 'rewritten' }]);
});

test('a call waits for a fake on a client that is not known, in a file that it is loaded with', async () => {
  const tree = treeOf({
    ...files,
    'service.test.js':
      "require('./service');\nexports.prepare = (client) => {\n  client.cards.freeze = async () => ({});\n};\n",
    'desk.js': files['service.js'],
  });
  const { report } = await tree.migrate();
  expect(report.sites.map(({ file, status }) => `${file} ${status}`)).toEqual([
    'desk.js rewritten',
    'service.js review',
    'service.test.js review',
  ]);
  expect(report.sites[1]).toMatchObject({
    reason: expect.stringMatching(/^service\.test\.js:3 may fake this method by its legacy name/),
  });
});
