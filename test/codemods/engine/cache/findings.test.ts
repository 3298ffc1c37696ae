import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defineMigration, type Migration } from '../../../../codemods/engine/migration';
import { zentra } from '../../../../codemods/zentra/index';
import { ledger } from '../../migration/ledger';
import { type Tree, treeOf } from '../migrated-tree';

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

test('a definition that was made out of a published one is not answered for by it, nor answers for it', async () => {
  const tree = treeOf(shop);
  const without = (rule: string): Migration => ({
    ...zentra,
    loadTransforms: async () =>
      (await zentra.loadTransforms()).map((transform) =>
        transform.rule === rule ? { rule, rewrite: () => [] } : transform,
      ),
  });
  const sites = async (migration: Migration) => (await tree.migrate({}, {}, migration)).report.sites.length;
  expect(await sites(zentra)).toBe(1);
  expect(await sites(defineMigration(without('freeze-to-lock')))).toBe(0);
  expect(await sites(zentra)).toBe(1);
});

test('what was searched for the words of one definition is searched again for those of another', async () => {
  const tree = treeOf({
    'package.json': JSON.stringify({ dependencies: { '@zentra/sdk': '^1.0.0', '@vend/ledger': '^1.0.0' } }),
    'pay.js': shop['pay.js'].replace('./barrel', './client'),
    'client.js': shop['client.js'],
    'close.js':
      "const { Ledger } = require('@vend/ledger');\nexports.close = (id) => new Ledger({}).accounts.close(id);\n",
  });
  const now = Date.now;
  // What was edited just now is not kept.
  Date.now = () => now() + 60_000;
  try {
    expect((await tree.migrate()).report.sites.map(({ file }) => file)).toEqual(['pay.js']);
    const published = defineMigration({ ...ledger }, 'ledger-codemods@1.0.0');
    expect((await tree.migrate({}, {}, published)).report.sites.map(({ file }) => file)).toEqual([
      'close.js',
    ]);
  } finally {
    Date.now = now;
  }
});
