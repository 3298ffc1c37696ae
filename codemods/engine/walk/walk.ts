import { isAbsolute, join, relative, sep } from 'node:path';
import { disk } from '../file-system/disk';
import type { FileSystem, FolderEntry } from '../file-system/file-system';
import { UsageError } from '../usage-error';
import { isIgnored, type Layers, layersAbove, layersInside, withFolder } from './gitignore';
import { globBase, globMatcher, isGlob, pathGlobMatcher } from './glob';

export interface Selection {
  /** Files, folders or globs, absolute or relative to the root; none: everything below the root. */
  paths: readonly string[];
  /** Globs; where there are any, only files that match one are taken. */
  include: readonly string[];
  /** Globs of files that are left out. */
  exclude: readonly string[];
  /** Endings with their dot (`.ts`); none: every regular file. */
  extensions?: readonly string[] | undefined;
  /** Called for every folder that cannot be listed; the rest is walked. Without it the error is thrown. */
  onUnreadable?: ((folder: string, error: NodeJS.ErrnoException) => void) | undefined;
  /** Called for every repository within the root, which is left alone. */
  onRepository?: ((folder: string) => void) | undefined;
}

/** Folders of dependencies, of output, and of version control. */
export const skippedFolders: ReadonlySet<string> = new Set([
  'node_modules',
  'dist',
  'build',
  'out',
  'coverage',
  'vendor',
  '.git',
  '.hg',
  '.svn',
]);

export const isMinified = (name: string) => name.includes('.min.');

/**
 * The regular files of a selection, relative to the root, with `/`, in order of their code units.
 *
 * The walk leaves out files that git ignores (nested `.gitignore` files, those above the root, `info/exclude`), the usual folders of
 * dependencies and output, minified files, and repositories within this one, such as submodules, except for files and folders that
 * `paths` names. Symlinks are not followed: a file inside the root is visited at its own path, and one outside is not ours.
 *
 * @throws {UsageError} for a path that does not exist, matches nothing or lies outside the root
 */
export function walk(root: string, selection: Selection, fileSystem: FileSystem = disk): string[] {
  const { onUnreadable, onRepository } = selection;
  const walked: Walk = { root, fileSystem, wanted: filter(selection), onUnreadable, onRepository };
  if (selection.paths.length === 0) {
    const files: string[] = [];
    visit(walked, '', layersAbove(root, fileSystem), files);
    return files;
  }
  const real = { ...walked, root: fileSystem.realPath(root) };
  const found = new Set<string>();
  for (const path of selection.paths) for (const file of filesOf(real, path)) found.add(file);
  return [...found].sort();
}

interface Walk extends Pick<Selection, 'onUnreadable' | 'onRepository'> {
  root: string;
  fileSystem: FileSystem;
  wanted: Filter;
}

type Filter = ((path: string, name: string) => boolean) | undefined;

/** Whether a selection would take a path that the walk leaves out. Globs among `paths` do not count. */
export function selects(selection: Selection): (path: string) => boolean {
  const wanted = filter(selection);
  const folders = selection.paths
    .filter((path) => !isGlob(path))
    .map((path) => path.replace(/^\.\/|\/$/g, ''));
  return (path) =>
    (wanted === undefined || wanted(path, path.slice(path.lastIndexOf('/') + 1))) &&
    (selection.paths.length === 0 ||
      folders.some((folder) => folder === '.' || path === folder || path.startsWith(`${folder}/`)));
}

function filter({ include, exclude, extensions }: Selection): Filter {
  const endings = extensions && new Set(extensions);
  const included = include.length > 0 ? globMatcher(include) : undefined;
  const excluded = exclude.length > 0 ? globMatcher(exclude) : undefined;
  if (!endings && !included && !excluded) return undefined;
  return (path, name) =>
    (endings === undefined || endings.has(name.slice(name.lastIndexOf('.')))) &&
    (included === undefined || included(path)) &&
    (excluded === undefined || !excluded(path));
}

