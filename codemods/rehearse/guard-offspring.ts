import childProcess, { ChildProcess } from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import { delimiter } from 'node:path';
import workerThreads, { Worker, type WorkerOptions } from 'node:worker_threads';
import { preloadOptions } from './preload-options';

type Environment = NodeJS.ProcessEnv;

interface Guarding {
  /** Variables that a guarded process needs. */
  settings: Readonly<Record<string, string>>;
  /** Files that a guarded process loads first. */
  preload: readonly string[];
  /** Folder of the guarded `node`, to put on the PATH. */
  nodeFolder: string | undefined;
}

/**
 * Guards child processes and worker threads that the program starts with an environment of their own: that would lack the variables of
 * the guard.
 */
export function guardOffspring({ settings, preload, nodeFolder }: Guarding): void {
  const required = preloadOptions(preload);
  const guarded = (env: Environment): Environment => {
    const { NODE_OPTIONS: options = '', PATH: path } = env;
    const isThere = !nodeFolder || path === undefined || path.split(delimiter).includes(nodeFolder);
    return {
      ...env,
      ...settings,
      ...(!isThere && { PATH: `${nodeFolder}${delimiter}${path}` }),
      NODE_OPTIONS: options.includes(required) ? options : [required, options].filter(Boolean).join(' '),
    };
  };
  guardChildren(guarded);
  guardThreads(guarded, preload);
  syncBuiltinESMExports();
}

/** The internal method that `spawn`, `exec`, `execFile` and `fork` all call. */
interface Spawning {
  spawn(options: { envPairs?: string[] }): unknown;
}

function guardChildren(guarded: (env: Environment) => Environment): void {
  const children = ChildProcess.prototype as unknown as Spawning;
  const { spawn } = children;
  children.spawn = function guardedSpawn(this: ChildProcess, options) {
    const env = Object.fromEntries((options.envPairs ?? []).map(nameAndValue));
    const envPairs = Object.entries(guarded(env)).map(([name, value]) => `${name}=${value}`);
    return Reflect.apply(spawn, this, [{ ...options, envPairs }]);
  };
  for (const name of ['spawnSync', 'execSync', 'execFileSync'] as const) {
    const original = childProcess[name] as (...args: unknown[]) => unknown;
    const wrapped = (...args: unknown[]) => {
      const at = args.findIndex((arg, index) => index > 0 && isOptions(arg));
      const options = (at < 0 ? {} : args[at]) as { env?: Environment };
      const given = at < 0 ? args.filter((arg) => arg !== undefined && arg !== null) : args.slice(0, at);
      return original(...given, { ...options, env: guarded(options.env ?? process.env) });
    };
    Object.assign(childProcess, { [name]: wrapped });
  }
}

const isOptions = (arg: unknown): boolean => typeof arg === 'object' && arg !== null && !Array.isArray(arg);

function nameAndValue(pair: string): [string, string] {
  // On Windows a name may begin with `=`.
  const at = pair.indexOf('=', 1);
  return [pair.slice(0, at), pair.slice(at + 1)];
}

function guardThreads(guarded: (env: Environment) => Environment, preload: readonly string[]): void {
  class GuardedWorker extends Worker {
    constructor(file: string | URL, options: WorkerOptions = {}) {
      const { env, execArgv } = options;
      super(file, {
        ...options,
        ...(typeof env === 'object' && { env: guarded(env as Environment) }),
        // A worker's own `execArgv` replaces the options of NODE_OPTIONS.
        ...(execArgv && { execArgv: [...preload.flatMap((each) => ['--require', each]), ...execArgv] }),
      });
    }
  }
  Object.defineProperty(GuardedWorker, 'name', { value: 'Worker' });
  Object.assign(workerThreads, { Worker: GuardedWorker });
}
