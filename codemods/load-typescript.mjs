// What a TypeScript module of this repository exports, for scripts that run before anything is built.
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
    // Some of what is bundled is CommonJS, and asks for `require`.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(process.cwd() + '/package.json');",
    },
    write: false,
    logLevel: 'warning',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`);
}
