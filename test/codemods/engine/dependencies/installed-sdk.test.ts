import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { aliased, isAliasFor } from '../../../../codemods/engine/dependencies/dependency-of';
import { installedSdks } from '../../../../codemods/engine/dependencies/installed-sdk';
import { satisfiesReviewed } from '../../../../codemods/engine/dependencies/reviewed';
import { zentraSdk } from '../../../../codemods/zentra/sdk';

const trees: string[] = [];
afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true, force: true });
});

function tree(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'sdk-'));
  trees.push(root);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

const asks = (version: string) => JSON.stringify({ dependencies: { '@zentra/sdk': version } });
const installed = (version: string, name = '@zentra/sdk') => JSON.stringify({ name, version });

describe('the SDK that a package runs with', () => {
  it('is the nearest installed one', async () => {
    const root = tree({
      'node_modules/@zentra/sdk/package.json': installed('2.0.0'),
      'packages/a/node_modules/@zentra/sdk/package.json': installed('3.1.0'),
      'packages/a/package.json': asks('^1'),
      'packages/b/package.json': asks('^1'),
    });
    expect(await installedSdks(root, zentraSdk)('packages/a')).toEqual({
      kind: 'version',
      version: '3.1.0',
      from: 'packages/a/node_modules/@zentra/sdk/package.json',
    });
    expect(await installedSdks(root, zentraSdk)('packages/b')).toMatchObject({ version: '2.0.0' });
  });

  it('is found above the root, up to the top of the repository', async () => {
    const top = tree({
      '.git/HEAD': '',
      'node_modules/@zentra/sdk/package.json': installed('2.0.0'),
      'packages/a/package.json': asks('^1'),
    });
    expect(await installedSdks(join(top, 'packages/a'), zentraSdk)('')).toMatchObject({
      version: '2.0.0',
      from: '../../node_modules/@zentra/sdk/package.json',
    });
  });

  it.each<[string, string, string]>([
    [
      'package-lock.json',
      '',
      JSON.stringify({
        lockfileVersion: 3,
        packages: {
          'node_modules/@zentra/sdk': { version: '2.3.4' },
          'node_modules/x/node_modules/@zentra/sdk': { version: '9.0.0' },
        },
      }),
    ],
    [
      'package-lock.json of a workspace',
      'packages/a',
      JSON.stringify({
        packages: {
          'node_modules/@zentra/sdk': { version: '9.0.0' },
          'packages/a/node_modules/@zentra/sdk': { version: '2.3.4' },
        },
      }),
    ],
    [
      'package-lock.json, version 1',
      '',
      JSON.stringify({ dependencies: { '@zentra/sdk': { version: '2.3.4' } } }),
    ],
    [
      'yarn.lock, classic',
      '',
      '# yarn lockfile v1\n\n"@zentra/sdk@^2.0.0", "@zentra/sdk@^2.3.0":\n  version "2.3.4"\n  resolved "https://example.test"\n\n"@zentra/sdk@^9":\n  version "9.0.0"\n',
    ],
    [
      'yarn.lock, berry',
      '',
      '__metadata:\n  version: 8\n\n"@zentra/sdk@npm:^2.0.0":\n  version: 2.3.4\n  resolution: "@zentra/sdk@npm:2.3.4"\n',
    ],
    [
      'pnpm-lock.yaml',
      'packages/a',
      "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies: {}\n  packages/a:\n    dependencies:\n      '@zentra/sdk':\n        specifier: ^2.0.0\n        version: 2.3.4(undici@7.0.0)\n",
    ],
    [
      'pnpm-lock.yaml, version 5',
      '',
      "lockfileVersion: 5.4\ndependencies:\n  '@zentra/sdk': 2.3.4_undici@7.0.0\n",
    ],
    [
      'bun.lock',
      '',
      '{\n  "packages": {\n    "@zentra/sdk": ["@zentra/sdk@2.3.4", "", {}, "sha512-x"],\n  }\n}\n',
    ],
  ])('is the one locked in a %s', async (name, folder, text) => {
    const file = name.replace(/[, ].*/, '');
    const root = tree({ [file]: text, [join(folder, 'package.json')]: asks('^2.0.0') });
    expect(await installedSdks(root, zentraSdk)(folder)).toEqual({
      kind: 'version',
      version: '2.3.4',
      from: file,
    });
  });

  it('is what the package.json asks for where nothing is installed or locked', async () => {
    const root = tree({
      'package.json': asks('^4.2.0'),
      'sub/package.json': '{}',
      'alias/package.json': asks('npm:@zentra/sdk@~5.1.0'),
      'catalog/package.json': asks('catalog:cards'),
      'pnpm-workspace.yaml': 'catalogs:\n  cards:\n    "@zentra/sdk": ">=6 <7"\n',
    });
    expect(await installedSdks(root, zentraSdk)('')).toEqual({
      kind: 'range',
      range: '^4.2.0',
      from: 'package.json',
    });
    expect(await installedSdks(root, zentraSdk)('sub')).toMatchObject({
      kind: 'range',
      from: 'package.json',
    });
    expect(await installedSdks(root, zentraSdk)('alias')).toMatchObject({ range: '~5.1.0' });
    expect(await installedSdks(root, zentraSdk)('catalog')).toMatchObject({ range: '>=6 <7' });
  });

  it.each(['latest', '*', 'workspace:*', 'file:../sdk', 'github:zentra/sdk', 'catalog:gone'])(
    'is unknown where the package.json asks for %s',
    async (version) => {
      expect(await installedSdks(tree({ 'package.json': asks(version) }), zentraSdk)('')).toEqual({
        kind: 'unknown',
      });
    },
  );

  it('is unknown where the files that would tell are broken', async () => {
    const root = tree({
      'package.json': '{',
      'package-lock.json': '{',
      'pnpm-lock.yaml': 'importers: [',
      'node_modules/@zentra/sdk/package.json': installed('newest'),
    });
    expect(await installedSdks(root, zentraSdk)('')).toEqual({ kind: 'unknown' });
  });

  it('is zentra-compat itself where an alias says so', async () => {
    expect(
      (await installedSdks(tree({ 'package.json': asks('npm:zentra-compat@^1') }), zentraSdk)('')).kind,
    ).toBe('compat');
    const root = tree({ 'node_modules/@zentra/sdk/package.json': installed('1.0.0', 'zentra-compat') });
    expect((await installedSdks(root, zentraSdk)('')).kind).toBe('compat');
  });
});

