import { escapePattern } from './escape-pattern';
import { hashOf, LETTER, mayHave, type Signature, signatureOf } from './word-signature';

/** A word is an identifier; a name with other characters (`my-file`) is several words. */
const word = new RegExp(`${LETTER}+`, 'g');

/** Whether a text has a word. A plain search comes first, which is faster than the pattern. */
function searchForWord(each: string): (text: string) => boolean {
  const whole = new RegExp(`(?<!${LETTER})${escapePattern(each)}(?!${LETTER})`);
  return (text) => text.includes(each) && whole.test(text);
}

/** So many searches read all texts themselves. Past that, the signatures of all texts pay for themselves. */
const SCANS = 8;

/** Finds the files that have a word. It reads the other files a fixed number of times, however many words are searched for. */
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
  let signatures: readonly Signature[] | undefined;

  const mayHaveAll = (words: readonly string[]): readonly string[] => {
    if (scans < SCANS) {
      scans += 1;
      return files;
    }
    signatures ??= files.map((file) => signatureOf(read(file)));
    const hashes = words.map(hashOf);
    return files.filter((_, position) => hashes.every((hash) => mayHave(signatures![position]!, hash)));
  };

  return {
    filesWith(name) {
      const words = name.match(word) ?? [];
      if (words.length === 0) return files;
      const searches = words.map(searchForWord);
      return mayHaveAll(words).filter((file) => {
        const text = read(file);
        return searches.every((isIn) => isIn(text));
      });
    },
  };
}
