import { describe, expect, test } from 'vitest';
import { CONFIGURATION_FILE } from '../../../codemods/resolve/aliases/configured-aliases';
import { createModules, type Target } from '../../../codemods/resolve/modules';
import { zentraSdk } from '../../../codemods/zentra/sdk';

/** Where an import of `src/app.ts` leads, in a repository of these files. */
function resolveIn(files: Record<string, string>, specifier: string, from = 'src/app.ts'): string {
  const paths = new Map(Object.entries(files).map(([file, text]) => [`/shop/${file}`, text]));
  const named = [...paths]
    .filter(([path]) => path.endsWith('/package.json'))
    .flatMap(([path, text]): [string, string][] => {
      const { name } = JSON.parse(text) as { name?: string };
      return name ? [[name, path.slice(0, -'/package.json'.length)]] : [];
    });
  const modules = createModules({
    sdk: zentraSdk,
    files: { exists: (path) => paths.has(path), read: (path) => paths.get(path) },
    base: '/shop',
    packages: new Map(named),
    configurations: [...paths.keys()].filter((path) => CONFIGURATION_FILE.test(path)),
  });
  return shown(modules.resolve(specifier, `/shop/${from}`));
}

const shown = (target: Target): string =>
  target.kind === 'file' ? target.path.replace('/shop/', '') : target.kind;

const packageJson = '{ "dependencies": { "@zentra/sdk": "^1.0.0", "express": "^4.0.0" } }';
const client = 'src/services/zentra.js';

describe('aliases that a configuration says by literals', () => {
  const configurations: Record<string, [file: string, text: string]> = {
    'vite, from the root of the project': [
      'vite.config.js',
      "export default { resolve: { alias: { '@': '/src' } } };",
    ],
    'vite, with path.resolve': [
      'vite.config.ts',
      "import path from 'node:path';\nexport default defineConfig({ resolve: { alias: { '@': path.resolve(__dirname, './src') } } });",
    ],
    'vite, with a URL': [
      'vite.config.mts',
      "export default defineConfig(() => ({ resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } } }));",
    ],
    'vite, as a list with a regular expression': [
      'vite.config.js',
      "export default { resolve: { alias: [{ find: /^@\\//, replacement: resolve(import.meta.dirname, 'src') }] } };",
    ],
    'a constant and a function of its own': [
      'webpack.config.js',
      "const at = (p) => path.join(__dirname, p);\nconst alias = { '@': at('src') };\nmodule.exports = { resolve: { alias } };",
    ],
    'webpack in a folder of its own': [
      'config/webpack.common.js',
      "module.exports = { resolve: { alias: { '@': path.resolve(__dirname, '../src') } } };",
    ],
    'an assignment, as Next has it': [
      'next.config.js',
      "module.exports = { webpack(config) { config.resolve.alias['@'] = path.join(__dirname, 'src'); return config; } };",
    ],
    'webpack-chain, as Vue CLI has it': [
      'vue.config.js',
      "module.exports = { chainWebpack: (c) => { c.resolve.alias.set('x', 'y').set('@', resolve('src')); } };",
    ],
    'babel module-resolver': [
      '.babelrc',
      '{ "plugins": [["module-resolver", { "alias": { "@": "./src" } }]] }',
    ],
    jest: ['jest.config.js', "module.exports = { moduleNameMapper: { '^@/(.*)$': '<rootDir>/src/$1' } };"],
    'jest in package.json': [
      'package.json',
      JSON.stringify({ jest: { moduleNameMapper: { '^@/(.*)$': '<rootDir>/src/$1' } } }),
    ],
    'module-alias': ['package.json', '{ "_moduleAliases": { "@": "src" } }'],
    nuxt: ['nuxt.config.ts', "export default defineNuxtConfig({ alias: { '@': './src' } });"],
    tsconfig: ['tsconfig.json', '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }'],
    jsconfig: ['jsconfig.json', '{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["src/*"] } } }'],
    'an import map of Deno': ['deno.json', '{ "imports": { "@/": "./src/" } }'],
  };
  test.each(Object.entries(configurations))('%s', (_, [file, text]) => {
    // Two more files of that name, so that no convention decides.
    const files = { 'package.json': packageJson, [client]: '', 'app/services/zentra.js': '', [file]: text };
    expect(resolveIn(files, '@/services/zentra')).toBe(client);
  });

  test('an alias that stands for the SDK', () => {
    const alias = "export default { resolve: { alias: { payments: '@zentra/sdk' } } };";
    expect(resolveIn({ 'package.json': packageJson, 'vite.config.js': alias }, 'payments')).toBe('sdk');
  });

  test('folders beside node_modules: resolve.modules, NODE_PATH, modulePaths', () => {
    const files = { [client]: '', 'package.json': packageJson };
    const modules =
      "module.exports = { resolve: { modules: ['node_modules', path.resolve(__dirname, 'src')] } };";
    expect(resolveIn({ ...files, 'webpack.config.js': modules }, 'services/zentra')).toBe(client);
    const scripts = '{ "scripts": { "start": "NODE_PATH=src:lib node src/app.js" } }';
    expect(resolveIn({ ...files, 'package.json': scripts }, 'services/zentra')).toBe(client);
    const jest = "module.exports = { modulePaths: ['<rootDir>/src'] };";
    expect(resolveIn({ ...files, 'jest.config.js': jest }, 'services/zentra')).toBe(client);
    expect(resolveIn(files, 'services/zentra')).toBe('missing');
  });

  test('what a configuration computes is not known, and nothing of it is run', () => {
    const throwing =
      "throw new Error('run');\nexport default { resolve: { alias: { '@': process.env.SRC } } };";
    const files = { 'package.json': packageJson, 'vite.config.js': throwing, 'lib/zentra.js': '' };
    expect(resolveIn(files, '@/zentra')).toBe('missing');
  });

  test('a regular expression that could run for ever is not run', () => {
    const jest = "module.exports = { moduleNameMapper: { '^(a+)+$': '<rootDir>/src/$1' } };";
    const files = { 'package.json': packageJson, 'jest.config.js': jest };
    expect(resolveIn(files, `${'a'.repeat(64)}!`)).toBe('missing');
  });
});

