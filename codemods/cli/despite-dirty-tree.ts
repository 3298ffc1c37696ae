import { DirtyTree } from '../engine/guard/clean-tree';
import type { Io } from './io';

/**
 * Runs an action that refuses uncommitted changes. In a terminal, asks the person whether to run it all the same.
 *
 * @param attempt the action; its argument says whether the tree must be clean
 * @throws {DirtyTree} if there is no terminal, or the person declines
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
