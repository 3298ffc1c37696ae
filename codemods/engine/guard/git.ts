import { spawnSync } from 'node:child_process';
import type { Environment } from '../user-directory';

/** Inside a hook, these variables point to another repository or index. */
const redirections = new Set([
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_COMMON_DIR',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_NAMESPACE',
  'GIT_PREFIX',
]);

/** Runs git in a folder, without hooks, monitors, or the variables of a surrounding hook. */
export function git(folder: string, args: readonly string[], env: Environment) {
  const inherited = Object.entries(env).filter(([name]) => !redirections.has(name));
  return spawnSync('git', ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', ...args], {
    cwd: folder,
    env: { ...Object.fromEntries(inherited), GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
