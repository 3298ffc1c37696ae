import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const script = join(import.meta.dirname, '../../scripts/test-tools.mjs');

/** The only folder on the PATH: a machine that has Node and nothing else. */
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zentra-tools-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string, text: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
  chmodSync(join(folder, name), 0o755);
}

function bringTools() {
  return spawnSync(process.execPath, [script], { encoding: 'utf8', env: { PATH: folder } });
}

test('where the tests lack a program and may not install it, they stop with the command to type', () => {
  program('git', '');
  const { status, stderr } = bringTools();
  expect(status).toBe(1);
  expect(stderr).toContain('The tests need chromium and redis-server.');
  expect(stderr).toContain('apt-get install -y --no-install-recommends chromium redis-server');
});

test('where everything is there, nothing is installed and nothing is said', () => {
  for (const name of ['git', 'chromium', 'redis-server']) program(name, '');
  program('apt-get', 'echo called >&2');
  expect(bringTools()).toMatchObject({ status: 0, stdout: '', stderr: '' });
});

test('root on a Debian system gets what is missing', ({ skip }) => {
  if (process.getuid?.() !== 0) skip('only root may install packages');
  program('git', '');
  symlinkSync('/bin/cp', join(folder, 'cp'));
  program(
    'apt-get',
    `[ "$1" = install ] || exit 0\nfor name in chromium redis-server; do cp "$0" "${folder}/$name"; done`,
  );
  const { status, stdout } = bringTools();
  expect(status).toBe(0);
  expect(stdout).toContain('Installing what the tests need: chromium, redis-server');
});
