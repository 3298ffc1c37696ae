import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generateTree } from '../../../bench/generate/tree';
import type { MigrateInternals } from '../../../codemods/engine/migrate';
import type { Report } from '../../../codemods/report/report';
import { type Tree, treeOf } from '../engine/migrated-tree';

const repository = join(import.meta.dirname, '../../..');
const script = join(repository, 'codemods/dist/analyse-worker.cjs');

type Threads = NonNullable<MigrateInternals['threads']>;

/** Others do all of the work, however little it is. */
const others = (options: Partial<Threads> = {}): Threads => ({
  script,
  count: 4,
  memory: 1024,
  fewest: 2,
  takesPart: false,
  ...options,
});

/** What a run finds and would write, without its times; the cache answers nothing. */
async function foundIn(tree: Tree, batchBytes: number | undefined, threads?: Threads) {
  process.env.XDG_CACHE_HOME = join(tree.root, '..', `cache-${Math.random()}`);
  const { report, changes } = await tree.migrate({ mode: 'dry-run' }, { batchBytes, threads });
  const { startedAt: _, durationMs: __, ...found } = report as Report;
  return JSON.stringify([found, changes.map(({ file, after }) => [file, after.toString('utf8')])]);
}

/** A monorepo of which half the files have legacy calls. */
function generated(files: number): Record<string, string> {
  const options = { files, seed: 7, legacyShare: 0.5, meanBytes: 900 };
  return Object.fromEntries([...generateTree(options)].map(({ file, text }) => [file, text]));
}

/** Every fixture, side by side: each in a package of its own. */
function fixtures(): Record<string, string> {
  const files: Record<string, string> = {};
  const add = (from: string, to: string) => {
    for (const name of readdirSync(from, { recursive: true, encoding: 'utf8' })) {
      const path = join(from, name);
      const isPart = /\.snapshot\.|\.sites$|(?:^|\/)(?:after|node_modules)\//.test(name);
      if (!isPart && statSync(path).isFile()) files[`${to}/${name}`] = readFileSync(path, 'utf8');
    }
  };
  add(join(repository, 'fixtures/shapes'), 'shapes');
  files['shapes/package.json'] ??= '{ "private": true, "dependencies": { "@zentra/sdk": "^1.0.0" } }';
  for (const name of readdirSync(join(repository, 'fixtures/projects')))
    add(join(repository, 'fixtures/projects', name, 'before'), `projects/${name}`);
  return files;
}

describe('one thread and several find the same and would write the same bytes', () => {
  test('in a generated repository, whatever a batch holds', async () => {
    const tree = treeOf(generated(240));
    const alone = await foundIn(tree, undefined);
    expect(JSON.parse(alone)[0].summary.rewritten).toBeGreaterThan(150);
    expect(await foundIn(tree, 16_384)).toBe(alone);
    expect(await foundIn(tree, 16_384, others())).toBe(alone);
    expect(await foundIn(tree, 16_384, others({ count: 2, takesPart: true }))).toBe(alone);
  });

  test('in all fixtures at once', async () => {
    const tree = treeOf(fixtures());
    const alone = await foundIn(tree, 65_536);
    expect(JSON.parse(alone)[0].summary.sites).toBeGreaterThan(500);
    expect(await foundIn(tree, 65_536, others({ count: 3 }))).toBe(alone);
  });
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
    const tree = treeOf(generated(40));
    const alone = await foundIn(tree, 4096);
    expect(await foundIn(tree, 4096, { ...failing(tree, text), memory: 32 })).toBe(alone);
    if (mark) expect(existsSync(join(tree.root, '..', mark))).toBe(true);
  });

  test('one whose script is not there', async () => {
    const tree = treeOf(generated(40));
    const alone = await foundIn(tree, 4096);
    expect(await foundIn(tree, 4096, others({ script: join(tree.root, 'none.cjs') }))).toBe(alone);
  });
});

test('other threads do take batches, and a small repository starts none', async () => {
  const tree = treeOf(generated(60));
  const counting = join(tree.root, '..', 'counting.cjs');
  writeFileSync(
    counting,
    `require('node:fs').appendFileSync(${JSON.stringify(`${counting}.log`)}, 'started\\n');\nrequire(${JSON.stringify(script)});\n`,
  );
  const options = { ...others({ script: counting, count: 3 }) };
  await foundIn(tree, undefined, options);
  expect(existsSync(`${counting}.log`)).toBe(false);
  await foundIn(tree, 8192, options);
  expect(readFileSync(`${counting}.log`, 'utf8')).toBe('started\nstarted\n');
});
