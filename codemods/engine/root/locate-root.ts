import { realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { UsageError } from '../usage-error';
import { globBase, isGlob } from '../walk/glob';
import { pathBetween } from './path-between';
import { projectRoot } from './project-root';

export interface Root {
  /** Real path of the project's folder: what is locked, journalled, reported and undone goes by it. */
  root: string;
  /** What is to be migrated of it, relative to the root with `/`; none: all of it. */
  paths: string[];
}

interface Place {
  /** The folder that it is in or is; of a glob, the one before its first wildcard. */
  folder: string;
  /** Absolute, with the real path of its folder; a glob keeps its wildcards. */
  path: string;
  isFolder: boolean;
}

/**
 * The root of a run: of the one folder given; else of the working directory where everything given is inside it; else of the nearest
 * folder that has it all: the project that this is a part of (see `projectRoot`).
 *
 * @param given files, folders and globs; none: the working directory
 * @throws {UsageError} for a path that does not exist
 */
export async function locateRoot(given: readonly string[], cwd: string): Promise<Root> {
  const places = (given.length === 0 ? ['.'] : given).map((path) => place(path, cwd));
  const root = await projectRoot(startOf(places, cwd));
  if (dirname(root) === root) throw new UsageError(`${root} is no project: name a folder below it`);
  const paths = places.map(({ path }) => pathBetween(root, path) || '.');
  return { root, paths: paths.length === 1 && paths[0] === '.' ? [] : paths };
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

/** A path below a file, or one that no system allows, does not exist either. */
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