describe('whether the SDK has the reviewed methods', () => {
  const version = (text: string) => ({ kind: 'version', version: text, from: '' }) as const;
  const range = (text: string) => ({ kind: 'range', range: text, from: '' }) as const;

  it.each([
    [version('5.0.0'), '>=5', true],
    [version('5.1.0-beta.1'), '>=5', true],
    [version('5.0.0-beta.1'), '>=5.0.0', false],
    [version('4.9.9'), '>=5', false],
    [range('^5.2.0'), '>=5', true],
    [range('>=4'), '>=5', false],
    [range('1 of them'), '*', false],
    [range('^4 || ^5'), '>=5', false],
    [{ kind: 'unknown' } as const, '*', false],
    [{ kind: 'compat', from: '' } as const, '*', false],
    [version('5.0.0'), undefined, false],
  ])('knows it of %o and %s', (sdk, reviewed, expected) => {
    expect(satisfiesReviewed(sdk, reviewed)).toBe(expected);
  });
});

describe('npm aliases', () => {
  it('name a package and a range', () => {
    expect(aliased('npm:zentra-compat@^1.2.0')).toEqual({ name: 'zentra-compat', range: '^1.2.0' });
    expect(aliased('npm:@zentra/sdk')).toEqual({ name: '@zentra/sdk', range: '*' });
    expect(aliased('^1.2.0')).toBeUndefined();
  });

  it('are found in every section of a package.json', () => {
    const manifest = { devDependencies: { '@zentra/sdk': 'npm:zentra-compat@1' } };
    expect(isAliasFor(manifest, '@zentra/sdk', 'zentra-compat')).toBe(true);
    expect(isAliasFor({ dependencies: { '@zentra/sdk': '1' } }, '@zentra/sdk', 'zentra-compat')).toBe(false);
  });
});
