// Puts the modules that tsc emitted for zentra-compat into one file, because each file that `require` has to find, read and
// compile costs a fraction of a millisecond, and an old integration pays for all of them at every start. Every module keeps
// its place: what is left of it there takes it out of the bundle, so that there is one copy of each, whoever asks for it.
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';

const dist = join(dirname(import.meta.dirname), 'dist');
const require = createRequire(import.meta.url);

/** The preload's files find each other by their path, and are loaded by few. */
const apart = /^register(\.js$|\/)/;

const emitted = readdirSync(dist, { recursive: true })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.js') && file !== 'bundle.js');
// What a module of an earlier build leaves behind would draw the earlier bundle into this one.
const hasSource = (file) => existsSync(join(dist, '../src', file.replace(/js$/, 'ts')));
for (const file of emitted.filter((file) => !hasSource(file))) rmSync(join(dist, file));
const modules = emitted.filter((file) => hasSource(file) && !apart.test(file)).sort();
const names = new Map(modules.map((module) => [module, Object.keys(require(join(dist, module)))]));

/**
 * A bundler that makes an ES module of this file has no `require` for the builtins: Node, Bun and Deno hand them out by themselves, but for
 * Node before 20.16.
 */
const builtins = {
  name: 'builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/, namespace: 'file' }, ({ path }) => ({ path, namespace: 'builtin' }));
    onResolve({ filter: /^node:/, namespace: 'builtin' }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule ? process.getBuiltinModule('${path}') : require('${path}');`,
    }));
  },
};

const table = modules.map(
  (module) => `${JSON.stringify(module)}: () => require(${JSON.stringify(`./${module}`)}),`,
);
const { outputFiles } = await build({
  stdin: { contents: `module.exports = {\n${table.join('\n')}\n};`, resolveDir: dist },
  bundle: true,
  write: false,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  packages: 'external',
  plugins: [builtins],
  logLevel: 'warning',
});
writeFileSync(join(dist, 'bundle.js'), outputFiles[0].contents);

for (const module of modules) {
  const bundle = relative(dirname(join(dist, module)), join(dist, 'bundle.js')).replaceAll('\\', '/');
  const path = bundle.startsWith('.') ? bundle : `./${bundle}`;
  // The second line is never run: Node reads from it what `import` may name.
  writeFileSync(
    join(dist, module),
    `"use strict";\nmodule.exports = require(${JSON.stringify(path)})[${JSON.stringify(module)}]();\n0 && (module.exports = { ${names.get(module).join(', ')} });\n`,
  );
}
