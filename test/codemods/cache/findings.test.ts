import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Tree, treeOf } from '../engine/migrated-tree';

const shop = {
  'package.json': JSON.stringify({ dependencies: { '@zentra/sdk': '^1.0.0' } }),
  'client.js': "const { Zentra } = require('@zentra/sdk');\nexports.zentra = new Zentra({});\n",
  'barrel.js': "module.exports = require('./client');\n",
  'pay.js': "const { zentra } = require('./barrel');\nexports.pay = (card) => zentra.cards.freeze(card);\n",
};

async function sitesOf(tree: Tree): Promise<string[]> {
  const { report } = await tree.migrate();
  return report.sites.map(({ file, line, status }) => `${file}:${line} ${status}`);
}

function cacheFile(): string {
  const folder = join(process.env.XDG_CACHE_HOME!, 'zentra-codemods', 'findings');
  const [name] = readdirSync(folder);
  return join(folder, name!);
}

test('a second run over the same bytes finds what the first one found', async () => {
  const tree = treeOf(shop);
  const first = await tree.migrate({ mode: 'dry-run' });
  const second = await tree.migrate({ mode: 'dry-run' });
  expect(second.report.sites).toEqual(first.report.sites);
  expect(second.changes).toEqual(first.changes);
});

test('a second run answers from the cache', async () => {
  const tree = treeOf(shop);
  await sitesOf(tree);
  const [header, payload] = readFileSync(cacheFile(), 'utf8').split('\n');
  expect(header).toMatch(/^[0-9a-f]{64} [0-9a-f]{64}$/);
  expect(JSON.parse(payload!).sites).toHaveLength(1);
});

test.each([
  ['cut off', (text: string) => text.slice(0, text.length / 2)],
  ['altered', (text: string) => text.replace('"sites":[', '"sites":[],"was":[')],
  ['empty', () => ''],
  ['something else', () => '{"sites":[]}'],
])('a cache that is %s gives no wrong answer', async (_, damage) => {
  const tree = treeOf(shop);
  const expected = await sitesOf(tree);
  writeFileSync(cacheFile(), damage(readFileSync(cacheFile(), 'utf8')));
  expect(await sitesOf(tree)).toEqual(expected);
});

test('a change in a file that only hands the client on is seen', async () => {
  const tree = treeOf(shop);
  expect(await sitesOf(tree)).toEqual(['pay.js:2 rewritten']);
  tree.write({ 'barrel.js': "module.exports = { zentra: require('other-vendor').client };\n" });
  expect(await sitesOf(tree)).not.toEqual(['pay.js:2 rewritten']);
});

test('another question is not answered from the cache', async () => {
  const tree = treeOf(shop);
  await tree.migrate();
  const { report } = await tree.migrate({ skipRules: ['freeze-to-lock'] });
  expect(report.sites).toEqual([]);
});
