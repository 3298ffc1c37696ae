import { expect, test } from 'vitest';
import { treeOf } from './migrated-tree';

const call = "const { Zentra } = require('@zentra/sdk');\nnew Zentra({}).cards.freeze('card_1');\n";

test.each([
  ['below what is no folder', '/dev/null'],
  ['longer than any name may be', `./${'x'.repeat(300)}`],
  ['with a zero byte', './x\\0y'],
  ['out of the file system', '../../../../../../../../../../../x'],
  ['of nothing', ''],
])('an import of a path %s breaks nothing', async (_, specifier) => {
  const tree = treeOf({
    'package.json': '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }',
    'pay.js': `const other = require('${specifier}');\n${call}other.cards.terminate(1);\n`,
  });
  const { report } = await tree.migrate();
  expect(report.sites.map(({ line, status }) => `${line} ${status}`)).toContain('3 rewritten');
  expect(report.files.map(({ status }) => status)).not.toContain('failed');
});
