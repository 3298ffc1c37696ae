import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Tree, treeOf } from '../migrated-tree';
import { foundIn, generated, generatedUntyped, others, script } from './threads-of-test';

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

/** Worker threads that leave a line in a file when they start. */
function counted(tree: Tree, count: number) {
  const counting = join(tree.root, '..', 'counting.cjs');
  const log = `${counting}.log`;
  writeFileSync(
    counting,
    `require('node:fs').appendFileSync(${JSON.stringify(log)}, 'started\\n');\nrequire(${JSON.stringify(script)});\n`,
  );
  const started = () => (existsSync(log) ? readFileSync(log, 'utf8').split('\n').length - 1 : 0);
  return { threads: others({ script: counting, count }), started };
}

test('other threads do take batches, and a small repository starts none', async () => {
  const tree = treeOf(generated(16));
  const { threads, started } = counted(tree, 3);
  await foundIn(tree, undefined, threads);
  expect(started()).toBe(0);
  await foundIn(tree, 3000, threads);
  expect(started()).toBe(2);
});

const importing = (files: number): Record<string, string> => ({
  'package.json': JSON.stringify({ name: 'shop', private: true, dependencies: { '@zentra/sdk': '^1.0.0' } }),
  ...Object.fromEntries(
    Array.from({ length: files }, (_, index) => [
      `src/job-${index}.js`,
      "const { Zentra } = require('@zentra/sdk');\nmodule.exports = (id) => new Zentra(process.env.KEY).cards.freeze(id);\n".padEnd(
        250,
      ),
    ]),
  ),
});

describe('without a number of batches to start from, two batches', () => {
  test.each([
    ['of files that import the SDK start no thread', importing(20), 3_000, 0],
    ['of files that get their client as a value start one', generatedUntyped(20), 30_000, 1],
  ])('%s', async (_, files, batchBytes, expected) => {
    const tree = treeOf(files);
    const { threads, started } = counted(tree, 2);
    const options = { ...threads, takesPart: true };
    const alone = await foundIn(tree, batchBytes);
    expect(await foundIn(tree, batchBytes, { ...options, fewest: undefined })).toBe(alone);
    expect(started()).toBe(expected);
    await foundIn(tree, batchBytes, { ...options, fewest: 3 });
    expect(started()).toBe(expected);
    await foundIn(tree, batchBytes, { ...options, fewest: 2 });
    expect(started()).toBe(expected + 1);
  });
});
