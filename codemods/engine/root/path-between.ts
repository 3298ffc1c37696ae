import { relative, sep } from 'node:path';

/** The relative path from a folder to a path, with `/`; empty where they are the same. */
export function pathBetween(from: string, to: string): string {
  return relative(from, to).split(sep).join('/');
}

/** The paths that are below a root, relative to it, with `/`. */
export function pathsBelow(root: string, paths: readonly string[]): string[] {
  return paths
    .map((path) => pathBetween(root, path))
    .filter((path) => path !== '' && path !== '..' && !path.startsWith('../'));
}
