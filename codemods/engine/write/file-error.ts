const explanations: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be too large',
  ENOENT: 'it is gone',
  ENOTDIR: 'its folder is gone',
  EISDIR: 'it is a folder now',
  ELOOP: 'it is a symlink now',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'its name is too long',
};

/** Why a file could not be read or written, for a report: without paths of the machine. */
export function fileError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = (error as NodeJS.ErrnoException).code;
  if (code === undefined) return error.message;
  const explanation = explanations[code];
  return explanation === undefined ? code : `${explanation} (${code})`;
}
