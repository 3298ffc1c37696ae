import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Patterns of export lists and of single exports in the source of a module, for both module systems and after bundlers. */
const lists = [
  /\bexport\s*\{([^}]*)\}/g,
  /\bmodule\.exports\s*=\s*\{([^}]*)\}/g,
  /\b__export\w*\(\s*[\w$]+\s*,\s*\{([^}]*)\}/g,
];
const singles = [
  /\bexport\s+(?:default\s+)?(?:async\s+)?(?:class|function\s*\*?|const|let|var)\s+([\w$]+)/g,
  /\bexport\s*\*\s*as\s+([\w$]+)/g,
  /\bexports\.([\w$]+)\s*=/g,
  /\bdefineProperty\(\s*(?:module\.)?exports\s*,\s*['"]([\w$]+)['"]/g,
];
/** Patterns of modules that are exported as a whole. */
const stars = [
  /\bexport\s*\*\s*from\s*['"](\.{1,2}\/[^'"]+)['"]/g,
  /\b(?:__exportStar\(|__reExport\(\w+\s*,\s*|module\.exports\s*=\s*)require\(\s*['"](\.{1,2}\/[^'"]+)['"]/g,
];

/**
 * Names that a module of the SDK may export, read from its source. Patterns are good enough: a wrong name is `undefined` in the wrapped
 * module, and a missed one keeps the original value.
 */
export function exportedNames(file: string, seen: Set<string> = new Set()): Set<string> {
  const names = new Set<string>();
  if (seen.has(file)) return names;
  seen.add(file);
  const source = sourceOf(file);
  for (const pattern of lists) {
    for (const [, list = ''] of source.matchAll(pattern)) for (const name of listed(list)) names.add(name);
  }
  for (const pattern of singles) for (const [, name] of source.matchAll(pattern)) names.add(name!);
  for (const pattern of stars) {
    for (const [, path] of source.matchAll(pattern)) {
      for (const name of exportedNames(fileAt(join(dirname(file), path!)), seen)) names.add(name);
    }
  }
  return names;
}

/** The exported names of `a, b as c, d: () => d`. */
function listed(list: string): string[] {
  return list.split(',').flatMap((part) => {
    const name = /(?:\bas\s+)?([\w$]+)\s*$/.exec(part.split(':')[0]!)?.[1];
    return name === undefined ? [] : [name];
  });
}

function fileAt(path: string): string {
  return [path, `${path}.js`, `${path}.cjs`, join(path, 'index.js')].find(isFile) ?? path;
}

function isFile(path: string): boolean {
  return existsSync(path) && sourceOf(path) !== '';
}

function sourceOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
