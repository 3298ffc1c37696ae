import { expect, test } from 'vitest';
import { inOrder } from '../../../codemods/engine/blind-spots';
import { legacyMembersIn } from '../../../codemods/engine/left-alone';
import { zentraSdk } from '../../../codemods/zentra/sdk';
import { treeOf } from './migrated-tree';

const packageJson = '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }';

test('every legacy name of a package that uses the SDK is a site or counted as left alone, with the evidence', async () => {
  const tree = treeOf({
    'package.json': packageJson,
    'pay.js': [
      "const { Zentra } = require('@zentra/sdk');",
      'const ice = { freeze() {}, terminate() {} };',
      '// ice.freeze() and zentra.cards.freeze() do not do the same',
      'new Zentra({}).cards.freeze(1);',
      "ice.freeze(); ice['terminate']();",
    ].join('\n'),
    'worker.js': 'worker.terminate();\n',
  });
  const { report } = await tree.migrate();
  expect(report.sites.map(({ line }) => line)).toEqual([4]);
  expect(report.leftAlone).toEqual({
    names: 5,
    byEvidence: { 'no-code': 2, receiver: 2, 'no-way-to-the-sdk': 1 },
  });
});

test('of a method whose rule was not chosen nothing is said', async () => {
  const tree = treeOf({
    'package.json': packageJson,
    'pay.js':
      "const { Zentra } = require('@zentra/sdk');\nnew Zentra({}).cards.unfreeze(1);\nice.unfreeze();\n",
    'worker.js': 'worker.terminate();\n',
  });
  for (const rule of ['freeze-to-lock', 'dynamic-member']) {
    expect((await tree.migrate({ rules: [rule] })).report.leftAlone).toBeUndefined();
  }
  const { report } = await tree.migrate({ rules: ['unfreeze-to-unlock'] });
  expect(report.leftAlone).toEqual({ names: 1, byEvidence: { receiver: 1 } });
});

test('nothing is counted in a package that does not use the SDK', async () => {
  const tree = treeOf({ 'package.json': '{}', 'worker.js': 'worker.terminate();\n' });
  expect((await tree.migrate()).report.leftAlone).toBeUndefined();
});

test('the second run, which takes its findings from the cache, counts the same', async () => {
  const tree = treeOf({
    'package.json': packageJson,
    'pay.js': "require('@zentra/sdk'); worker.terminate();\n",
  });
  const first = await tree.migrate();
  expect((await tree.migrate()).report.leftAlone).toEqual(first.report.leftAlone);
  expect(first.report.leftAlone?.names).toBe(1);
});

test('a member is found by name with a dot, in brackets and over line ends; Object.freeze is none', () => {
  const text =
    "a.freeze; b?.freeze; c['unfreeze']; d\n  .terminate; Object.freeze(e); refreeze(); x.freezeAll;";
  expect(legacyMembersIn(text, zentraSdk).map(({ name }) => name)).toEqual([
    'freeze',
    'freeze',
    'unfreeze',
    'terminate',
  ]);
});

test('a blind spot that two stages report is listed once, and all of them by file and line', () => {
  const spot = (file: string, line: number) => ({ kind: 'raw-route', file, line, reason: 'r' });
  expect(inOrder([spot('b.js', 1), spot('a.js', 9), spot('a.js', 2), spot('b.js', 1)])).toEqual([
    spot('a.js', 2),
    spot('a.js', 9),
    spot('b.js', 1),
  ]);
});
