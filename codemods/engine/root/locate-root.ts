import { existsSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { CONFIG_FILE } from '../tool';
import { UsageError } from '../usage-error';
import { globBase, isGlob } from '../walk/glob';
import { pathBetween } from './path-between';
import { projectRoot } from './project-root';

export interface Root {
  /** Real path of the project's folder, which locks, journals, reports and undo go by. */
  root: string;
  /** The parts to migrate, relative to the root with `/`; empty: all of it. */
  paths: string[];
  /** The member of the workspace whose configuration holds, relative to the root; absent: the root's own does. */
  configured?: string;
}

interface Place {
  /** The folder itself, or the folder of a file; for a glob, the folder before its first wildcard. */
  folder: string;
  /** Absolute path, from the real path of its folder; a glob keeps its wildcards. */
  path: string;
  isFolder: boolean;
}

/**
 * Finds the root of a run: the project (see `projectRoot`) of the one given folder; else of the working directory, if it contains all
 * given paths; else of the nearest folder that contains them all.
 *
 * @param given files, folders and globs; none: the working directory
 * @throws {UsageError} for a path that does not exist
 */
export async function locateRoot(given: readonly string[], cwd: string): Promise<Root> {
  const places = (given.length === 0 ? ['.'] : given).map((path) => place(path, cwd));
  const start = startOf(places, cwd);
  const root = await projectRoot(start);
  if (dirname(root) === root) throw new UsageError(`${root} is no project: name a folder below it`);
  const paths = places.map(({ path }) => pathBetween(root, path) || '.');
  const configured = pathBetween(root, configuredFolder(start, root));
  return {
    root,
    paths: paths.length === 1 && paths[0] === '.' ? [] : paths,
    ...(configured !== '' && { configured }),
  };
}

/** The nearest folder with a configuration, from the start of a run up to its root. */
function configuredFolder(start: string, root: string): string {
  for (let at = start; at !== root && isInside(at, root); at = dirname(at))
    if (existsSync(join(at, CONFIG_FILE))) return at;
  return root;
}

function startOf(places: readonly Place[], cwd: string): string {
  const [first, ...others] = places;
  if (first?.isFolder && others.length === 0) return first.path;
  const here = realpathSync.native(cwd);
  return places.every(({ path }) => isInside(path, here))
    ? here
    : places.map(({ folder }) => folder).reduce(commonFolder);
}

function place(path: string, cwd: string): Place {
  const absolute = resolve(cwd, path);
  const stat = statIfAny(absolute);
  if (stat !== undefined) {
    const real = realpathSync.native(absolute);
    return { path: real, folder: stat.isDirectory() ? real : dirname(real), isFolder: stat.isDirectory() };
  }
  const base = resolve(cwd, globBase(path));
  if (!isGlob(path) || !statIfAny(base)?.isDirectory()) {
    throw new UsageError(`no such file or folder: ${path}`);
  }
  const folder = realpathSync.native(base);
  return { path: resolve(folder, relative(base, absolute)), folder, isFolder: false };
}

/** The stats of a path, if it exists. A path below a file, or one that the system does not allow, does not exist. */
function statIfAny(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function commonFolder(a: string, b: string): string {
  let folder = a;
  while (!isInside(b, folder) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
