import type { Reader } from './reader';

/** What a folder holds at one name. A symlink is neither a file nor a folder. */
export interface FolderEntry {
  name: string;
  isFile(): boolean;
  isDirectory(): boolean;
}

/** What is at a path itself; a symlink is not followed. */
export interface PathStatus {
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

/**
 * Where a run reads from: the disk, or texts in memory. The engine reads through nothing else; what is written goes through
 * `engine/write`. Paths are absolute.
 */
export interface FileSystem {
  /** @throws the system's error, where the folder cannot be listed */
  list(folder: string): readonly FolderEntry[];
  /** `undefined` where nothing is, and for what no system allows as a path. */
  status(path: string): PathStatus | undefined;
  /** @throws the system's error, where the file cannot be read */
  read(path: string): Buffer;
  /** For many files, one after another. */
  reader(): Reader;
  /** The path without symlinks. @throws the system's error, where nothing is there */
  realPath(path: string): string;
  /** Whether a run's findings and a repository's inventory may be kept for the next run over the same root. */
  readonly isDisk: boolean;
}

/** The text of a file; `undefined` where there is none that can be read. */
export function textIfAny(files: Pick<FileSystem, 'read'>, path: string): string | undefined {
  try {
    return files.read(path).toString('utf8');
  } catch {
    return undefined;
  }
}

/** Whether a path leads to a regular file, through symlinks, too. It may be what no system takes for a path: an import names anything. */
export function isFile(files: Pick<FileSystem, 'status' | 'realPath'>, path: string): boolean {
  const status = files.status(path);
  if (!status?.isSymbolicLink()) return status?.isFile() ?? false;
  try {
    return files.status(files.realPath(path))?.isFile() ?? false;
  } catch {
    return false;
  }
}
