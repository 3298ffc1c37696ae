import { setFlagsFromString } from 'node:v8';
import { keepCompiledCode } from '../engine/compile-cache';
import type { Environment } from '../engine/user-directory';

/** What must be done before the rest of the command line is loaded. */
export function start(argv: readonly string[], env: Environment): void {
  if (argv[2] === 'migrate') optimiseLater();
  keepCompiledCode(env);
}

/** Bytes of bytecode that a function runs before V8 thinks of optimising it; 135,168 by default. */
const INTERRUPT_BUDGET = 200_000;

/**
 * V8 of Node 20 optimises so early that, in a run of a second or two, its compiling threads take more time than their code wins back:
 * a tenth of the whole on two cores. The next versions have another measure, and gain nothing from a higher one.
 */
function optimiseLater(): void {
  if (process.versions.v8.startsWith('11.')) setFlagsFromString(`--interrupt-budget=${INTERRUPT_BUDGET}`);
}
