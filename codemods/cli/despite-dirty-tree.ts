import { DirtyTree } from '../engine/guard/clean-tree';
import type { Io } from './io';

/**
 * Runs something that refuses uncommitted changes; in a terminal, a person is asked whether to go on all the same.
 *
 * @param attempt told whether the tree must be clean
 * @throws {DirtyTree} where nobody can be asked, or who was asked declined
 */
export async function despiteDirtyTree<T>(
  attempt: (requireCleanTree: boolean) => Promise<T>,
  requireCleanTree: boolean,
  { isInteractive, stderr }: Pick<Io, 'isInteractive' | 'stderr'>,
): Promise<T> {
  try {
    return await attempt(requireCleanTree);
  } catch (error) {
    if (!(error instanceof DirtyTree) || !isInteractive) throw error;
    const { confirm } = await import('./prompts');
    stderr.write(`${error.message.split('\n').slice(0, -1).join('\n')}\n`);
    const goesOn = await confirm({ message: 'Go on all the same?', initialValue: false });
    if (goesOn !== true) throw error;
    return attempt(false);
  }
}
