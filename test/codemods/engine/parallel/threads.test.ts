import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Tree, treeOf } from '../migrated-tree';
import { foundIn, generated, others, script } from './threads-of-test';

test('one thread and several find the same and would write the same bytes, whatever a batch holds', async () => {
  const tree = treeOf(generated(60));
  const alone = await foundIn(tree, undefined);
  expect(JSON.parse(alone)[0].summary.rewritten).toBeGreaterThan(40);
  expect(await foundIn(tree, 16_384)).toBe(alone);
  expect(await foundIn(tree, 16_384, others({ count: 2 }))).toBe(alone);
  expect(await foundIn(tree, 16_384, others({ count: 2, takesPart: true }))).toBe(alone);
});

describe('a thread that fails costs nothing but its time:', () => {
  const failing = (tree: Tree, text: string) => {
    const file = join(tree.root, '..', 'failing.cjs');
    writeFileSync(file, text);
    return others({ script: file, count: 2 });
  };
  const taking = `const { workerData, parentPort } = require('node:worker_threads');
const { writeFileSync } = require('node:fs');
Atomics.add(new Int32Array(workerData.next), 0, 1);
writeFileSync(__dirname + '/taken', '');
`;

  test.each([
    ['that cannot be started', 'no script at all', undefined],
    ['that throws after it took a batch', `${taking}throw new Error('boom');`, 'taken'],
    ['that ends without a word', `${taking}process.exit(3);`, 'taken'],
    [
      'that needs more memory than it may have',
      `${taking}const kept = []; for (;;) kept.push(new Array(1e5).fill(Math.random()));`,
      'taken',
    ],
  ])('one %s', async (_, text, mark) => {
    const tree = treeOf(generated(16));
    const alone = await foundIn(tree, 3000);
    expect(await foundIn(tree, 3000, { ...failing(tree, text), memory: 32 })).toBe(alone);
    if (mark) expect(existsSync(join(tree.root, '..', mark))).toBe(true);
  });

  test('one whose script is not there', async () => {
    const tree = treeOf(generated(16));
    const alone = await foundIn(tree, 3000);
    expect(await foundIn(tree, 3000, others({ script: join(tree.root, 'none.cjs') }))).toBe(alone);
  });
});

test('other threads do take batches, and a small repository starts none', async () => {
  const tree = treeOf(generated(16));
  const counting = join(tree.root, '..', 'counting.cjs');
  writeFileSync(
    counting,
    `require('node:fs').appendFileSync(${JSON.stringify(`${counting}.log`)}, 'started\\n');\nrequire(${JSON.stringify(script)});\n`,
  );
  const options = { ...others({ script: counting, count: 3 }) };
  await foundIn(tree, undefined, options);
  expect(existsSync(`${counting}.log`)).toBe(false);
  await foundIn(tree, 3000, options);
  expect(readFileSync(`${counting}.log`, 'utf8')).toBe('started\nstarted\n');
});
