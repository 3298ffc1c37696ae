import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where journals and locks are kept: outside every tree that is migrated, so that they are never part of a commit. */
export function stateHome(env: Environment): string {
  return userDirectory(env.XDG_STATE_HOME, env.LOCALAPPDATA, 'state', join('.local', 'state'));
}

/** Where everything is kept that only saves time, and may be deleted at any time. */
export function cacheHome(env: Environment): string {
  return userDirectory(env.XDG_CACHE_HOME, env.LOCALAPPDATA, 'cache', '.cache');
}

function userDirectory(
  xdg: string | undefined,
  localAppData: string | undefined,
  name: string,
  belowHome: string,
): string {
  // The XDG specification: a relative path is to be ignored.
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, 'zentra-codemods');
  if (process.platform === 'win32' && localAppData !== undefined)
    return join(localAppData, 'zentra-codemods', name);
  return join(homedir(), belowHome, 'zentra-codemods');
}
