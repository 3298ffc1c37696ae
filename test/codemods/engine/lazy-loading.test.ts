import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { treeOf } from './migrated-tree';

const cli = join(import.meta.dirname, '../../../codemods/dist/main.cjs');
const tellLoaded =
  'process.on("exit", () => process.stderr.write(Object.keys(require.cache).filter((path) => /node_modules.(typescript|jscodeshift|zod|semver)\\b/.test(path)).join(" ")))';

function loadedBy(files: Readonly<Record<string, string>>): string {
  return loadedIn(treeOf(files).root);
}

function loadedIn(root: string): string {
  const probe = `data:text/javascript,import { createRequire } from 'node:module'; const require = createRequire('${cli}'); ${encodeURIComponent(tellLoaded)}`;
  const { stderr, status } = spawnSync(
    process.execPath,
    ['--import', probe, cli, 'migrate', root, '--check', '--format', 'json'],
    {
      encoding: 'utf8',
    },
  );
  expect([0, 1]).toContain(status);
  return stderr;
}

test('a repository without the SDK loads no compiler', () => {
  expect(
    loadedBy({ 'package.json': '{}', 'a.ts': 'worker.terminate(); ctx.cards.freeze(1);\n' }),
  ).not.toContain('typescript');
});

test('a repository with a legacy call does, and loads nothing to check settings that it does not have', () => {
  const call = "import { Zentra } from '@zentra/sdk';\nnew Zentra({}).cards.freeze('c');\n";
  const loaded = loadedBy({ 'package.json': '{}', 'a.ts': call });
  expect(loaded).toContain('typescript');
  expect(loaded).not.toMatch(/zod|semver/);
});

test('the same question again does not, nor for the routes that the code calls by hand', () => {
  const { root } = treeOf({
    'package.json': '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }',
    'a.ts':
      "import { Zentra } from '@zentra/sdk';\nnew Zentra({}).cards.freeze('c');\nfetch('/v1/cards/c/freeze');\n",
  });
  expect(loadedIn(root)).toContain('typescript');
  expect(loadedIn(root)).not.toContain('typescript');
});