/** @param walked its root is a real path */
function filesOf(walked: Walk, path: string): string[] {
  const { root, fileSystem, wanted } = walked;
  const absolute = isAbsolute(path) ? path : join(root, path);
  const status = fileSystem.status(absolute);
  if (status === undefined) {
    if (isGlob(path)) return filesMatching(walked, path);
    throw new UsageError(`no such file or folder: ${path}`);
  }
  const inside = pathInside(root, fileSystem.realPath(absolute));
  if (inside === undefined) {
    throw new UsageError(
      `${path} is outside ${status.isSymbolicLink() ? 'the root (a symlink)' : 'the root'}`,
    );
  }
  const real = status.isSymbolicLink() ? fileSystem.status(join(root, inside)) : status;
  if (real?.isDirectory()) {
    const files: string[] = [];
    const prefix = inside === '' ? '' : `${inside}/`;
    visit(walked, prefix, layersAt(walked, prefix), files);
    return files;
  }
  if (!real?.isFile()) throw new UsageError(`${path} is neither a file nor a folder`);
  const name = inside.slice(inside.lastIndexOf('/') + 1);
  return wanted === undefined || wanted(inside, name) ? [inside] : [];
}

/** Walks from the folder before the glob's first wildcard. */
function filesMatching(walked: Walk, pattern: string): string[] {
  const { root, fileSystem, wanted } = walked;
  const below = isAbsolute(pattern) ? pathInside(root, pattern) : pattern.replace(/^(\.\/)+/, '');
  if (below === undefined || below.split('/').includes('..')) {
    throw new UsageError(`${pattern} is outside the root`);
  }
  const base = globBase(below);
  const files: string[] = [];
  if (fileSystem.status(join(root, base))?.isDirectory()) {
    visit({ ...walked, wanted: undefined }, base, layersAt(walked, base), files);
  }
  const matches = pathGlobMatcher(below);
  const matching = files.filter((file) => matches(file));
  if (matching.length === 0) throw new UsageError(`no file matches ${pattern}`);
  return wanted === undefined
    ? matching
    : matching.filter((file) => wanted(file, file.slice(file.lastIndexOf('/') + 1)));
}

function pathInside(root: string, absolute: string): string | undefined {
  const path = relative(root, absolute);
  if (path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path)) return undefined;
  return path.split(sep).join('/');
}

/** The layers that a walk from the root would have at a named folder. */
function layersAt({ root, fileSystem }: Walk, prefix: string): Layers {
  let layers = layersAbove(root, fileSystem);
  let at = '';
  for (const name of prefix.split('/').slice(0, -1)) {
    layers = withFolder(layers, root, at, fileSystem);
    at += `${name}/`;
    layers = layersInside(layers, at);
  }
  return layers;
}

/** One listing per folder and no call per file, as this is most of the cost of a run over a repository without the SDK. */
function visit(walked: Walk, prefix: string, outer: Layers, files: string[], isNamed = true): void {
  const { root, fileSystem, wanted, onUnreadable, onRepository } = walked;
  let entries: readonly FolderEntry[];
  try {
    entries = fileSystem.list(root + sep + prefix);
  } catch (error) {
    if (onUnreadable === undefined) throw error;
    onUnreadable(prefix === '' ? '.' : prefix.slice(0, -1), error as NodeJS.ErrnoException);
    return;
  }
  if (!isNamed && entries.some(({ name }) => name === '.git')) {
    onRepository?.(prefix.slice(0, -1));
    return;
  }
  const layers = entries.some((entry) => entry.name === '.gitignore' && entry.isFile())
    ? withFolder(outer, root, prefix, fileSystem)
    : outer;
  // A folder sorts as its path with the `/`, so that the walk returns files in the order of their paths.
  const names: string[] = [];
  for (const entry of entries) {
    const name = entry.name;
    if (entry.isFile()) {
      if (!isMinified(name) && (wanted === undefined || wanted(prefix + name, name))) names.push(name);
    } else if (entry.isDirectory() && !skippedFolders.has(name)) names.push(`${name}/`);
  }
  for (const name of names.sort()) {
    const path = prefix + name;
    const isFolder = name.endsWith('/');
    if (layers.length > 0 && isIgnored(layers, path)) continue;
    if (isFolder) {
      const inside = layers.length > 1 ? layersInside(layers, path) : layers;
      visit(walked, path, inside, files, false);
    } else files.push(path);
  }
}
