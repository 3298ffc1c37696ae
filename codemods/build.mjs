// The command line is one small file with the list of commands; each command is a file of its own, loaded when it runs. Heavy modules (the
// compiler, the server, the queue) stay outside of these files and are loaded on demand.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { writeNotices } from './license-notices.mjs';
import { loadTypeScript } from './load-typescript.mjs';

const here = import.meta.dirname;
const { dependencies, devDependencies } = JSON.parse(await readFile(join(here, 'package.json'), 'utf8'));

const options = {
  absWorkingDir: here,
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  // `import()` becomes `require()`, which does not start the loader of ES modules.
  supported: { 'dynamic-import': false },
  external: [...Object.keys(dependencies), 'ts-morph'],
  alias: { 'zentra-compat/contract': '../src/contract/index.ts' },
  logLevel: 'warning',
  metafile: true,
};

/** Each rewriting rule has its own transform, for `jscodeshift -t`. */
const { methodRules, parameterRules } = await loadTypeScript(join(here, '../src/contract/rules.ts'));
const transforms = [...methodRules, ...parameterRules].map(({ id }) => id);
const entryPoints = {
  index: 'index.ts',
  'ts-morph': 'ts-morph/index.ts',
  main: 'cli/main.ts',
  start: 'cli/start.ts',
  'migrate-worker': 'api/worker/migrate-worker.ts',
  'analyse-worker': 'api/worker/analyse-worker.ts',
  'verify-worker': 'engine/verify/verify-worker.ts',
  'fleet-child': 'fleet/child/migrate-child.ts',
  // Loaded into the processes of a rehearsed command.
  'rehearse-guard': 'rehearse/guard.ts',
  sandbox: 'sandbox/index.ts',
  ...Object.fromEntries(transforms.map((id) => [`transforms/${id}`, `transform:${id}`])),
};

/**
 * Our dependencies, except for the compiler and the wrapper, are bundled in `dist/`, each in a file of its own. An `npx` then installs a
 * handful of packages instead of eighty, none of which has an install script or needs another Node, and Node 20.18 can also require the
 * dependencies that are ES modules.
 */
const bundled = Object.keys(devDependencies).filter(
  (name) => !name.startsWith('@types/') && name !== 'ts-morph',
);
const bundledPackages = {
  name: 'bundled-packages',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[a-z@]/ }, ({ path, importer }) => {
      // The entry point made below imports the package itself.
      if (!bundled.includes(path) || importer.startsWith('bundled:')) return undefined;
      const name = bundledName(path);
      entryPoints[name] = `bundled:${path}`;
      return { path: `./${name}.cjs`, external: true };
    });
    onResolve({ filter: /^bundled:/ }, ({ path }) => ({ path, namespace: 'bundled' }));
    onLoad({ filter: /.*/, namespace: 'bundled' }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path.replace('bundled:', ''))});`,
      resolveDir: here,
    }));
  },
};
const bundledName = (path) => `bundled-${path.replace('@', '').replace('/', '-')}`;

/** Makes an entry point of every module that is imported dynamically. */
const splitAtDynamicImports = {
  name: 'split-at-dynamic-imports',
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const file = relative(here, resolve(resolveDir, `${path}.ts`));
      const name = file.replace(/\.ts$/, '').replaceAll(/[\\/]/g, '-');
      entryPoints[name] = file;
      return { path: `./${name}.cjs`, external: true };
    });
  },
};

/** In a transform, loads the compiler in such a way that jscodeshift's Babel does not compile it. */
const unhookedCompiler = {
  name: 'unhooked-compiler',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^typescript$/ }, ({ kind }) =>
      kind === 'import-statement' ? { path: 'typescript', namespace: 'unhooked-compiler' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'unhooked-compiler' }, () => ({
      contents: `import { loadUnhooked } from './zentra/transforms/load-unhooked';
        export default loadUnhooked('typescript');`,
      resolveDir: here,
    }));
  },
};

/**
 * `import ts from 'typescript'` would copy its two thousand members into an object of the importing bundle, at every start. A default
 * import of CommonJS is the module itself, so no copy is needed.
 */
const wholeCompiler = {
  name: 'whole-compiler',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^typescript$/ }, ({ kind }) =>
      kind === 'import-statement' ? { path: 'typescript', namespace: 'whole-compiler' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'whole-compiler' }, () => ({
      contents: "export default require('typescript');",
      resolveDir: here,
    }));
  },
};

/** The transforms are derived from the table of rules, so none of them is a file. */
const transformOfRule = {
  name: 'transform-of-rule',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^transform:/ }, ({ path }) => ({ path, namespace: 'transform-of-rule' }));
    onLoad({ filter: /.*/, namespace: 'transform-of-rule' }, ({ path }) => ({
      contents: `import { transformOf } from './zentra/transforms';
        import { standalone } from './zentra/transforms/standalone';
        export default standalone(transformOf(${JSON.stringify(path.replace('transform:', ''))}));`,
      resolveDir: here,
    }));
  },
};

const built = new Set();
const inputs = [];
for (;;) {
  const pending = Object.entries(entryPoints).filter(([name]) => !built.has(name));
  if (pending.length === 0) break;
  const isTransform = ([name]) => name.startsWith('transforms/');
  const results = [
    await build({
      ...options,
      entryPoints: Object.fromEntries(pending.filter((entry) => !isTransform(entry))),
      plugins: [bundledPackages, splitAtDynamicImports, wholeCompiler],
    }),
    await build({
      ...options,
      entryPoints: Object.fromEntries(pending.filter(isTransform)),
      // Under jscodeshift, Babel says on stderr that it has given up on a file of more than 500 KB.
      minifyWhitespace: true,
      plugins: [bundledPackages, splitAtDynamicImports, unhookedCompiler, transformOfRule],
    }),
  ];
  for (const { metafile } of results) inputs.push(...Object.keys(metafile.inputs));
  for (const [name] of pending) built.add(name);
}

await writeNotices(here, inputs, join(here, 'dist/THIRD-PARTY-LICENSES.txt'));

/** Declares a transform without jscodeshift's own types. */
const transformTypes = `import type { StandaloneTransform } from '../types/codemods/zentra/transforms/standalone';
declare const transform: StandaloneTransform;
export default transform;
`;
for (const id of transforms) await writeFile(join(here, 'dist/transforms', `${id}.d.cts`), transformTypes);

// Removed last, so that a command line running meanwhile still finds its files.
for (const name of await readdir(join(here, 'dist'), { recursive: true })) {
  const entry = name.replaceAll('\\', '/').replace(/(?:\.d\.cts|\.cjs)$/, '');
  if (/\.c(?:js|ts)$/.test(name) && !(entry in entryPoints)) await rm(join(here, 'dist', name));
}
