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
