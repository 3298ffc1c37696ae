/** An escaped letter in a name: `\u0066`, `\u{66}`, `\x66`, and in sloppy strings `\146`. */
const ESCAPED_LETTER = /\\(?:u00[4-7]|u\{0*[4-7]|x[4-7]|1[0-7]{2})/;
const BACKSLASH = 0x5c;
const MARKS = new Set([...'ux1'].map((mark) => mark.charCodeAt(0)));

/** Whether a file may contain an escaped letter. Searches the bytes first, since most files have no such backslash. */
export function holdsEscapes(content: Buffer): boolean {
  for (let at = content.indexOf(BACKSLASH); at >= 0; at = content.indexOf(BACKSLASH, at + 2)) {
    if (MARKS.has(content[at + 1]!)) return ESCAPED_LETTER.test(content.toString('latin1', at));
  }
  return false;
}

/** Whether a text contains an escaped letter. */
export const textHoldsEscapes = (text: string): boolean => ESCAPED_LETTER.test(text);

/** Source of a pattern that matches a name in a string or an identifier, with any of its letters escaped. */
export function escapable(name: string): string {
  return `(?<![\\w$\\\\])${[...name].map(escapableLetter).join('')}(?![\\w$])`;
}

function escapableLetter(letter: string): string {
  const code = letter.charCodeAt(0);
  const hex = code.toString(16).replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
  return `(?:${letter}|\\\\(?:x${hex}|u00${hex}|u\\{0*${hex}\\}|${code.toString(8)}))`;
}
