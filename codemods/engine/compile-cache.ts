import Module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { constants, Script } from 'node:vm';
import { cacheHome, type Environment } from './user-directory';

/**
 * Keeps compiled code for the next run: by Node's own cache from Node 22 on, and here for Node 20, of large modules only. The
 * compiler's nine megabytes take longer to load than a small repository takes to migrate.
 *
 * Node's own switches count: `NODE_COMPILE_CACHE` names the folder, `NODE_DISABLE_COMPILE_CACHE` turns it off.
 */
export function keepCompiledCode(env: Environment): void {
  // Coverage is imprecise for code that was not compiled in the same process.
  if (env.NODE_DISABLE_COMPILE_CACHE || env.NODE_V8_COVERAGE) return;
  const folder = env.NODE_COMPILE_CACHE || join(cacheHome(env), 'compiled');
  if ('enableCompileCache' in Module) (Module as EnablesCache).enableCompileCache(folder);
  else keepLargeModules(folder);
}

interface EnablesCache {
  enableCompileCache(folder: string): void;
}

/** Characters. A smaller module compiles in less time than its cache takes to be read and verified. */
const LARGE = 20_000;

// The rest of this file is for Node 20 only, and goes when the packages no longer support it (`engines` in package.json). A check of
// 40 files took 0.85 s of processor time with this cache, and 1.06 s without (best of five, 2 cores, Node 20.20).

type Compile = (this: NodeJS.Module, source: string, filename: string) => unknown;

function keepLargeModules(folder: string): void {
  const { prototype } = Module as unknown as { prototype: { _compile: Compile } };
  const compile = prototype._compile;
  const fresh: Kept[] = [];
  prototype._compile = function (source, filename) {
    if (source.length < LARGE) return compile.call(this, source, filename);
    const { script, kept } = compiled(source, filename, folder);
    if (kept) fresh.push(kept);
    const run = script.runInThisContext() as ModuleFunction;
    return run.call(this.exports, this.exports, createRequire(filename), this, filename, dirname(filename));
  };
  // At exit, so that the cache includes the functions that ran.
  process.once('exit', () => {
    for (const { path, key, script } of fresh) sealedFile().writeSealed(path, key, script.createCachedData());
  });
}

/** A module that was compiled anew, for the cache. */
interface Kept {
  path: string;
  key: string;
  script: Script;
}

type ModuleFunction = (
  this: unknown,
  exports: unknown,
  require: NodeJS.Require,
  module: NodeJS.Module,
  filename: string,
  folder: string,
) => unknown;

function compiled(source: string, filename: string, folder: string): { script: Script; kept?: Kept } {
  const { digestOf } = require('./digest') as typeof import('./digest');
  const { readSealed } = sealedFile();
  // V8 compares no more of the source than its length, and verifies nothing of the data.
  const key = `${process.version}-${process.arch}-${digestOf(source)}`;
  // The tag covers V8's flags, so each set of them has files of its own.
  const path = join(folder, `${digestOf(filename).slice(0, 32)}-${cachedDataVersionTag().toString(16)}.v8`);
  const script = new Script(Module.wrap(source), {
    filename,
    cachedData: readSealed(path, key),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  return script.cachedDataRejected === false ? { script } : { script, kept: { path, key, script } };
}

/** Loaded on demand: a run that only prints its help needs no digests. */
const sealedFile = () => require('./cache/sealed-file') as typeof import('./cache/sealed-file');
