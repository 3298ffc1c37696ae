// Bundles the modules of zentra-compat into one file and one scope. `require` takes a fraction of a millisecond for each file, and each
// function that holds a module is parsed twice: an old integration would wait for that at every start. The files that the entries and the
// preload name stay in place and take their module out of the bundle, so that every program has only one copy of each module.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, posix, relative } from 'node:path';
import { build } from 'esbuild';

const root = dirname(import.meta.dirname);
const dist = join(root, 'dist');
const require = createRequire(import.meta.url);

/** The preload's files load each other by path, and few programs load them: they are not bundled. */
const isApart = (file) => /^register(\.js$|\/)/.test(file);

const emitted = readdirSync(dist, { recursive: true })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.js') && file !== 'bundle.js');

/** Modules that a file of the preload requires. */
const requiredBy = (file) =>
  [...readFileSync(join(dist, file), 'utf8').matchAll(/require\("(\.{1,2}\/[^"]+)"\)/g)].map(([, path]) =>
    posix.join(posix.dirname(file), path),
  );
const asked = emitted.filter(isApart).flatMap(requiredBy);
const modules = [...new Set(['main.js', 'contract/index.js', ...asked])]
  .filter((file) => !isApart(file))
  .sort();
// Leftover files of an earlier build would take the names from that build's bundle.
const names = new Map(modules.map((module) => [module, Object.keys(require(join(dist, module)))]));

const entry = [
  ...modules.map((module, index) => `import * as module${index} from './${module}';`),
  `export { ${modules.map((module, index) => `module${index} as ${JSON.stringify(module)}`).join(', ')} };`,
];
const { outputFiles } = await build({
  stdin: { contents: entry.join('\n'), resolveDir: join(root, 'src'), loader: 'ts' },
  bundle: true,
  write: false,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  packages: 'external',
  logLevel: 'warning',
});

/**
 * When a bundler makes an ES module of this file, there is no `require` for builtins. `process.getBuiltinModule` returns them in Node, Bun
 * and Deno, except for Node before 20.16.
 */
const bundle = outputFiles[0].text.replace(
  /\brequire\("(node:[\w/]+)"\)/g,
  (call, name) => `(process.getBuiltinModule ? process.getBuiltinModule("${name}") : ${call})`,
);
writeFileSync(join(dist, 'bundle.js'), bundle);

for (const file of emitted.filter((each) => !isApart(each))) rmSync(join(dist, file));
for (const module of modules) {
  const path = relative(dirname(join(dist, module)), join(dist, 'bundle.js')).replaceAll('\\', '/');
  const from = path.startsWith('.') ? path : `./${path}`;
  // The second line never runs: Node parses it to find the names for `import`.
  writeFileSync(
    join(dist, module),
    `"use strict";\nmodule.exports = require(${JSON.stringify(from)})[${JSON.stringify(module)}];\n0 && (module.exports = { ${names.get(module).join(', ')} });\n`,
  );
}
// Every program that requires the package loads this entry: without main.js between, it has one file less to find.
const index = join(dist, 'index.cjs');
writeFileSync(
  index,
  readFileSync(index, 'utf8').replace('require("./main.js")', 'require("./bundle.js")["main.js"]'),
);

// One file, without an import: the thread of the hooks gets its source.
await build({
  entryPoints: [join(root, 'src/register/import-hooks.mts')],
  outfile: join(dist, 'register/import-hooks.mjs'),
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'warning',
});
