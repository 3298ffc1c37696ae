/** Why `folder` cannot be a sub-folder of a repository, or `undefined` when it can. */
export function folderProblem(folder: string): string | undefined {
  if (folder === '') return 'must not be empty; leave it out for the whole tree';
  if (folder.length > 1000 || /[\p{Cc}\\]/u.test(folder)) return 'must be a path with `/` between its parts';
  if (folder.startsWith('/') || /^[A-Za-z]:/.test(folder)) return 'must be relative to the repository';
  const parts = folder.replace(/\/$/, '').split('/');
  if (parts.some((part) => part === '..' || part === '.' || part === '')) {
    return 'must not have empty, `.` or `..` parts';
  }
  if (parts.some((part) => part.toLowerCase() === '.git')) return 'must not be inside `.git`';
  return undefined;
}
