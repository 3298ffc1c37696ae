import { delimiter } from 'node:path';
import { ALLOWED_HOSTS, GUARDED_NODE, PRELOADED, REFUSED_FILE } from './guard';
import { preloadOptions } from './preload-options';

export interface GuardSettings {
  /** Origin of the sandbox. */
  gateway: string;
  /** File of the refused connections. */
  refused: string;
  /** File of the wrapper's usage log. */
  usage: string;
  allowHosts: readonly string[];
  /** Files that every Node process of the command loads first. */
  preload: readonly string[];
  /** Folder of the guarded `node`, which loads the guard in any environment. */
  nodeFolder: string;
}

/** The variables that a guarded process needs. */
export function guardSettings(options: GuardSettings): Record<string, string> {
  const { gateway, refused, usage, allowHosts, preload, nodeFolder } = options;
  return {
    ZENTRA_COMPAT_REHEARSAL: gateway,
    ZENTRA_COMPAT_USAGE: usage,
    [REFUSED_FILE]: refused,
    [ALLOWED_HOSTS]: allowHosts.join(','),
    [PRELOADED]: JSON.stringify(preload),
    [GUARDED_NODE]: nodeFolder,
  };
}

/** A proxy on this machine would forward requests to other machines. */
const PROXIES = /^(?:https?|all|no)_proxy$/i;
const KEY = /\b([sp]k)_(?:live|sandbox)_[\w-]+/g;

/**
 * The environment of a rehearsed command: the caller's, without proxies and with every provider key replaced by a sandbox key. Variables
 * keep their names, so that the program finds its settings.
 */
export function rehearsalEnvironment(env: NodeJS.ProcessEnv, settings: GuardSettings): NodeJS.ProcessEnv {
  const { gateway, preload, nodeFolder } = settings;
  const kept = Object.entries(env)
    .filter(([name]) => !PROXIES.test(name) && !/^ZENTRA_COMPAT_/i.test(name))
    .map(([name, value]) => [name, value === undefined ? value : replaced(name, value, gateway)] as const);
  return {
    ...Object.fromEntries(kept),
    NODE_OPTIONS: [preloadOptions(preload), env.NODE_OPTIONS].filter(Boolean).join(' '),
    ...(env.PATH !== undefined && { PATH: `${nodeFolder}${delimiter}${env.PATH}` }),
    ...guardSettings(settings),
    // npm's check for a newer npm would be recorded as a refused connection.
    npm_config_update_notifier: 'false',
  };
}

function replaced(name: string, value: string, gateway: string): string {
  if (!/^ZENTRA/i.test(name)) return value.replace(KEY, '$1_sandbox_rehearsal');
  if (/^(?:\d+|true|false|)$/i.test(value)) return value;
  if (/^https?:/i.test(value)) return gateway;
  if (/^(?:live|production|prod|sandbox|test)$/i.test(value)) return 'sandbox';
  const key = /\b([sp]k)_(?:live|sandbox)_/.exec(value)?.[1] ?? 'sk';
  return `${key}_sandbox_rehearsal`;
}
