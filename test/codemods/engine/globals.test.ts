import { expect, test } from 'vitest';
import { type Tree, treeOf } from './migrated-tree';

async function sitesOf(tree: Tree, options: Parameters<Tree['migrate']>[0] = {}): Promise<string[]> {
  const { report } = await tree.migrate(options);
  return report.sites.map(({ file, line, status }) => `${file}:${line} ${status}`);
}

const pay = 'export const pay = (card: string) => zentra.cards.freeze(card);\n';
const declaration =
  "import type { Zentra } from '@zentra/sdk';\ndeclare global {\n  var zentra: Zentra;\n}\nexport {};\n";

test('a client that is declared for all files is known in those that import nothing, in other packages, too', async () => {
  const tree = treeOf({
    'globals.d.ts': declaration,
    'package.json': '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }',
    'desk/package.json': '{ "name": "desk" }',
    'desk/pay.ts': pay,
  });
  expect(await sitesOf(tree)).toEqual(['desk/pay.ts:1 rewritten']);
});

test('a client that is declared for all files is known in every batch of a large repository', async () => {
  // Files of 1.5 MB, of which a batch takes two.
  const large = `${`// ${'x'.repeat(97)}\n`.repeat(15_000)}${pay}`;
  const names = ['a.ts', 'b.ts', 'c.ts', 'd.ts', 'e.ts'];
  const tree = treeOf({
    'globals.d.ts': declaration,
    'package.json': '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }',
    ...Object.fromEntries(names.map((name) => [name, large])),
  });
  expect(await sitesOf(tree)).toEqual(names.map((name) => `${name}:15001 rewritten`));
});

test('a name that is assumed to be a client is one where nothing mentions the SDK', async () => {
  const tree = treeOf({
    'package.json': '{}',
    'pay.js': 'exports.pay = (card) => issuing.cards.freeze(card);\n',
    'other.js': 'exports.pay = (card) => vendor.cards.freeze(card);\n',
  });
  expect(await sitesOf(tree)).toEqual([]);
  expect(await sitesOf(tree, { assumeClients: ['issuing'] })).toEqual(['pay.js:1 rewritten']);
});
