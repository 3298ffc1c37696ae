// Runs a TypeScript file of this repository: `node scripts/run-ts.mjs demo/main.ts …`. Node 20 cannot run TypeScript, so the file and its
// imports from this repository are bundled first; packages stay outside. The file exports `main(args)`, which returns the exit code.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = dirname(import.meta.dirname);
const [file, ...args] = process.argv.slice(2);
if (!file) {
  console.error('usage: node scripts/run-ts.mjs <file.ts> [arguments…]');
  process.exit(2);
}

/** Keeps `import.meta.dirname` of each bundled file, so that the file finds its neighbours. */
const ownFolder = {
  name: 'own-folder',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll(
        'import.meta.dirname',
        JSON.stringify(dirname(path)),
      ),
      loader: 'ts',
    }));
  },
};

const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: [resolve(file)],
  bundle: true,
  write: false,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  alias: { 'zentra-compat/contract': join(root, 'src/contract/index.ts') },
  plugins: [ownFolder],
  sourcemap: 'inline',
  logLevel: 'warning',
});

// In node_modules, so that packages resolve; removed when `main` has ended.
const bundle = join(root, 'node_modules', `.run-ts-${process.pid}.mjs`);
await writeFile(bundle, outputFiles[0].contents);
process.setSourceMapsEnabled(true);
process.argv = [process.argv[0], resolve(file), ...args];
try {
  const { main } = await import(pathToFileURL(bundle).href);
  process.exitCode = await main(args);
} finally {
  await rm(bundle, { force: true });
}
