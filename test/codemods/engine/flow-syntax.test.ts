import { expect, test } from 'vitest';
import { treeOf } from './migrated-tree';

const head =
  "import { Zentra } from '@zentra/sdk';\nconst client = new Zentra({});\nclient.cards.freeze('c');\n";

test.each([
  ['with its pragma', `// @flow\n${head}const f = (x) => ((x: any): string);\n`],
  ['by an exact object', `${head}type Card = {| id: string |};\n`],
  ['by an opaque type', `${head}opaque type Id = string;\n`],
])("Flow's syntax is said to be unsupported, %s", async (_, text) => {
  const tree = treeOf({ 'package.json': '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }', 'a.js': text });
  const { report } = await tree.migrate();
  expect(report.files).toMatchObject([{ file: 'a.js', status: 'failed' }]);
  expect(report.files[0]?.error).toMatch(
    /^does not parse: \d+:\d+ .*Flow's syntax is not supported: strip its types/,
  );
});

test('an error in other JavaScript says nothing of Flow', async () => {
  const tree = treeOf({
    'package.json': '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }',
    'a.js': `${head}let x = ;\n`,
  });
  const { report } = await tree.migrate();
  expect(report.files[0]?.error).not.toContain('Flow');
});
