import { git } from '../guard/git';
import type { Environment } from '../user-directory';

/**
 * The files that git tracks below a root, relative to it; empty without a repository or without git.
 *
 * @param root absolute real path
 */
export function trackedFiles(root: string, env: Environment): string[] {
  const { status, stdout } = git(root, ['ls-files', '-z', '--', '.'], env);
  return status === 0 ? stdout.split('\0').filter((file) => file !== '') : [];
}
