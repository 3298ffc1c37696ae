import { git } from '../engine/guard/git';
import { pathBetween } from '../engine/root/path-between';
import type { Environment } from '../engine/user-directory';
import { repositoryOf } from '../engine/walk/repository';
import type { SourceLinks } from '../reports/source-links';

/** Links to the web pages of the root's repository at the checked-out commit; `undefined` without a remote of a known service. */
export async function sourceOf(root: string, env: Environment): Promise<SourceLinks | undefined> {
  const top = repositoryOf(root)?.folder;
  if (top === undefined) return undefined;
  const told = (...args: string[]): string => git(root, args, env).stdout?.trim() ?? '';
  const remote = told('remote', 'get-url', 'origin');
  if (remote === '') return undefined;
  const { sourceLinks } = await import('../reports/source-links');
  return sourceLinks(remote, told('rev-parse', 'HEAD'), pathBetween(top, root));
}
