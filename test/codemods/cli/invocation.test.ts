import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { invocationOf } from '../../../codemods/cli/invocation';

/** The install command for a root with these files. */
function installIn(files: Record<string, string>): string | undefined {
  const root = mkdtempSync(join(tmpdir(), 'invocation-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  return invocationOf([], {}, root, { env: {} }).install;
}

test.each<[string, Record<string, string>, string]>([
  ['nothing', {}, 'npm install'],
  ['a lock file of pnpm', { 'pnpm-lock.yaml': '' }, 'pnpm install'],
  ['a lock file of yarn', { 'yarn.lock': '' }, 'yarn install'],
  ['a lock file of bun', { 'bun.lock': '' }, 'bun install'],
  ['an older lock file of bun', { 'bun.lockb': '' }, 'bun install'],
  ['packageManager', { 'package.json': '{"packageManager":"yarn@4.5.0"}' }, 'yarn install'],
  [
    'packageManager, whatever lock file was left behind',
    { 'package.json': '{"packageManager":"pnpm@9.1.0+sha512.aa"}', 'yarn.lock': '' },
    'pnpm install',
  ],
  [
    'packageManager npm beside a lock file of yarn',
    { 'package.json': '{"packageManager":"npm@10.8.2"}', 'yarn.lock': '' },
    'npm install',
  ],
  ['devEngines', { 'package.json': '{"devEngines":{"packageManager":{"name":"bun"}}}' }, 'bun install'],
  [
    'several of devEngines',
    { 'package.json': '{"devEngines":{"packageManager":[{"name":"pnpm"},{"name":"npm"}]}}' },
    'pnpm install',
  ],
  ['a broken package.json beside a lock file', { 'package.json': '{', 'yarn.lock': '' }, 'yarn install'],
])('%s in the repository tells how it is installed', (_, files, install) => {
  expect(installIn(files)).toBe(install);
});

test('what keeps a run from writing is repeated, as what selects is', () => {
  const flags = { rule: ['freeze-to-lock'], verify: true as const, verifyTimeout: 60 };
  expect(invocationOf(['src'], flags, tmpdir(), { env: {} }).selection).toEqual([
    'src',
    '--rule',
    'freeze-to-lock',
    '--verify',
    '--verify-timeout',
    '60',
  ]);
});
