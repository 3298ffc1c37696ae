import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { TOOL } from './tool';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The folder for journals and locks, outside every migrated tree so that they are never committed. */
export function stateHome(env: Environment): string {
  return userDirectory(env.XDG_STATE_HOME, env.LOCALAPPDATA, 'state', join('.local', 'state'));
}

/** The folder for caches, which may be deleted at any time. */
export function cacheHome(env: Environment): string {
  return userDirectory(env.XDG_CACHE_HOME, env.LOCALAPPDATA, 'cache', '.cache');
}

function userDirectory(
  xdg: string | undefined,
  localAppData: string | undefined,
  name: string,
  belowHome: string,
): string {
  // The XDG specification says to ignore a relative path.
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, TOOL.name);
  if (process.platform === 'win32' && localAppData !== undefined) return join(localAppData, TOOL.name, name);
  return join(homedir(), belowHome, TOOL.name);
}
