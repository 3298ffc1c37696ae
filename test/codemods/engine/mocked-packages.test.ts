import { expect, test } from 'vitest';
import { treeOf } from './migrated-tree';

const workspace = {
  'package.json': '{ "private": true, "workspaces": ["packages/*"] }',
  'packages/client/package.json':
    '{ "name": "@acme/client", "main": "index.js", "dependencies": { "@zentra/sdk": "1" } }',
  'packages/app/package.json': '{ "name": "app", "dependencies": { "@acme/client": "1" } }',
  'packages/app/service.js':
    "const { client } = require('@acme/client');\nexports.stop = (id) => client.cards.freeze(id);\n",
};
const client = "const { Zentra } = require('@zentra/sdk');\nexports.client = new Zentra({});\n";
const suite =
  "jest.mock('@zentra/sdk', () => ({ Zentra: class { cards = { freeze: async () => ({}) }; } }));\nrequire('./service');\n";

test('a mock of a package is switched only with the imports of the packages that it imports', async () => {
  const tree = treeOf({
    ...workspace,
    'packages/client/index.js': `const sdks = { zentra: require('@zentra/sdk') };\nsdks.zentra.verifySignature('s');\nexports.client = new sdks.zentra.Zentra({});\n`,
    'packages/app/service.test.js': suite,
  });
  await tree.migrate({ mode: 'write' });
  expect(tree.read('packages/app/service.test.js')).toContain("jest.mock('@zentra/sdk'");
  expect(tree.read('packages/app/service.js')).toContain('client.cards.freeze(id)');
});

test('a mock of a package is switched with the imports of the packages that it imports', async () => {
  const tree = treeOf({
    ...workspace,
    'packages/client/index.js': client,
    'packages/app/service.test.js': suite,
  });
  await tree.migrate({ mode: 'write' });
  expect(tree.read('packages/app/service.test.js')).toBe(
    suite.replace('@zentra/sdk', 'zentra-compat').replace('freeze', 'lock'),
  );
  expect(tree.read('packages/client/index.js')).toBe(client.replace('@zentra/sdk', 'zentra-compat'));
});

test('an import stays where a run leaves out the mock of a package that imports its package', async () => {
  const tree = treeOf({
    ...workspace,
    'packages/client/index.js': client,
    'packages/app/service.test.js': suite,
  });
  await tree.migrate({ mode: 'write', exclude: ['**/*.test.js'] });
  expect(tree.read('packages/client/index.js')).toBe(client);
});

test.each([
  [
    'in the file that replaces the module',
    { 'service.test.js': suite.replace('@zentra/sdk', 'zentra-compat') },
  ],
  [
    'in a file of its own',
    {
      'service.test.js': "jest.mock('zentra-compat', () => require('./fake'));\nrequire('./service');\n",
      'fake.js': 'exports.Zentra = class {\n  cards = { freeze: async () => ({}) };\n};\n',
    },
  ],
  [
    'as a manual mock',
    {
      'service.test.js': "require('./service');\n",
      '__mocks__/zentra-compat.js': 'exports.Zentra = class {\n  cards = { freeze: async () => ({}) };\n};\n',
    },
  ],
])('a call on a client of the replacement waits for its fake, %s', async (_, fakes) => {
  const service =
    "const { Zentra } = require('zentra-compat');\nexports.stop = (id) => new Zentra({}).cards.freeze(id);\n";
  const tree = treeOf({
    'package.json': '{ "dependencies": { "zentra-compat": "1" } }',
    'service.js': service,
    ...fakes,
  });
  const fake = Object.keys(fakes).at(-1)!;
  const { report } = await tree.migrate({ paths: ['service.js'] });
  expect(report.sites).toMatchObject([
    { file: 'service.js', status: 'review', reason: expect.stringContaining(`migrate ${fake} together`) },
  ]);
  await tree.migrate({ mode: 'write' });
  expect(tree.read('service.js')).toBe(service.replace('freeze', 'lock'));
  expect(tree.read(fake)).toContain('lock');
});
