import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Git } from './git';
import { leftOut, type TreeEntry } from './tree';

/** A tree on the disk with an index of its own, both outside the cache's repository. */
export interface WorkingTree {
  folder: string;
  index: string;
}

export const treeVariables = ({ folder, index }: WorkingTree) => ({
  GIT_WORK_TREE: folder,
  GIT_INDEX_FILE: index,
});

/**
 * Writes the commit's files. Programs that run among them cannot reach the repository: their `.git` is an empty folder, which only marks
 * the top, so that a repository around the output folder has no effect (through its `.gitignore`, for example).
 */
export async function checkOut(
  git: Git,
  commit: string,
  entries: readonly TreeEntry[],
  tree: WorkingTree,
): Promise<{ symlinks: number; submodules: number; collisions: number }> {
  mkdirSync(path.join(tree.folder, '.git'), { recursive: true });
  const local = (args: string[], input?: Buffer) =>
    git({
      stage: 'check-out',
      surroundings: 'local',
      env: treeVariables(tree),
      args,
      ...(input !== undefined && { input }),
    });

  await local(['read-tree', commit]);
  const skipped = leftOut(entries, { ignoreCase: ignoresCase(tree.folder) });
  if (skipped.length > 0) {
    const paths = skipped.map(({ rawPath }) => `${rawPath}\0`).join('');
    await local(['update-index', '--skip-worktree', '-z', '--stdin'], Buffer.from(paths, 'latin1'));
  }
  await local(['checkout-index', '--all', '--force', '--quiet', '--index']);
  const count = (kind: TreeEntry['kind']) => skipped.filter((entry) => entry.kind === kind).length;
  return { symlinks: count('symlink'), submodules: count('submodule'), collisions: count('file') };
}

/** Looks up another spelling of an existing name, as `git init` does. */
const ignoresCase = (folder: string): boolean => existsSync(path.join(folder, '.GIT'));
