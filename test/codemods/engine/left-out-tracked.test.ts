import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Tree, treeOf } from './migrated-tree';

const packageJson = '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }';
const source = "const { Zentra } = require('@zentra/sdk');\nnew Zentra({}).cards.freeze(1);\n";

function git(tree: Tree, folder: string, ...args: string[]): void {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@b.c', '-c', 'init.defaultBranch=main'];
  const { status, stderr } = spawnSync('git', [...identity, ...args], {
    cwd: join(tree.root, folder),
    encoding: 'utf8',
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
  });
  if (status !== 0) throw new Error(stderr);
}

function repositoryOf(files: Readonly<Record<string, string>>): Tree {
  const tree = treeOf({ 'package.json': packageJson, ...files });
  git(tree, '.', 'init', '-q');
  git(tree, '.', 'add', '-f', '.');
  return tree;
}

const spotsOf = async (tree: Tree, options: Parameters<Tree['migrate']>[0] = {}) =>
  ((await tree.migrate(options)).report.blindSpots ?? []).map(({ kind, file }) => `${kind} ${file}`);

test('committed output that names the SDK is one blind spot for each folder; node_modules and others are none', async () => {
  const tree = repositoryOf({
    'a.js': source,
    'web/dist/a.js': source,
    'web/dist/deep/build/b.js': source,
    'vendor/c.js': source,
    'out/d.js': 'ice.freeze();\n',
    'node_modules/x/index.js': source,
    'web/dist/node_modules/x/index.js': source,
  });
  expect(await spotsOf(tree)).toEqual(['unread-file vendor', 'unread-file web/dist']);
  expect((await tree.migrate()).report.blindSpots?.[1]?.reason).toContain('web/dist/a.js and 1 more');
});

test('a committed file that is ignored, or minified by its name, is one; one that is only ignored is none', async () => {
  const tree = repositoryOf({
    '.gitignore': 'local/\n',
    'a.js': source,
    'local/b.js': source,
    'c.min.js': source,
  });
  tree.write({ 'local/private.js': source });
  expect(await spotsOf(tree)).toEqual(['unread-file c.min.js', 'unread-file local/b.js']);
});

test('what a selection does not take is not spoken of, and what it names is read', async () => {
  const tree = repositoryOf({ 'src/a.js': source, 'src/dist/b.js': source, 'web/dist/c.js': source });
  expect(await spotsOf(tree, { paths: ['src'] })).toEqual(['unread-file src/dist']);
  expect(await spotsOf(tree, { exclude: ['web'] })).toEqual(['unread-file src/dist']);
  expect(await spotsOf(tree, { paths: ['src', 'src/dist'] })).toEqual([]);
});

test('a submodule that uses the SDK is said, and left alone unless it is named', async () => {
  const tree = treeOf({
    'package.json': packageJson,
    'a.js': source,
    'inner/b.js': source,
    'plain/c.js': 'ice.freeze();\n',
  });
  for (const folder of ['inner', 'plain', '.']) git(tree, folder, 'init', '-q');
  expect(await spotsOf(tree, { mode: 'write' })).toEqual(['submodule inner']);
  expect(tree.read('inner/b.js')).toBe(source);
  expect(await spotsOf(tree, { mode: 'write', paths: ['inner'] })).toEqual([]);
  expect(tree.read('inner/b.js')).toContain('lock');
});