describe('what conventions leave to exactly one file', () => {
  test('$lib of SvelteKit, whose generated tsconfig is not in a fresh clone', () => {
    const files = {
      'package.json': packageJson,
      'tsconfig.json': '{ "extends": "./.svelte-kit/tsconfig.json" }',
      'svelte.config.js': "export default { kit: { alias: { $server: 'src/server' } } };",
      'src/lib/server/zentra.ts': '',
      'src/server/zentra.ts': '',
    };
    expect(resolveIn(files, '$lib/server/zentra')).toBe('src/lib/server/zentra.ts');
    expect(resolveIn(files, '$server/zentra')).toBe('src/server/zentra.ts');
    const moved = {
      ...files,
      'svelte.config.js': "export default { kit: { files: { lib: 'src/library' } } };",
    };
    expect(resolveIn({ ...moved, 'src/library/a.ts': '' }, '$lib/a')).toBe('src/library/a.ts');
  });

  test('~, ~~, @ and @@ of Nuxt', () => {
    const files = { 'package.json': packageJson, 'app/utils/zentra.ts': '', 'server/zentra.ts': '' };
    expect(resolveIn(files, '~/utils/zentra')).toBe('app/utils/zentra.ts');
    expect(resolveIn(files, '@/utils/zentra')).toBe('app/utils/zentra.ts');
    expect(resolveIn(files, '~~/server/zentra')).toBe('server/zentra.ts');
    expect(resolveIn(files, '@@/server/zentra')).toBe('server/zentra.ts');
  });

  test('two files are one too many', () => {
    const files = { 'package.json': packageJson, 'src/zentra.ts': '', 'app/zentra.ts': '' };
    expect(resolveIn(files, '@/zentra')).toBe('missing');
  });

  test("Ember's own name", () => {
    const files = { 'package.json': '{ "name": "desk" }', 'app/services/zentra.js': '' };
    expect(resolveIn(files, 'desk/services/zentra', 'app/routes/card.js')).toBe('app/services/zentra.js');
  });

  test('a path from the root of the project', () => {
    expect(resolveIn({ 'package.json': packageJson, [client]: '' }, '/src/services/zentra.js')).toBe(client);
    expect(resolveIn({ 'package.json': packageJson }, '/dev/null')).toBe('missing');
  });
});

describe('packages', () => {
  test('one that a manifest above asks for is somebody else’s, and so are built-in and virtual modules', () => {
    for (const specifier of [
      'express',
      'express/lib',
      'fs',
      'node:fs',
      'fs/promises',
      '$app/stores',
      'virtual:pwa',
    ])
      expect(resolveIn({ 'package.json': packageJson }, specifier), specifier).toBe('external');
    const nested = { 'package.json': packageJson, 'packages/a/package.json': '{}' };
    expect(resolveIn(nested, 'express', 'packages/a/x.ts')).toBe('external');
    expect(resolveIn({ 'package.json': '{ "devDependencies": { "@types/koa": "1" } }' }, 'koa')).toBe(
      'external',
    );
  });

  test('one that nobody asks for is missing; where there is no manifest, nobody can say', () => {
    expect(resolveIn({ 'package.json': packageJson }, 'stripe')).toBe('missing');
    expect(resolveIn({ 'package.json': packageJson }, '@acme/clients')).toBe('missing');
    expect(resolveIn({}, 'stripe')).toBe('external');
    for (const specifier of ['@/x', '~/x', '$lib/x', '#x', './x'])
      expect(resolveIn({}, specifier), specifier).toBe('missing');
  });

  test('the SDK by another name: an alias of npm, npm: and a URL', () => {
    const aliased = '{ "dependencies": { "zentra": "npm:@zentra/sdk@^1" } }';
    expect(resolveIn({ 'package.json': aliased }, 'zentra')).toBe('sdk');
    for (const specifier of ['npm:@zentra/sdk@^1', 'npm:@zentra/sdk', 'https://esm.sh/@zentra/sdk@1?dev'])
      expect(resolveIn({ 'package.json': packageJson }, specifier), specifier).toBe('sdk');
    expect(resolveIn({ 'package.json': packageJson }, 'https://esm.sh/@zentra/sdk-icons')).toBe('external');
  });

  test('a folder that a manifest names, and the package’s own name', () => {
    const files = {
      'package.json': '{ "name": "shop", "dependencies": { "clients": "file:./vendored" } }',
      'vendored/package.json': '{ "main": "zentra.js" }',
      'vendored/zentra.js': '',
      'src/index.ts': '',
    };
    expect(resolveIn(files, 'clients')).toBe('vendored/zentra.js');
    expect(resolveIn(files, 'shop')).toBe('src/index.ts');
  });
});
