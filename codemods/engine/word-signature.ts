/*
 * A Bloom filter of the words of one text: a word that it does not have is not in the text, and one that it has almost always is. It takes
 * about a sixteenth of the text's memory, where a map from words to files takes more than the texts.
 */

/** Source of a pattern for a letter of an identifier; a character above ASCII counts as one. */
export const LETTER = '[\\w$\\u0080-\\uffff]';

const LETTERS = Uint8Array.from({ length: 128 }, (_, code) =>
  Number(new RegExp(LETTER).test(String.fromCharCode(code))),
);

const isLetter = (code: number): boolean => code >= 128 || LETTERS[code] === 1;

/** Characters of text for each bit: about one word in 40 that is not in a text seems to be. */
const CHARACTERS_PER_BIT = 2;
const LEAST_BITS = 1 << 8;
/** A bundle repeats its words. */
const MOST_BITS = 1 << 18;

export type Signature = Uint32Array;

export function signatureOf(text: string): Signature {
  const signature = new Uint32Array(bitsFor(text.length) / 32);
  let hash = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isLetter(code)) hash = hashed(hash, code);
    else if (hash !== 0) {
      add(signature, hash);
      hash = 0;
    }
  }
  if (hash !== 0) add(signature, hash);
  return signature;
}

/** Whether a text may have a word, which has letters only. */
export function mayHave(signature: Signature, hash: number): boolean {
  return has(signature, hash) && has(signature, second(hash));
}

export function hashOf(word: string): number {
  let hash = 0;
  for (let at = 0; at < word.length; at += 1) hash = hashed(hash, word.charCodeAt(at));
  return hash;
}

function bitsFor(characters: number): number {
  const wanted = Math.max(LEAST_BITS, Math.min(MOST_BITS, characters / CHARACTERS_PER_BIT));
  return 2 ** Math.ceil(Math.log2(wanted));
}

/** One step of FNV-1a. Zero stands for no word, so it is never a result. */
const hashed = (hash: number, code: number): number =>
  Math.imul((hash || 0x811c9dc5) ^ code, 0x01000193) || 1;

/** Another hash of the same word, from the bits that the first does not use. */
const second = (hash: number): number => Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);

function add(signature: Signature, hash: number): void {
  set(signature, hash);
  set(signature, second(hash));
}

/** FNV mixes upwards, so its lowest bits are its worst. */
const bitOf = (signature: Signature, hash: number): number =>
  (hash ^ (hash >>> 16)) & (signature.length * 32 - 1);

function set(signature: Signature, hash: number): void {
  const bit = bitOf(signature, hash);
  signature[bit >>> 5]! |= 1 << (bit & 31);
}

function has(signature: Signature, hash: number): boolean {
  const bit = bitOf(signature, hash);
  return (signature[bit >>> 5]! & (1 << (bit & 31))) !== 0;
}
