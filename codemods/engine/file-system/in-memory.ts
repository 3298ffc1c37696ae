import { posix } from 'node:path';
import type { FileSystem, FolderEntry, PathStatus } from './file-system';

/**
 * Texts in memory instead of the disk. There are only these files and their folders: no repository, no symlink, nothing installed.
 *
 * @param root absolute path that relative names start from; it need not exist
 * @param texts the texts by path, relative to the root or absolute, with `/` or `\`
 */
export function inMemory(root: string, texts: Iterable<readonly [path: string, text: string]>): FileSystem {
  const at = (path: string) => withoutEnd(posix.resolve(slashed(root), slashed(path)));
  const files = new Map<string, Buffer>();
  const folders = new Map<string, Map<string, FolderEntry>>([[at('.'), new Map()]]);
  for (const [path, text] of texts) {
    const file = at(path);
    files.set(file, Buffer.from(text, 'utf8'));
    addTo(folders, file);
  }
  const read = (path: string): Buffer => files.get(at(path)) ?? missing(path);
  return {
    isDisk: false,
    list: (folder) => [...(folders.get(at(folder))?.values() ?? missing(folder))],
    status(path) {
      const place = at(path);
      if (files.has(place)) return statusOf('file');
      return folders.has(place) ? statusOf('folder') : undefined;
    },
    read,
    reader: () => (path, onOpen) => {
      const content = read(path);
      onOpen?.({ size: content.length, ino: 0, mtimeMs: 0, ctimeMs: 0 });
      return content;
    },
    realPath: (path) => at(path),
  };
}

function addTo(folders: Map<string, Map<string, FolderEntry>>, file: string): void {
  let kind: 'file' | 'folder' = 'file';
  for (let path = file; posix.dirname(path) !== path; path = posix.dirname(path)) {
    const folder = posix.dirname(path);
    const name = posix.basename(path);
    const entries = folders.get(folder) ?? new Map<string, FolderEntry>();
    entries.set(name, { name, ...statusOf(kind) });
    folders.set(folder, entries);
    kind = 'folder';
  }
}

const statusOf = (kind: 'file' | 'folder'): PathStatus => ({
  isFile: () => kind === 'file',
  isDirectory: () => kind === 'folder',
  isSymbolicLink: () => false,
});

/** A path with `/`, where `C:\work` is absolute, too. */
function slashed(path: string): string {
  const forward = path.replaceAll('\\', '/');
  return /^[A-Za-z]:\//.test(forward) ? `/${forward}` : forward;
}

const withoutEnd = (path: string) => (path.length > 1 ? path.replace(/\/+$/, '') : path);

/** Throws the system's error for a missing file. */
function missing(path: string): never {
  throw Object.assign(new Error(`ENOENT: no such file or directory, open '${path}'`), { code: 'ENOENT' });
}
