import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where everything is kept that only saves time, and may be deleted at any time. */
export function cacheHome(env: Environment): string {
  // The XDG specification: a relative path is to be ignored.
  const xdg = env.XDG_CACHE_HOME;
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, 'zentra-codemods');
  const local = env.LOCALAPPDATA;
  if (process.platform === 'win32' && local !== undefined) return join(local, 'zentra-codemods', 'cache');
  return join(homedir(), '.cache', 'zentra-codemods');
}
