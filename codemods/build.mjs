// One file per entry point, so that the command line starts without walking a tree of modules. What is heavy (the compiler,
// the server, the queue) stays outside and is loaded when a command needs it.
import { build } from 'esbuild';

await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: { main: 'cli/main.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: false,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  packages: 'external',
  alias: { 'zentra-compat/contract': '../src/contract/index.ts' },
  logLevel: 'warning',
});
