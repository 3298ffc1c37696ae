import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { treeOf } from '../migrated-tree';
import { foundIn, generated, others, repository } from './threads-of-test';

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

test('in all fixtures at once, one thread and several find the same and would write the same bytes', async () => {
  const tree = treeOf(fixtures());
  const alone = await foundIn(tree, 65_536);
  expect(JSON.parse(alone)[0].summary.sites).toBeGreaterThan(500);
  expect(await foundIn(tree, 65_536, others({ count: 3 }))).toBe(alone);
});

test('in a generated repository, too', async () => {
  const tree = treeOf(generated(400));
  const alone = await foundIn(tree, undefined);
  expect(await foundIn(tree, 32_768, others({ count: 4 }))).toBe(alone);
  expect(await foundIn(tree, 32_768, others({ count: 2, takesPart: true }))).toBe(alone);
});
