import { expect, test } from 'vitest';
import { handsOut } from '../../../codemods/resolve/taking';
import { treeOf } from './migrated-tree';

/** A client of a file of its own, and a file that names neither the SDK nor a legacy method. */
const treeWith = (wiring: string) =>
  treeOf({
    'package.json': '{ "dependencies": { "@zentra/sdk": "1", "audit": "1" } }',
    'client.js': "const { Zentra } = require('@zentra/sdk');\nmodule.exports = new Zentra({});\n",
    'wiring.js': wiring,
  });

test.each([
  "const client = require('./client');\nrequire('audit').watch(client.cards);\n",
  "const client = require('./client');\nconst audit = require('audit');\naudit.watch({ cards: client.cards });\n",
  "const client = require('./client');\nconst { watch } = require('audit');\nwatch(1, [client.cards]);\n",
])('a namespace that a file without the SDK hands to a package is a site: %s', async (wiring) => {
  const { report } = await treeWith(wiring).migrate();
  expect(report.sites).toMatchObject([{ file: 'wiring.js', rule: 'dynamic-member', status: 'review' }]);
});

test("somebody else's is none", async () => {
  const { report } = await treeWith(
    "const deck = { cards: [] };\nrequire('audit').watch(deck.cards);\n",
  ).migrate();
  expect(report.sites).toEqual([]);
});

test.each<[text: string, isOut: boolean]>([
  ["require('./own').watch(client.cards)", false],
  ["import { watch } from './own';\nwatch(client.cards)", false],
  ["const own = require('../own');\nown.parts.a = own.run.bind(null, deps.client.cards)", false],
  ['if (client.cards) start();', false],
  ['return (client.cards)', false],
  ['client.cards.list()', false],
  ["import watch from 'audit';\nwatch(client.cards)", true],
  ['queue.process(job, deps.client.cards, 3)', true],
  ["const { a, watch } = require('audit');\nwatch(make(1), { cards: client.cards })", true],
])('%s hands a namespace out: %s', (text, isOut) => {
  expect(handsOut('cards')(text)).toBe(isOut);
});
