import picomatch from 'picomatch';
import { linearGlob } from './linear-glob';

export function isGlob(pattern: string): boolean {
  return picomatch.scan(pattern).isGlob;
}

/** The folder before a glob's first wildcard, with a trailing `/`; empty for none. */
export function globBase(pattern: string): string {
  const base = picomatch.scan(pattern).base.replace(/\/+$/, '');
  return base === '' || base === '.' ? '' : `${base}/`;
}

/** A test for one glob given as a path, anchored at the root. A glob that matches a folder takes everything below it. */
export function pathGlobMatcher(pattern: string): (path: string) => boolean {
  return anyOf([pattern, `${pattern.replace(/\/+$/, '')}/**`]);
}

/** A test for one glob of workspaces, which matches folders and nothing below them. */
export function folderGlobMatcher(pattern: string): (path: string) => boolean {
  return linearGlob(pattern.replace(/^\.?\//, '').replace(/\/+$/, ''));
}

/**
 * A test for paths relative to the root, with `/`. As in a .gitignore, a pattern without `/` matches at any depth, and a pattern that
 * matches a folder takes everything below it.
 */
export function globMatcher(patterns: readonly string[]): (path: string) => boolean {
  const expanded = patterns.flatMap((pattern) => {
    const trimmed = pattern.replace(/^\.?\//, '').replace(/\/+$/, '');
    const anchored = trimmed.includes('/') ? trimmed : `**/${trimmed}`;
    return [anchored, `${anchored}/**`];
  });
  return anyOf(expanded);
}

function anyOf(patterns: readonly string[]): (path: string) => boolean {
  const tests = patterns.map(linearGlob);
  return (path) => tests.some((matches) => matches(path));
}

/** A pattern that matches exactly this path. */
export function escapeGlob(path: string): string {
  return path.replace(/[\\*?[\](){}!+@|^$]/g, '\\$&');
}
