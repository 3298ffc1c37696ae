// One file per entry point, so that the command line starts without walking a tree of modules. What is heavy (the compiler,
// the server, the queue) stays outside and is loaded when a command needs it.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;
await rm(join(here, 'dist'), { recursive: true, force: true });
await build({
  absWorkingDir: here,
  entryPoints: { main: 'cli/main.ts', 'migrate-worker': 'cli/migrate-worker.ts' },
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  packages: 'external',
  alias: { 'zentra-compat/contract': '../src/contract/index.ts' },
  logLevel: 'warning',
});
