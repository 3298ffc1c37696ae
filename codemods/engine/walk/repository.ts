import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export interface Repository {
  /** Top of the working tree. */
  folder: string;
  /** Where its `info` and configuration are. */
  gitDirectory: string;
}

/** The git repository that a folder is in. */
export function repositoryOf(root: string): Repository | undefined {
  for (let folder = root; ; folder = dirname(folder)) {
    const gitDirectory = commonGitDirectory(join(folder, '.git'));
    if (gitDirectory !== undefined) return { folder, gitDirectory };
    if (dirname(folder) === folder) return undefined;
  }
}

/** `.git` is a folder, or in worktrees and submodules a file that names one, which may share another's `info`. */
function commonGitDirectory(dotGit: string): string | undefined {
  const stat = statSync(dotGit, { throwIfNoEntry: false });
  if (stat === undefined || stat.isDirectory()) return stat && dotGit;
  try {
    const named = /^gitdir:\s*(.+?)\s*$/m.exec(readFileSync(dotGit, 'utf8'))?.[1];
    if (named === undefined) return undefined;
    const folder = resolve(dirname(dotGit), named);
    try {
      return resolve(folder, readFileSync(join(folder, 'commondir'), 'utf8').trim());
    } catch {
      return folder;
    }
  } catch {
    return undefined;
  }
}
