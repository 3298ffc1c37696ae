import { dirname, join, resolve } from 'node:path';
import { disk } from '../file-system/disk';
import { type FileSystem, textIfAny } from '../file-system/file-system';

export interface Repository {
  /** Top of the working tree. */
  folder: string;
  /** The folder of its `info` and configuration. */
  gitDirectory: string;
}

/** The git repository that a folder is in. */
export function repositoryOf(root: string, files: FileSystem = disk): Repository | undefined {
  for (let folder = root; ; folder = dirname(folder)) {
    const gitDirectory = commonGitDirectory(join(folder, '.git'), files);
    if (gitDirectory !== undefined) return { folder, gitDirectory };
    if (dirname(folder) === folder) return undefined;
  }
}

/** `.git` is a folder, or in worktrees and submodules a file that names one, which may share another's `info`. */
function commonGitDirectory(dotGit: string, files: FileSystem): string | undefined {
  const status = files.status(dotGit);
  if (status === undefined) return undefined;
  // A `.git` that cannot be read as a file is a folder, also behind a symlink.
  const text = status.isDirectory() ? undefined : textIfAny(files, dotGit);
  if (text === undefined) return dotGit;
  const named = /^gitdir:\s*(.+?)\s*$/m.exec(text)?.[1];
  if (named === undefined) return undefined;
  const folder = resolve(dirname(dotGit), named);
  const common = textIfAny(files, join(folder, 'commondir'));
  return common === undefined ? folder : resolve(folder, common.trim());
}
