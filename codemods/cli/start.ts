import { keepCompiledCode } from '../engine/compile-cache';
import { optimiseLater } from '../engine/optimise-later';
import type { Environment } from '../engine/user-directory';

/** Prepares the process before the rest of the command line is loaded. */
export function start(argv: readonly string[], env: Environment): void {
  if (argv[2] === 'migrate') optimiseLater();
  keepCompiledCode(env);
}
