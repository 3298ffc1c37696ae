import childProcess, { ChildProcess } from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import { delimiter } from 'node:path';
import workerThreads, { Worker, type WorkerOptions } from 'node:worker_threads';
import { preloadOptions } from './preload-options';

type Environment = NodeJS.ProcessEnv;

interface Guarding {
  /** Variables that a guarded process needs. */
  settings: Readonly<Record<string, string>>;
  /** Files that it loads first. */
  preload: readonly string[];
  /** Folder of the `node` that a shell of it finds. */
  nodeFolder: string | undefined;
}

/**
 * Guards the child processes and threads, too, that are started with an environment of their own, from which everything that makes the
 * guard would be missing.
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

/** What `spawn`, `exec`, `execFile` and `fork` end in. */
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
  // On Windows a name may begin with it.
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
        // Options of its own take the place of those in NODE_OPTIONS.
        ...(execArgv && { execArgv: [...preload.flatMap((each) => ['--require', each]), ...execArgv] }),
      });
    }
  }
  Object.defineProperty(GuardedWorker, 'name', { value: 'Worker' });
  Object.assign(workerThreads, { Worker: GuardedWorker });
}
