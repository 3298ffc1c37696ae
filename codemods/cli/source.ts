import { git } from '../engine/guard/git';
import { pathBetween } from '../engine/root/path-between';
import type { Environment } from '../engine/user-directory';
import { repositoryOf } from '../engine/walk/repository';
import type { SourceLinks } from '../reports/source-links';

/** Links to the pages of the repository that a root is in, at the commit that is checked out; undefined where git knows no address. */
export async function sourceOf(root: string, env: Environment): Promise<SourceLinks | undefined> {
  const top = repositoryOf(root)?.folder;
  if (top === undefined) return undefined;
  const told = (...args: string[]): string => git(root, args, env).stdout?.trim() ?? '';
  const remote = told('remote', 'get-url', 'origin');
  if (remote === '') return undefined;
  const { sourceLinks } = await import('../reports/source-links');
  return sourceLinks(remote, told('rev-parse', 'HEAD'), pathBetween(top, root));
}
