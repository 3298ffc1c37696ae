import { append } from '../resolve/append';
import { escapePattern } from './escape-pattern';

const letter = '[\\w$\\u0080-\\uffff]';
/** A word is an identifier; a name with other characters (`my-file`) is several words. */
const word = new RegExp(`${letter}+`, 'g');

/** Whether a text has a word. A plain search comes first, which is faster than the pattern. */
function searchForWord(each: string): (text: string) => boolean {
  const whole = new RegExp(`(?<!${letter})${escapePattern(each)}(?!${letter})`);
  return (text) => text.includes(each) && whole.test(text);
}

/** So many searches read the texts themselves. Past that, one pass over all texts pays for itself. */
const SCANS = 16;

/** Finds the files that have a word, in time that does not grow with the number of files times searches. */
export interface WordIndex {
  /** Files whose text has all words of a name, in the order given. */
  filesWith(name: string): readonly string[];
}

/**
 * @param files absolute paths, in the order of the answers
 * @param read text of a file
 */
export function createWordIndex(files: readonly string[], read: (file: string) => string): WordIndex {
  let scans = 0;
  let filesOf: Map<string, number[]> | undefined;

  return {
    filesWith(name) {
      const words = name.match(word) ?? [];
      if (words.length === 0) return files;
      if (scans < SCANS) {
        scans += 1;
        const searches = words.map(searchForWord);
        return files.filter((file) => {
          const text = read(file);
          return searches.every((isIn) => isIn(text));
        });
      }
      filesOf ??= indexed(files, read);
      const lists = words
        .map((each) => filesOf?.get(each) ?? [])
        .sort((one, other) => one.length - other.length);
      const [rarest = [], ...others] = lists;
      const sets = others.map((list) => new Set(list));
      return rarest.flatMap((position) => (sets.every((set) => set.has(position)) ? [files[position]!] : []));
    },
  };
}

function indexed(files: readonly string[], read: (file: string) => string): Map<string, number[]> {
  const filesOf = new Map<string, number[]>();
  for (const [position, file] of files.entries()) {
    for (const each of new Set(read(file).match(word))) append(filesOf, each, position);
  }
  return filesOf;
}
