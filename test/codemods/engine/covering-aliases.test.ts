import { describe, expect, test } from 'vitest';
import { treeOf } from './migrated-tree';

const packageJson = '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }';
const source = "import { Zentra } from '@zentra/sdk';\nnew Zentra({}).cards.freeze(1);\n";
const fake = 'export class Zentra { cards = { freeze() {} } }\n';

describe('an alias that takes in the SDK and is not switched keeps the imports of its package, and is a blind spot', () => {
  test.each([
    [
      'a scope in a mapper',
      'jest.config.js',
      "module.exports = { moduleNameMapper: { '^@zentra/(.*)$': '<rootDir>/src/$1' } };",
    ],
    [
      'a scope in a package.json',
      'package.json',
      `{ "jest": { "moduleNameMapper": { "^@zentra/(.*)$": "<rootDir>/src/$1" } }, ${packageJson.slice(1)}`,
    ],
    [
      'a mapper in JSON',
      'jest.config.json',
      '{ "moduleNameMapper": { "^@zentra/sdk$": "<rootDir>/src/sdk.js" } }',
    ],
    [
      'a pattern of vite',
      'vite.config.ts',
      "export default { resolve: { alias: [{ find: /^@zentra\\/(.*)$/, replacement: '/src/$1' }] } };",
    ],
    ['a scope of vite', 'vite.config.ts', "export default { resolve: { alias: { '@zentra': '/src' } } };"],
    [
      'babel in JSON',
      '.babelrc',
      '{ "plugins": [["module-resolver", { "alias": { "@zentra/sdk": "./src/sdk.js" } }]] }',
    ],
    [
      'aliases of modules',
      'package.json',
      `{ "_moduleAliases": { "@zentra/sdk": "src/sdk.js" }, ${packageJson.slice(1)}`,
    ],
    [
      'paths of a tsconfig',
      'tsconfig.json',
      '{ "compilerOptions": { "paths": { "@zentra/sdk": ["./src/sdk.js"] } } }',
    ],
  ])('%s', async (_, file, text) => {
    const tree = treeOf({ 'package.json': packageJson, 'src/sdk.js': fake, 'a.ts': source, [file]: text });
    const { report } = await tree.migrate({ mode: 'write' });
    expect(report.blindSpots).toMatchObject([{ kind: 'module-by-name', file }]);
    expect(tree.read('a.ts')).toContain("from '@zentra/sdk'");
    expect(report.summary).toMatchObject({ rewritten: 0, review: 1 });
  });
});

test.each([
  [
    'one that leads there, too',
    'jest.config.js',
    "module.exports = { moduleNameMapper: { '^(@zentra/sdk|zentra-compat)$': '<rootDir>/f.js' } };",
  ],
  [
    'one for types alone',
    'tsconfig.json',
    '{ "compilerOptions": { "paths": { "@zentra/sdk": ["./types/sdk.d.ts"] } } }',
  ],
  [
    'one of another scope',
    'vite.config.ts',
    "export default { resolve: { alias: { '@zen': '/src', '@': '/src' } } };",
  ],
])('%s keeps nothing', async (_, file, text) => {
  const tree = treeOf({
    'package.json': packageJson,
    'types/sdk.d.ts': 'export class Zentra {}\n',
    'a.ts': source,
    [file]: text,
  });
  const { report } = await tree.migrate({ mode: 'write' });
  expect(report.blindSpots).toBeUndefined();
  expect(tree.read('a.ts')).toContain("from 'zentra-compat'");
});

test('an external of a bundler is loaded by the name that it has after the run', async () => {
  const config = (module: string) =>
    `module.exports = { externals: { '${module}': 'commonjs ${module}' }, resolve: { alias: { x: 'y' } } };\n`;
  const tree = treeOf({
    'package.json': packageJson,
    'a.ts': source,
    'webpack.config.js': config('@zentra/sdk'),
  });
  await tree.migrate({ mode: 'write' });
  expect(tree.read('webpack.config.js')).toBe(config('zentra-compat'));
});

test('an alias into the SDK itself replaces nothing, and stays', async () => {
  const config =
    "export default { resolve: { alias: { '@zentra/sdk': '/node_modules/@zentra/sdk/dist/index.mjs' } } };\n";
  const tree = treeOf({ 'package.json': packageJson, 'a.ts': source, 'vite.config.ts': config });
  const { report } = await tree.migrate({ mode: 'write' });
  expect([tree.read('vite.config.ts'), report.blindSpots]).toEqual([config, undefined]);
  expect(tree.read('a.ts')).toContain('.cards.lock(1)');
});

test('the imports of Deno are named where they do not know the replacement', async () => {
  const map = '{ "imports": { "@zentra/sdk": "npm:@zentra/sdk@^1" } }\n';
  const tree = treeOf({ 'deno.json': map, 'a.ts': source });
  const { report } = await tree.migrate({ mode: 'write' });
  expect(report.blindSpots).toMatchObject([{ kind: 'missing-dependency', file: 'deno.json' }]);
  expect(report.blindSpots?.[0]?.reason).toContain('npm:zentra-compat@');
  expect(report.summary.rewritten).toBe(1);
});

test.each([
  ['a package.json', { 'package.json': '{ "dependencies": { "pay": "npm:@zentra/sdk@^1" } }' }],
  ['the imports of Deno', { 'deno.json': '{ "imports": { "pay": "npm:@zentra/sdk@^1" } }' }],
])('a package that knows the SDK only by another name, out of %s, uses it all the same', async (_, files) => {
  const tree = treeOf({ ...files, 'a.ts': source.replace('@zentra/sdk', 'pay') });
  const { report } = await tree.migrate();
  expect(report.sites.map(({ file, status }) => `${file} ${status}`)).toEqual(['a.ts review']);
});
