import { posix } from 'node:path';
import type { Files } from '../resolve/files';
import type { Sight } from '../resolve/flow/flow';
import type { ImportGraph } from './import-graph';
import { createWordIndex } from './word-index';

export interface SightOptions {
  /** Absolute paths of every source file that may hold a use of a value. */
  searched: readonly string[];
  files: Files;
  imports: ImportGraph;
  /** Whether code outside the repository may import a file. */
  isPublic: (file: string) => boolean;
  /** Name of the package that a file belongs to. */
  packageOf: (file: string) => string | undefined;
  /** Path of the file that a unit stands in. */
  fileOf: (unit: string) => string;
}

/** A sight over the repository that notes which files were asked for and are not loaded. */
export interface WideningSight extends Sight {
  /** @param loaded absolute paths of the files of the program that is asked next */
  begin(loaded: ReadonlySet<string>): void;
  /** The files that were asked for since the last call and were not loaded. */
  take(): string[];
}

/** Texts that are kept for the next search, in characters. Above that, each search reads the files again. */
const MAX_KEPT = 128 * 1024 * 1024;
/** Files that questions may bring in: past that, what is not loaded stays open. */
const MAX_WANTED = 4000;

/**
 * Finds the files that a question about values depends on, by their texts: who writes to a member, who reads it, who imports a
 * file. Nothing is read before the first such question.
 */
export function createSight(options: SightOptions): WideningSight {
  const { searched, files, imports, isPublic, packageOf, fileOf } = options;
  const read = keptTexts(files);
  const words = createWordIndex(searched, read);
  const isSearched = new Set(searched);
  let dotted: readonly string[] | undefined;
  const found = new Map<string, readonly string[]>();
  const wanted = new Set<string>();
  let asked = 0;
  let loaded: ReadonlySet<string> = new Set();

  const search = (
    key: string,
    candidates: () => readonly string[],
    isMatch: (file: string) => boolean = () => true,
  ): boolean => {
    let matching = found.get(key);
    if (!matching) {
      matching = candidates().filter(isMatch);
      found.set(key, matching);
    }
    const missing = matching.filter((file) => !loaded.has(file));
    if (asked < MAX_WANTED) for (const file of missing) wanted.add(file);
    asked += missing.length;
    return missing.length === 0;
  };

  return {
    begin(now) {
      loaded = now;
    },
    take() {
      const taken = [...wanted];
      wanted.clear();
      return taken;
    },
    isPublic: (unit) => isPublic(fileOf(unit)),
    hasWriters: (name) => {
      const isWrite = writeOf(name);
      return search(
        `write ${name}`,
        () => words.filesWith(name),
        (file) => isWrite.test(read(file)),
      );
    },
    hasFile: (path) => search(`file ${path}`, () => (isSearched.has(path) ? [path] : [])),
    hasReaders: (name) => search(`read ${name}`, () => words.filesWith(name)),
    hasImporters: (unit) => {
      const path = fileOf(unit);
      return search(
        `import ${path}`,
        () => {
          const named = namesFor(path, packageOf(path)).flatMap((name) => words.filesWith(name));
          if (!isIndex(path)) return [...new Set(named)];
          dotted ??= searched.filter((file) => dots.test(read(file)));
          return [...new Set([...named, ...dotted])];
        },
        (file) => imports(file).includes(path),
      );
    },
  };
}

/** `.name = …`, `['name'] = …`, a key of a call that assigns or decorates; `this.name` is read with its class. */
function writeOf(name: string): RegExp {
  const escaped = name.replace(/[^\w]/g, '\\$&');
  return new RegExp(
    `(?<!\\bthis)(?:\\.${escaped}|\\[\\s*['"\`]${escaped}['"\`]\\s*\\])\\s*(?:\\|\\||&&|\\?\\?)?=(?![=>])` +
      `|\\b(?:decorate\\w*|defineProperty|set)\\s*\\([^)]*['"\`]${escaped}['"\`]`,
  );
}

const stemOf = (path: string): string => posix.basename(path).replace(/\.[^.]+$/, '');
const isIndex = (path: string): boolean => stemOf(path) === 'index';
/** A specifier that names a folder by its place alone: `.`, `../..`. */
const dots = /['"`]\.{1,2}(?:\/\.\.)*\/?['"`]/;

/** Names of which one stands in whatever imports a file, but for an index that is imported by its place. */
function namesFor(path: string, packageName: string | undefined): string[] {
  const name = isIndex(path) ? posix.basename(posix.dirname(path)) : stemOf(path);
  return packageName ? [name, packageName] : [name];
}

function keptTexts(files: Files): (file: string) => string {
  const kept = new Map<string, string>();
  let size = 0;
  return (file) => {
    const known = kept.get(file);
    if (known !== undefined) return known;
    const text = files.read(file) ?? '';
    size += text.length;
    if (size <= MAX_KEPT) kept.set(file, text);
    return text;
  };
}
