// One file per entry point, so that the command line starts without walking a tree of modules. What is heavy (the compiler,
// the server, the queue) stays outside and is loaded when a command needs it.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;
const { dependencies } = JSON.parse(await readFile(join(here, 'package.json'), 'utf8'));
await rm(join(here, 'dist'), { recursive: true, force: true });
await build({
  absWorkingDir: here,
  entryPoints: {
    main: 'cli/main.ts',
    sandbox: 'sandbox/index.ts',
    'migrate-worker': 'cli/migrate-worker.ts',
  },
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  // Development dependencies are bundled: the Markdown parser is an ES module only, which Node 20.18 cannot require.
  external: Object.keys(dependencies),
  alias: { 'zentra-compat/contract': '../src/contract/index.ts' },
  logLevel: 'warning',
});
