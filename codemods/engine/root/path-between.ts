import { relative, sep } from 'node:path';

/** The way from one folder to a path, with `/`; empty where they are one. */
export function pathBetween(from: string, to: string): string {
  return relative(from, to).split(sep).join('/');
}

/** Paths that are below a root, relative to it, with `/`. */
export function pathsBelow(root: string, paths: readonly string[]): string[] {
  return paths
    .map((path) => pathBetween(root, path))
    .filter((path) => path !== '' && path !== '..' && !path.startsWith('../'));
}
