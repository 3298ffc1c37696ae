// Returns the exports of a TypeScript module of this repository, for scripts that run before the build.
import { join } from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;

export async function loadTypeScript(file) {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    platform: 'node',
    format: 'esm',
    alias: { 'zentra-compat/contract': join(here, '../src/contract/index.ts') },
    // Some bundled modules are CommonJS and need `require`.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(process.cwd() + '/package.json');",
    },
    write: false,
    logLevel: 'warning',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`);
}
