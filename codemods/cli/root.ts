import { realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { UsageError } from '../engine/usage-error';
import { globBase, isGlob } from '../engine/walk/glob';

export interface Root {
  /** Real path of the folder that is migrated. */
  root: string;
  /** What was given, relative to the root with `/`; none: all of it. */
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
 * The root of a run: the one folder given; else the working directory where everything given is inside it; else the nearest
 * folder that has it all.
 *
 * @throws {UsageError} for a path that does not exist
 */
export function locateRoot(given: readonly string[], cwd: string): Root {
  const places = (given.length === 0 ? ['.'] : given).map((path) => place(path, cwd));
  const [first, ...others] = places;
  if (first?.isFolder && others.length === 0) return { root: first.path, paths: [] };
  const here = realpathSync.native(cwd);
  const root = places.every(({ path }) => isInside(path, here))
    ? here
    : places.map(({ folder }) => folder).reduce(commonFolder);
  return { root, paths: places.map(({ path }) => pathBetween(root, path) || '.') };
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

/** The way from one folder to a path, with `/`; empty where they are one. */
export function pathBetween(from: string, to: string): string {
  return relative(from, to).split(sep).join('/');
}
