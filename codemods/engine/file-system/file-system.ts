import type { Reader } from './reader';

/** An entry of a folder. A symlink is neither a file nor a folder. */
export interface FolderEntry {
  name: string;
  isFile(): boolean;
  isDirectory(): boolean;
}

/** The status of a path itself; a symlink is not followed. */
export interface PathStatus {
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

/**
 * The source that a run reads: the disk, or texts in memory. The engine reads through nothing else, and writes through `engine/write`.
 * Paths are absolute.
 */
export interface FileSystem {
  /** @throws the system's error, where the folder cannot be listed */
  list(folder: string): readonly FolderEntry[];
  /** `undefined` for a path that does not exist or that no system allows. */
  status(path: string): PathStatus | undefined;
  /** @throws the system's error, where the file cannot be read */
  read(path: string): Buffer;
  /** A reader for many files, one after another. */
  reader(): Reader;
  /** The path without symlinks. @throws the system's error, where the path does not exist */
  realPath(path: string): string;
  /** Whether a run's findings and a repository's inventory may be kept for the next run over the same root. */
  readonly isDisk: boolean;
}

/** The text of a file; `undefined` where it cannot be read. */
export function textIfAny(files: Pick<FileSystem, 'read'>, path: string): string | undefined {
  try {
    return files.read(path).toString('utf8');
  } catch {
    return undefined;
  }
}

/** Whether a path leads to a regular file, also through symlinks. It may be no valid path, as an import may name anything. */
export function isFile(files: Pick<FileSystem, 'status' | 'realPath'>, path: string): boolean {
  const status = files.status(path);
  if (!status?.isSymbolicLink()) return status?.isFile() ?? false;
  try {
    return files.status(files.realPath(path))?.isFile() ?? false;
  } catch {
    return false;
  }
}
