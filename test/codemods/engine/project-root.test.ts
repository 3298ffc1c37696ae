import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { migrate } from '../../../codemods/api/migrate';
import { locateRoot } from '../../../codemods/engine/root/locate-root';
import { projectRoot } from '../../../codemods/engine/root/project-root';

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A folder of these files, in a git tree or outside of any. */
function tree(files: Readonly<Record<string, string>>, { git = true } = {}): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'root-')));
  made.push(root);
  if (git) mkdirSync(join(root, '.git'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

const workspaces = (...globs: string[]) => JSON.stringify({ workspaces: globs });

describe('the root of a project', () => {
  it('is the nearest folder above with a package.json', async () => {
    const root = tree({ 'package.json': '{}', 'app/package.json': '{}', 'app/src/deep/a.js': '' });
    expect(await projectRoot(join(root, 'app/src/deep'))).toBe(join(root, 'app'));
    expect(await projectRoot(join(root, 'app'))).toBe(join(root, 'app'));
  });

  it('is the folder itself where none above has one, and the search ends at the top of the git tree', async () => {
    const outer = tree({ 'package.json': '{}', 'repo/src/a.js': '' });
    mkdirSync(join(outer, 'repo/.git'));
    expect(await projectRoot(join(outer, 'repo/src'))).toBe(join(outer, 'repo/src'));
  });

  it('is that of the workspaces without a git tree, too, and only where they say so', async () => {
    const member = { 'packages/a/package.json': '{}', 'packages/a/src/a.js': '' };
    const root = tree({ ...member, 'package.json': workspaces('packages/*') }, { git: false });
    expect(await projectRoot(join(root, 'packages/a'))).toBe(root);
    expect(await projectRoot(join(root, 'packages/a/src'))).toBe(root);
    const other = tree({ ...member, 'package.json': workspaces('libs/*') }, { git: false });
    expect(await projectRoot(join(other, 'packages/a'))).toBe(join(other, 'packages/a'));
  });

  it('is not said by a folder that others may write to, where no git tree vouches for it', async () => {
    const files = { 'package.json': workspaces('**'), 'packages/a/package.json': '{}' };
    const root = tree(files, { git: false });
    chmodSync(root, 0o777);
    expect(await projectRoot(join(root, 'packages/a'))).toBe(join(root, 'packages/a'));
  });

  it('is the folder itself where there is no git tree and no workspace: nothing bounds the search', async () => {
    const root = tree({ 'package.json': '{}', 'src/a.js': '' }, { git: false });
    expect(await projectRoot(join(root, 'src'))).toBe(join(root, 'src'));
  });

  it.each<[string, Record<string, string>]>([
    ['npm, yarn and bun', { 'package.json': workspaces('packages/*') }],
    [
      'yarn, with options',
      { 'package.json': JSON.stringify({ workspaces: { packages: ['./packages/*/'] } }) },
    ],
    ['pnpm', { 'package.json': '{}', 'pnpm-workspace.yaml': "packages:\n  - 'packages/**'\n" }],
    ['pnpm, without a package.json of its own', { 'pnpm-workspace.yaml': 'packages: [packages/*]\n' }],
  ])('is that of the workspaces whose member it is: %s', async (_, files) => {
    const root = tree({ ...files, 'packages/a/package.json': '{}', 'packages/a/src/a.js': '' });
    expect(await projectRoot(join(root, 'packages/a/src'))).toBe(root);
    expect(await projectRoot(join(root, 'packages/a'))).toBe(root);
  });

  it('is its own where the workspaces above do not take it', async () => {
    const root = tree({
      'package.json': workspaces('packages/*', '!packages/old'),
      'examples/a/package.json': '{}',
      'packages/old/package.json': '{}',
      'packages/a/fixture/package.json': '{}',
    });
    for (const folder of ['examples/a', 'packages/old', 'packages/a/fixture'])
      expect(await projectRoot(join(root, folder))).toBe(join(root, folder));
  });

  it('minds no workspaces that cannot be read', async () => {
    const root = tree({
      'package.json': '{"workspaces": 7',
      'pnpm-workspace.yaml': 'packages: [',
      'packages/a/package.json': '{}',
    });
    expect(await projectRoot(join(root, 'packages/a'))).toBe(join(root, 'packages/a'));
  });
});

describe('the configuration of a member', () => {
  it('holds for what is below it, and the root is that of its workspaces', async () => {
    const root = tree({
      'package.json': workspaces('packages/*'),
      'packages/a/package.json': '{}',
      'packages/a/zentra-codemods.config.json': '{}',
      'packages/a/src/a.js': '',
      'packages/b/package.json': '{}',
    });
    const at = async (cwd: string) => (await locateRoot([], join(root, cwd))).configured;
    expect(await at('packages/a')).toBe('packages/a');
    expect(await at('packages/a/src')).toBe('packages/a');
    expect(await at('packages/b')).toBeUndefined();
    expect(await at('.')).toBeUndefined();
    expect((await locateRoot([], join(root, 'packages/a'))).root).toBe(root);
  });

  it('does not hide the clients of its siblings, and its globs go by the member', async () => {
    const root = tree({
      'package.json': workspaces('packages/*'),
      'packages/clients/package.json':
        '{ "name": "@acme/clients", "dependencies": { "@zentra/sdk": "^1.0.0" } }',
      'packages/clients/index.js': "exports.zentra = new (require('@zentra/sdk').Zentra)({});\n",
      'packages/a/package.json': '{ "name": "a", "dependencies": { "@acme/clients": "*" } }',
      'packages/a/zentra-codemods.config.json': '{ "exclude": ["old/**", "*.gen.js"] }',
      'packages/a/a.js': "exports.a = require('@acme/clients').zentra.cards.freeze('c');\n",
      'packages/a/old/a.js': "exports.a = require('@acme/clients').zentra.cards.freeze('c');\n",
      'packages/a/lib/a.gen.js': "exports.a = require('@acme/clients').zentra.cards.freeze('c');\n",
    });
    const { report } = await migrate({ root: join(root, 'packages/a'), mode: 'check' });
    expect(report.sites).toMatchObject([{ file: 'packages/a/a.js', status: 'review' }]);
  });
});

describe('what was named', () => {
  it('is the selection, relative to the root', async () => {
    const root = tree({ 'package.json': '{}', 'src/a.js': '', 'src/b/c.js': '', 'lib/d.js': '' });
    const at = (cwd: string, ...given: string[]) => locateRoot(given, join(root, cwd));
    expect(await at('.')).toEqual({ root, paths: [] });
    expect(await at('.', 'src')).toEqual({ root, paths: ['src'] });
    expect(await at('src')).toEqual({ root, paths: ['src'] });
    expect(await at('src', 'a.js', 'b/*.js')).toEqual({ root, paths: ['src/a.js', 'src/b/*.js'] });
    expect(await at('src', '../lib', 'b')).toEqual({ root, paths: ['lib', 'src/b'] });
  });
});
