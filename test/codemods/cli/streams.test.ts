import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { treeOf } from '../engine/migrated-tree';

const cli = join(import.meta.dirname, '../../../codemods/dist/main.cjs');
const sources = {
  'package.json': '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }',
  'a.ts': "import { Zentra } from '@zentra/sdk';\nnew Zentra({}).cards.freeze('c');\n",
};

/** Runs the built command in a shell, in a tree of its own. */
function inShell(command: string, files: Readonly<Record<string, string>> = sources) {
  const tree = treeOf(files);
  const script = command.replace('zentra-codemods', `"${process.execPath}" "${cli}"`);
  const { status, stderr } = spawnSync('bash', ['-c', script], { cwd: tree.root, encoding: 'utf8' });
  return { status, stderr, tree };
}

describe('what goes out', () => {
  it('may be cut off: a run whose messages nobody reads is done all the same', () => {
    const { status, tree } = inShell('set -o pipefail; zentra-codemods migrate 2>&1 | head -c 1 > /dev/null');
    expect(status).toBe(0);
    expect(tree.read('a.ts')).toContain('.lock(');
  });

  it('may have nobody who hears of its progress', () => {
    expect(inShell('zentra-codemods migrate 2>&-').status).toBe(0);
  });

  it('is exit 3, in one line, where it cannot be written', () => {
    const { status, stderr } = inShell('zentra-codemods migrate --dry-run > /dev/full');
    expect(status).toBe(3);
    expect(stderr).toContain('error: the output could not be written (ENOSPC)');
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('is no failure where only its progress cannot be written', () => {
    expect(inShell('zentra-codemods migrate --dry-run 2> /dev/full').status).toBe(0);
  });
});

it('a pipe that nobody writes to holds up no run, whatever file it is called like', () => {
  const tree = treeOf(sources);
  for (const name of ['package-lock.json', 'yarn.lock', 'tsconfig.json', 'b.ts']) {
    execFileSync('mkfifo', [join(tree.root, name)]);
  }
  const { status } = spawnSync(process.execPath, [cli, 'migrate'], { cwd: tree.root, timeout: 30_000 });
  expect(status).toBe(0);
  expect(tree.read('a.ts')).toContain('.lock(');
});
