import { expect, test } from 'vitest';
import { treeOf } from './migrated-tree';

const head = "const { Zentra } = require('@zentra/sdk');\nconst cards = new Zentra({}).cards;\n";

async function migrated(code: string): Promise<{ text: string; rewritten: number; leftAlone: number }> {
  const tree = treeOf({ 'package.json': '{ "dependencies": { "@zentra/sdk": "1" } }', 'a.js': head + code });
  const { report } = await tree.migrate({ mode: 'write' });
  const text = tree.read('a.js').split('\n').slice(2).join('\n');
  return { text, rewritten: report.summary.rewritten, leftAlone: report.leftAlone?.names ?? 0 };
}

test.each([
  ['cards.\\u0066reeze(1);', 'cards.lock(1);'],
  ['cards.fre\\u{65}ze(1);', 'cards.lock(1);'],
  ["cards['fr\\x65eze'](1);", "cards['lock'](1);"],
  ["cards['fr\\145eze'](1);", "cards['lock'](1);"],
  ['const { \\u0066reeze: f } = cards; f(1);', 'const { lock: f } = cards; f(1);'],
  ["cards.freeze(1); cards['un\\x66reeze'](1);", "cards.lock(1); cards['unlock'](1);"],
  ['cards.\\u0066und(1, { reference: 2 });', 'cards.\\u0066und(1, { transaction_reference: 2 });'],
  ["cards.fund(1, { 'r\\x65ference': 2 });", "cards.fund(1, { 'transaction_reference': 2 });"],
])('an escaped name is a name: %s', async (before, after) => {
  expect(await migrated(before)).toMatchObject({ text: after, leftAlone: 0 });
});

test('an escaped name of somebody else’s is counted as left alone', async () => {
  expect(await migrated('ice.\\u0066reeze(); ice["fr\\x65eze"]();')).toMatchObject({
    rewritten: 0,
    leftAlone: 2,
  });
});

test('an escape beside a name makes no other name of it', async () => {
  expect(await migrated('cards.freeze\\u0065(1); log("\\x66reeze");')).toMatchObject({ rewritten: 0 });
});

const SDK_PACKAGE = '{ "dependencies": { "@zentra/sdk": "1" } }';
const SERVICE = "const client = require('./client');\nexports.stop = (id) => client.cards.freeze(id);\n";

/** A service beside a file that makes its client and has no legacy name of its own. */
const withClient = (client: string) => ({
  'package.json': SDK_PACKAGE,
  'client.js': client,
  'service.js': SERVICE,
});

test.each([
  '@z\\u0065ntra/sdk',
  '@z\\u{65}ntra/sdk',
  '@z\\u{0065}ntra/sdk',
  '@z\\x65ntra/sdk',
  '@z\\145ntra/sdk',
  '\\x40zentra/sdk',
  '@zentra\\u002fsdk',
  '@zentra\\x2Fsdk',
  '@zentra\\57sdk',
  '@zentra\\/sdk',
])('a module is known by its name, however it is spelled: %s', async (specifier) => {
  const client = `const { Zentra } = require('${specifier}');\nmodule.exports = new Zentra({});\n`;
  const tree = treeOf(withClient(client));
  await tree.migrate({ mode: 'write' });
  expect(tree.read('client.js')).toBe(client.replace(specifier, 'zentra-compat'));
  expect(tree.read('service.js')).toBe(SERVICE.replace('freeze', 'lock'));
});

test.each([
  ["import { Zentra } from '@z\\u0065ntra/sdk';\nexport default new Zentra({});\n"],
  ["import * as sdk from '@z\\x65ntra/sdk';\nexport default new sdk.Zentra({});\n"],
  ["export { Zentra } from '@z\\u{65}ntra/sdk';\n"],
  ["export * from '@z\\u0065ntra/sdk';\n"],
  ["const { Zentra } = await import('@z\\u0065ntra/sdk');\nexport default new Zentra({});\n"],
  ['const { Zentra } = await import(`@z\\u0065ntra/sdk`);\nexport default new Zentra({});\n'],
  ["import sdk = require('@z\\u0065ntra/sdk');\nexport default new sdk.Zentra({});\n"],
  ["export type Client = import('@z\\u0065ntra/sdk').Zentra;\n"],
  ["const { Zentra } = r\\u0065quire('@z\\u0065ntra/sdk');\nmodule.exports = new Zentra({});\n"],
])('its import is switched in every form, also where the file has no legacy name: %s', async (client) => {
  const tree = treeOf({
    'package.json': SDK_PACKAGE,
    'client.ts': client,
    'uses.js': "const { Zentra } = require('@zentra/sdk');\nnew Zentra({}).cards.freeze(1);\n",
  });
  await tree.migrate({ mode: 'write' });
  expect(tree.read('client.ts')).toBe(client.replace(/@z\\[^n]+ntra\/sdk/, 'zentra-compat'));
});

test.each([
  "jest.mock('@z\\u0065ntra/sdk', () => ({ Zentra: class { cards = { freeze() {} }; } }));\n",
  "require('proxyquire')('./service', { '@z\\x65ntra/sdk': { Zentra: class { cards = { freeze() {} }; } } });\n",
  "const SDK = '@z\\u{65}ntra/sdk';\njest.doMock(SDK, () => ({ Zentra: class { cards = { freeze() {} }; } }));\n",
])('what replaces the module by an escaped name goes along with its import: %s', async (mock) => {
  const tree = treeOf({
    ...withClient("module.exports = new (require('@zentra/sdk').Zentra)({});\n"),
    'service.test.js': mock,
  });
  await tree.migrate({ mode: 'write' });
  expect(tree.read('service.test.js')).toBe(
    mock.replace(/@z\\[^n]+ntra\/sdk/, 'zentra-compat').replace('freeze', 'lock'),
  );
});

test('an import of both sides, by an escaped name, is split without a letter of it left over', async () => {
  const barrel = "export * from '@z\\u0065ntra/sdk';\n";
  const tree = treeOf({
    'package.json': '{ "type": "module", "dependencies": { "@zentra/sdk": "1" } }',
    'barrel.js': barrel,
    'uses.js':
      "import { Zentra, verifySignature } from './barrel.js';\nverifySignature('x');\nnew Zentra({}).cards.freeze(1);\n",
  });
  await tree.migrate({ mode: 'write' });
  expect(tree.read('barrel.js')).toBe(`${barrel}export { Zentra } from 'zentra-compat';\n`);
});

test('a file that names the SDK with escapes is read, where no package asks for the SDK', async () => {
  const tree = treeOf({
    'package.json': '{}',
    'a.js': "const { Zentra } = require('@z\\u0065ntra/sdk');\nnew Zentra({}).cards.freeze(1);\n",
  });
  const { report } = await tree.migrate({ mode: 'write' });
  expect(report.summary).toMatchObject({ rewritten: 1, review: 0 });
});
