import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { addCompat } from '../../../../codemods/engine/dependencies/add-compat';
import { zentraSdk } from '../../../../codemods/zentra/sdk';

const trees: string[] = [];
afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true, force: true });
});

function tree(files: Record<string, string | Buffer>): string {
  const root = mkdtempSync(join(tmpdir(), 'manifest-'));
  trees.push(root);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

async function added(root: string, folders = ['']): Promise<Record<string, string>> {
  const { changes, failed } = await addCompat(root, folders, [], { sdk: zentraSdk, range: '^1.0.0' });
  expect(failed).toEqual([]);
  return Object.fromEntries(changes.map(({ file, after }) => [file, after.toString()]));
}

const sdk = (version: string) => `{"dependencies":{"@zentra/sdk":"${version}"}}`;
const both = (version: string, compat: string) =>
  `{"dependencies":{"@zentra/sdk":"${version}","zentra-compat":"${compat}"}}`;

describe('adding zentra-compat to the packages that are migrated', () => {
  it('changes their package.json files, with the bytes before and after', async () => {
    const root = tree({ 'package.json': '{}', 'packages/a/package.json': sdk('^1') });
    expect((await addCompat(root, ['packages/a'], [], { sdk: zentraSdk, range: '^1.0.0' })).changes).toEqual([
      {
        file: 'packages/a/package.json',
        before: Buffer.from(sdk('^1')),
        after: Buffer.from(both('^1', '^1.0.0')),
      },
    ]);
  });

  it('changes nothing for a package that has it, under its own name or the name of the SDK', async () => {
    const root = tree({
      'a/package.json': both('^1', '^1'),
      'b/package.json': sdk('npm:zentra-compat@^1'),
      'c/index.js': '',
    });
    expect(await added(root, ['a', 'b', 'c'])).toEqual({});
  });

  it('asks through the catalog that the SDK comes from, and adds the entry once', async () => {
    const root = tree({
      'pnpm-workspace.yaml':
        "packages:\n  - 'p/*'\ncatalog:\n  # cards\n  '@zentra/sdk': ^2.0.0 # pinned\n  zod: ^4\n",
      'p/a/package.json': sdk('catalog:'),
      'p/b/package.json': sdk('catalog:default'),
    });
    expect(await added(root, ['p/a', 'p/b'])).toEqual({
      'pnpm-workspace.yaml':
        "packages:\n  - 'p/*'\ncatalog:\n  # cards\n  '@zentra/sdk': ^2.0.0 # pinned\n  zentra-compat: ^1.0.0\n  zod: ^4\n",
      'p/a/package.json': both('catalog:', 'catalog:'),
      'p/b/package.json': both('catalog:default', 'catalog:default'),
    });
  });

  it('uses named catalogs, entries that exist, and the catalogs of yarn', async () => {
    const root = tree({
      'one/pnpm-workspace.yaml': 'catalogs:\r\n  cards:\r\n    "@zentra/sdk": ^2',
      'one/package.json': sdk('catalog:cards'),
      'two/pnpm-workspace.yaml': 'catalog:\n  "@zentra/sdk": ^2\n  zentra-compat: ^1.2.0\n',
      'two/package.json': sdk('catalog:'),
      'three/.yarnrc.yml': 'catalog:\n  "@zentra/sdk": ^2\n',
      'three/package.json': sdk('catalog:'),
    });
    expect(await added(root, ['one', 'two', 'three'])).toEqual({
      'one/pnpm-workspace.yaml':
        'catalogs:\r\n  cards:\r\n    "@zentra/sdk": ^2\r\n    zentra-compat: ^1.0.0',
      'one/package.json': both('catalog:cards', 'catalog:cards'),
      'two/package.json': both('catalog:', 'catalog:'),
      'three/.yarnrc.yml': 'catalog:\n  "@zentra/sdk": ^2\n  zentra-compat: ^1.0.0\n',
      'three/package.json': both('catalog:', 'catalog:'),
    });
  });

  it.each([
    ['is written in one line', 'catalog: { "@zentra/sdk": ^2 }\n'],
    ['is an anchor', 'x: &c\n  "@zentra/sdk": ^2\ncatalog: *c\n'],
    ['does not parse', 'catalog:\n  "@zentra/sdk": ^2\n bad: [\n'],
    ['has no entry for the SDK', 'catalog:\n  zod: ^4\n'],
    ['does not exist', 'packages: []\n'],
  ])('asks by range where the catalog %s', async (_, yaml) => {
    const root = tree({ 'pnpm-workspace.yaml': yaml, 'package.json': sdk('catalog:') });
    expect(await added(root)).toEqual({
      'package.json': both('catalog:', '^1.0.0'),
    });
  });

  it.each([
    ['is no JSON', '{"dependencies":'],
    ['is no object', '[]'],
    ['is not UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
  ])('names a package.json that %s, and changes the others', async (_, content) => {
    const root = tree({ 'bad/package.json': content, 'good/package.json': sdk('^1') });
    const { changes, failed } = await addCompat(root, ['bad', 'good'], [], {
      sdk: zentraSdk,
      range: '^1.0.0',
    });
    expect(changes.map(({ file }) => file)).toEqual(['good/package.json']);
    expect(failed).toEqual([
      {
        file: 'bad/package.json',
        status: 'failed',
        error: expect.stringContaining('zentra-compat could not be added'),
      },
    ]);
  });
});
