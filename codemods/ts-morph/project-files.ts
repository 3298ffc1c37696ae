import { posix } from 'node:path';
import type { FileSystemHost, Project, SourceFile } from 'ts-morph';
import type { FileSystem, FolderEntry, PathStatus } from '../engine/file-system/file-system';
import { kindOf } from '../engine/scan/file-facts';
import { CONFIG_FILE } from '../engine/tool';

/**
 * The engine does not accept the root of a file system as a project, but ts-morph's in-memory files lie there: the engine sees every path
 * below this folder, `C:/` paths included.
 */
const ABOVE = '/project';

export const forEngine = (path: string): string =>
  (ABOVE + (path.startsWith('/') ? path : `/${path}`)).replace(/\/+$/, '');

/** `undefined` for folders above all of ts-morph's paths. */
export function forTsMorph(path: string): string | undefined {
  if (path === ABOVE) return '/';
  if (!path.startsWith(`${ABOVE}/`)) return undefined;
  return path.slice(ABOVE.length).replace(/^\/(?=[A-Za-z]:\/)/, '');
}

/**
 * Presents a ts-morph project to the engine: source files with their in-memory texts, and from the project's file system the
 * configuration that decides how imports resolve and which versions are in use.
 */
export function projectFiles(project: Project): FileSystem {
  const host = project.getFileSystem();
  const sources = new Map(project.getSourceFiles().map((file) => [forEngine(file.getFilePath()), file]));
  const folders = foldersOf(sources.keys());
  const read = (path: string): Buffer => Buffer.from(sources.get(path)?.getFullText() ?? onHost(host, path));
  return {
    isDisk: false,
    list(folder) {
      const path = folder.replace(/\/+$/, '');
      const own = folders.get(path) ?? new Map<string, FolderEntry>();
      const configuration = configurationIn(host, path).filter(({ name }) => !own.has(name));
      return [...own.values(), ...configuration];
    },
    status: (path) => statusAt(path, host, sources),
    read,
    reader: () => (path, onOpen) => {
      const content = read(path);
      onOpen?.({ size: content.length, ino: 0, mtimeMs: 0, ctimeMs: 0 });
      return content;
    },
    realPath: (path) => path,
  };
}

function statusAt(
  path: string,
  host: FileSystemHost,
  sources: ReadonlyMap<string, SourceFile>,
): PathStatus | undefined {
  if (sources.has(path)) return statusOf('file');
  const onDisk = forTsMorph(path);
  if (onDisk === undefined) return undefined;
  if (host.fileExistsSync(onDisk)) return statusOf('file');
  return host.directoryExistsSync(onDisk) ? statusOf('folder') : undefined;
}

function onHost(host: FileSystemHost, path: string): string {
  const onDisk = forTsMorph(path);
  if (onDisk === undefined || !host.fileExistsSync(onDisk))
    throw Object.assign(new Error(`ENOENT: no such file or directory, open '${path}'`), { code: 'ENOENT' });
  return host.readFileSync(onDisk, 'utf-8');
}

/** The folders of the source files, with the entries of each. */
function foldersOf(files: Iterable<string>): Map<string, Map<string, FolderEntry>> {
  const folders = new Map<string, Map<string, FolderEntry>>();
  for (const file of files) {
    let kind: 'file' | 'folder' = 'file';
    for (let path = file; path !== ABOVE && path !== '/'; path = posix.dirname(path)) {
      const name = posix.basename(path);
      const folder = posix.dirname(path);
      const entries = folders.get(folder) ?? new Map<string, FolderEntry>();
      entries.set(name, { name, ...statusOf(kind) });
      folders.set(folder, entries);
      kind = 'folder';
    }
  }
  return folders;
}

function configurationIn(host: FileSystemHost, folder: string): FolderEntry[] {
  const onDisk = forTsMorph(folder);
  if (onDisk === undefined || !host.directoryExistsSync(onDisk)) return [];
  return host
    .readDirSync(onDisk)
    .filter(({ isFile }) => isFile)
    .map(({ name }) => posix.basename(name))
    .filter((name) => kindOf(name) === 'configuration' || name === CONFIG_FILE || name === '.gitignore')
    .map((name) => ({ name, ...statusOf('file') }));
}

const statusOf = (kind: 'file' | 'folder'): PathStatus => ({
  isFile: () => kind === 'file',
  isDirectory: () => kind === 'folder',
  isSymbolicLink: () => false,
});
