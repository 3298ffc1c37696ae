import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSealed, writeSealed } from '../../../../codemods/engine/cache/sealed-file';
import { type Tree, treeOf } from '../migrated-tree';

const shop = {
  'package.json': JSON.stringify({ dependencies: { '@zentra/sdk': '^1.0.0' } }),
  'pay.js':
    "const { Zentra } = require('@zentra/sdk');\nexports.pay = (card) => new Zentra({}).cards.freeze(card);\n",
  'refuse.js':
    "const { Zentra } = require('@zentra/sdk');\nexports.refuse = (card) => new Zentra({}).cards.lock(card);\n",
};

/** A tree that was edited long ago, and checked. */
async function checkedTree(): Promise<Tree> {
  const tree = treeOf(shop);
  // The time of the last change of any kind cannot be set, so the clock is put forward.
  const now = Date.now;
  Date.now = () => now() + 60_000;
  try {
    await tree.migrate();
  } finally {
    Date.now = now;
  }
  return tree;
}

function inventoryFile(): string {
  const folder = join(process.env.XDG_CACHE_HOME!, 'zentra-codemods', 'inventory');
  const [name, ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  return join(folder, name!);
}

async function sitesOf(tree: Tree): Promise<string[]> {
  const { report } = await tree.migrate();
  return report.sites.map(({ file, line, status }) => `${file}:${line} ${status}`);
}

test('a second check finds the same', async () => {
  const tree = await checkedTree();
  expect(await sitesOf(tree)).toEqual(['pay.js:2 rewritten']);
});

test('a legacy call that comes into a checked file is found, even where the size and the time of the edit stay', async () => {
  const tree = await checkedTree();
  const { atime, mtime } = statSync(join(tree.root, 'refuse.js'));
  tree.write({ 'refuse.js': shop['refuse.js'].replace('.lock(card)', '.freeze(1)') });
  utimesSync(join(tree.root, 'refuse.js'), atime, mtime);
  expect(await sitesOf(tree)).toEqual(['pay.js:2 rewritten', 'refuse.js:2 rewritten']);
});

test.each([
  ['cut off', (text: string) => text.slice(0, text.length / 2)],
  ['altered', (text: string) => text.replace('pay.js', 'pax.js')],
  ['empty', () => ''],
])('an inventory that is %s gives no wrong answer', async (_, damage) => {
  const tree = await checkedTree();
  writeFileSync(inventoryFile(), damage(readFileSync(inventoryFile(), 'latin1')), 'latin1');
  expect(await sitesOf(tree)).toEqual(['pay.js:2 rewritten']);
});

test('a file that was edited between the scan and its use is read again', async () => {
  const tree = await checkedTree();
  // As the scan sees such a file: what is known of it does not fit its bytes.
  const file = inventoryFile();
  const key = readFileSync(file, 'latin1').split(' ')[0]!;
  const known = readSealed(file, key)!.toString('latin1');
  expect(known).toMatch(/\d[\w-]{43}pay\.js/);
  writeSealed(file, key, Buffer.from(known.replace(/[\w-]{43}(?=pay\.js)/, 'x'.repeat(43)), 'latin1'));
  expect(await sitesOf(tree)).toEqual(['pay.js:2 rewritten']);
});

test('a tree that is migrated is written in full after a check, and has nothing left', async () => {
  const tree = await checkedTree();
  await tree.migrate({ mode: 'write' });
  expect(tree.read('pay.js')).toContain('.lock(card)');
  expect(await sitesOf(tree)).toEqual([]);
});
