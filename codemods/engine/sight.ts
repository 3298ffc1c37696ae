import { posix } from 'node:path';
import type { Files } from '../resolve/files';
import type { Sight } from '../resolve/flow/flow';
import type { ImportGraph } from './import-graph';

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
  const found = new Map<string, readonly string[]>();
  const wanted = new Set<string>();
  let asked = 0;
  let loaded: ReadonlySet<string> = new Set();

  const search = (key: string, isMatch: (text: string, file: string) => boolean): boolean => {
    let matching = found.get(key);
    if (!matching) {
      matching = searched.filter((file) => isMatch(read(file), file));
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
      return search(`write ${name}`, (text) => text.includes(name) && isWrite.test(text));
    },
    hasFile: (path) => search(`file ${path}`, (_, file) => file === path),
    hasReaders: (name) => search(`read ${name}`, (text) => text.includes(name)),
    hasImporters: (unit) => {
      const path = fileOf(unit);
      const words = wordsFor(path, packageOf(path));
      return search(
        `import ${path}`,
        (text, file) => words.some((word) => text.includes(word)) && imports(file).includes(path),
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

/** Words of which one stands in whatever imports a file. */
function wordsFor(path: string, packageName: string | undefined): string[] {
  const stem = posix.basename(path).replace(/\.[^.]+$/, '');
  if (stem !== 'index') return [stem, ...(packageName ? [packageName] : [])];
  const folder = posix.basename(posix.dirname(path));
  return [folder, "'.", '".', '`.', ...(packageName ? [packageName] : [])];
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
