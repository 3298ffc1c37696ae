import { expect, test } from 'vitest';
import { treeOf } from './migrated-tree';

const packageJson = '{ "private": true, "dependencies": { "@zentra/sdk": "^1.0.0" } }';
const client = "const { Zentra } = require('@zentra/sdk');\nconst zentra = new Zentra({});\n";

async function sitesOf(...lines: string[]) {
  const tree = treeOf({ 'package.json': packageJson, 'pay.js': client + lines.join('\n') });
  const { report } = await tree.migrate();
  return report.sites.map(({ line, calls }) => ({ line, calls }));
}

test('a key that stands below its call says where the call is, as a stack trace does', async () => {
  expect(
    await sitesOf('zentra', '  .cards.fund(', "  'c',", '  { amount_minor: 1, reference },', ');'),
  ).toEqual([{ line: 6, calls: [{ line: 4, column: 10 }] }]);
});

test('a body that several calls send names each of them', async () => {
  const sites = await sitesOf(
    "const body = { amount_minor: 1, reference: 'r' };",
    "zentra.cards.fund('a', body);",
    "zentra.cards.fund('b', body);",
  );
  expect(sites).toEqual([
    {
      line: 3,
      calls: [
        { line: 4, column: 14 },
        { line: 5, column: 14 },
      ],
    },
  ]);
});

test('what stands on the line of its call has no other', async () => {
  expect(await sitesOf("zentra.cards.fund('a', { reference: 'r' });", "zentra.cards.freeze('a');")).toEqual([
    { line: 3, calls: undefined },
    { line: 4, calls: undefined },
  ]);
});
