import type { Files } from '../resolve/files';
import type { Sight } from '../resolve/flow/flow';
import { escapePattern } from './escape-pattern';
import { type ImportGraph, importersByTarget } from './import-graph';
import type { KeptNamespaces } from './kept-namespaces';
import { createWordIndex, type WordIndex } from './word-index';

export interface SearchOptions {
  /** Absolute paths of every source file that may hold a use of a value; asked for once something is searched. */
  searched: () => readonly string[];
  files: Files;
  imports: ImportGraph;
}

/** Finds files by their text. It reads nothing before the first search, and caches every search. */
export interface Search {
  /** Finds the files whose text has a name and matches the pattern. */
  matching(name: string, pattern?: RegExp): Found;
  /** The files that import a file. */
  importing(path: string): readonly string[];
  /** The number of characters in a file. */
  sizeOf(path: string): number;
}

interface Found {
  files: readonly string[];
  /** Characters of all files that have the name. */
  characters: number;
}

export function createSearch({ searched, files, imports }: SearchOptions): Search {
  const { read, sizeOf } = keptTexts(files);
  let words: WordIndex | undefined;
  const found = new Map<string, Found>();
  let importers: Map<string, string[]> | undefined;
  return {
    matching(name, pattern) {
      const key = `${name} ${pattern?.source}`;
      const known = found.get(key);
      if (known) return known;
      let characters = 0;
      words ??= createWordIndex(searched(), read);
      const files = words.filesWith(name).filter((file) => {
        const text = read(file);
        characters += text.length;
        return pattern?.test(text) ?? true;
      });
      const matching = { files, characters };
      found.set(key, matching);
      return matching;
    },
    importing(path) {
      importers ??= importersByTarget(searched(), imports);
      return importers.get(path) ?? [];
    },
    sizeOf,
  };
}

export interface SightOptions {
  search: Search;
  keptNamespaces: KeptNamespaces;
  /** Whether code outside the repository may import a file. */
  isPublic: (file: string) => boolean;
  /** Whether a file is looked through for uses of a client. */
  isLookedThrough: (file: string) => boolean;
  /** Path of a unit's file. */
  fileOf: (unit: string) => string;
}

/** A sight over the repository that records the files that were asked for and are not loaded. */
export interface WideningSight extends Sight {
  /** @param loaded absolute paths of the files of the next program */
  begin(loaded: ReadonlySet<string>): void;
  /** The files that were asked for since the last call and are not loaded. */
  take(): string[];
}

/** Characters of texts that are kept for the next search. Above that, each search reads the files again. */
const MAX_KEPT = 64 * 1024 * 1024;
/** Characters of files that the questions of a batch may load by name. Past that, values in unloaded files stay open. */
const MAX_WANTED = 8 * 1024 * 1024;

/**
 * Finds the files that a points-to question depends on by their texts: the writers and readers of a member, and the importers of a
 * file.
 */
export function createSight({
  search,
  keptNamespaces,
  isPublic,
  isLookedThrough,
  fileOf,
}: SightOptions): WideningSight {
  let wanted = new Set<string>();
  const brought = new Set<string>();
  let size = 0;
  let loaded: ReadonlySet<string> = new Set();
  let counted = new Set<Found>();
  let searched = 0;

  const areLoaded = (matching: readonly string[]): boolean => {
    let all = true;
    for (const file of matching) {
      if (loaded.has(file)) continue;
      all = false;
      if (!brought.has(file)) {
        const characters = search.sizeOf(file);
        if (size + characters > MAX_WANTED) continue;
        size += characters;
        brought.add(file);
      }
      wanted.add(file);
    }
    return all;
  };

  const findsAll = (name: string, pattern?: RegExp): boolean => {
    const found = search.matching(name, pattern);
    if (!counted.has(found)) searched += found.characters;
    counted.add(found);
    return areLoaded(found.files);
  };

  return {
    begin(now) {
      loaded = now;
      counted = new Set();
    },
    take() {
      const taken = [...wanted];
      wanted = new Set();
      return taken;
    },
    isPublic: (unit) => isPublic(fileOf(unit)),
    hasNamespaces: (unit) => keptNamespaces.mayReach(fileOf(unit)),
    isLookedThrough: (unit) => isLookedThrough(fileOf(unit)),
    searched: () => searched,
    hasWriters: (name) => findsAll(name, writeOf(name)),
    hasFile: (path) => areLoaded([path]),
    hasReaders: (name) => findsAll(name),
    hasTakers: (name) => findsAll(name, takingOf(name)),
    hasImporters: (unit) => areLoaded(search.importing(fileOf(unit))),
  };
}

/**
 * Matches `.name = …`, `['name'] = …`, `for (x.name of …)`, the last target of a pattern, and keys of calls that assign or decorate;
 * `this.name` is read with its class.
 */
function writeOf(name: string): RegExp {
  const own = escapePattern(name);
  return new RegExp(
    `(?<!\\bthis)(?:\\.${own}|\\[\\s*['"\`]${own}['"\`]\\s*\\])(?:\\s*(?:[}\\]][\\s}\\]]*)?(?:\\|\\||&&|\\?\\?)?=(?![=>])|\\s+of\\b)` +
      `|\\b(?:decorate\\w*|defineProperty|__defineGetter__|set)\\s*\\([^)]*['"\`]${own}['"\`]` +
      `|\\bdefineProperties\\s*\\([^)]*\\b${own}\\b`,
  );
}

/** Matches `x.name` without a further member, and `name` in braces, except as the key of a literal value. */
function takingOf(name: string): RegExp {
  const own = escapePattern(name);
  return new RegExp(
    `\\.\\s*${own}\\b(?!\\s*(?:\\?\\.|\\[))|[{,]\\s*${own}\\s*(?::\\s*[^\\s{]|[,}=])|\\[\\s*['"\`]${own}['"\`]`,
  );
}

interface Texts {
  read(file: string): string;
  sizeOf(file: string): number;
}

/** Keeps texts up to a bound, and the sizes of all that were read. */
function keptTexts(files: Files): Texts {
  const kept = new Map<string, string>();
  const sizes = new Map<string, number>();
  let size = 0;
  const read = (file: string): string => {
    const known = kept.get(file);
    if (known !== undefined) return known;
    const text = files.read(file) ?? '';
    sizes.set(file, text.length);
    if (size + text.length <= MAX_KEPT) {
      size += text.length;
      kept.set(file, text);
    }
    return text;
  };
  return { read, sizeOf: (file) => sizes.get(file) ?? read(file).length };
}
