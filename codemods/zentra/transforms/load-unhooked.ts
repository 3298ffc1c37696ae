import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { compileFunction } from 'node:vm';

type ModuleFunction = (
  exports: unknown,
  require: NodeJS.Require,
  module: { exports: unknown },
  filename: string,
  folder: string,
) => void;

/**
 * Loads a CommonJS module without the hooks of `require`. jscodeshift compiles with Babel whatever a transform requires, which takes half
 * a minute per worker for the nine megabytes of the TypeScript compiler.
 */
export function loadUnhooked(name: string): unknown {
  const path = createRequire(__filename).resolve(name);
  const parameters = ['exports', 'require', 'module', '__filename', '__dirname'];
  const run = compileFunction(readFileSync(path, 'utf8'), parameters, { filename: path }) as ModuleFunction;
  const module: { exports: unknown } = { exports: {} };
  run(module.exports, createRequire(path), module, path, dirname(path));
  return module.exports;
}
