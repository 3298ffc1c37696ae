import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Patterns of export lists and of single exports in the source of a module, for both module systems and after bundlers. */
const lists = [
  /\bexport\s*\{([^}]*)\}/g,
  /\bmodule\.exports\s*=\s*\{([^}]*)\}/g,
  /\b__export\w*\(\s*[\w$]+\s*,\s*\{([^}]*)\}/g,
];
const singles = [
  /\bexport\s+(?:default\s+)?(?:async\s+)?(?:class|function\s*\*?)\s+([\w$]+)/g,
  /\bexport\s*\*\s*as\s+([\w$]+)/g,
  /\bexports\.([\w$]+)\s*=/g,
  /\bexports\[\s*['"]([\w$]+)['"]\s*\]\s*=/g,
  /\bdefineProperty\(\s*(?:module\.)?exports\s*,\s*['"]([\w$]+)['"]/g,
];
/** `export const a = 1, b = 2`, up to its end or to the next statement. */
const declarations =
  /\bexport\s+(?:const|let|var)\b([^;]*?)(?=;|$|\n(?:export|import|class|function|const|let|var)\b)/g;
/** The names that a declaration declares: before `=`, and in `{ a, b: c, ...d }` or `[a, b]` what is no key. */
const declared = /(?:^|[{[,:]|\.\.\.)\s*([\w$]+)\s*(?=[,=}\]]|$)/g;
const esModule = /(?:^|[;}\s])export\s*[{*\w]/;
/** Patterns of modules that are exported as a whole. */
const stars = [
  /\bexport\s*\*\s*from\s*['"]([^'"]+)['"]/g,
  /\b(?:__exportStar\(|__reExport\(\w+\s*,\s*|module\.exports\s*=\s*)require\(\s*['"]([^'"]+)['"]/g,
];

/**
 * Names that a module of the SDK may export, read from its source. Patterns are good enough: a wrong name is `undefined` in the wrapped
 * module, and a missed one keeps the original value. A variable without a value is missed on purpose: the module sets it later, and
 * only the original export then has the new value.
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
  for (const [, text = ''] of source.matchAll(declarations)) {
    for (const [, name] of text.matchAll(declared)) names.add(name!);
  }
  for (const name of [...names]) if (!isName(name) || isSetLater(name, source)) names.delete(name);
  for (const pattern of stars) {
    for (const [, specifier] of source.matchAll(pattern)) {
      for (const name of exportedNames(resolved(specifier!, file), seen)) names.add(name);
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

/** Whether it can be exported by its name; `module.exports = { errors: { 404: … } }` looks as if 404 could. */
function isName(name: string): boolean {
  return /^[A-Za-z_$]/.test(name);
}

/** Whether an ES module declares a variable without a value, such as `let client;`. */
function isSetLater(name: string, source: string): boolean {
  const variable = `\\b(?:let|var)\\s+(?:[\\w$]+\\s*,\\s*)*${name.replaceAll('$', '\\$&')}`;
  const unset = new RegExp(`${variable}\\s*(?:[;,]|$|\\n|=\\s*(?:null|undefined|void 0)\\b)`);
  return esModule.test(source) && unset.test(source);
}

/** The file of a module that another one exports; for an unknown module the specifier, which is no file. */
function resolved(specifier: string, from: string): string {
  if (specifier.startsWith('.')) return fileAt(join(dirname(from), specifier));
  try {
    return createRequire(from).resolve(specifier);
  } catch {
    return specifier;
  }
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
