/** How a letter of a name may be written in a file: `\u0066`, `\u{66}`, `\x66`, and in sloppy strings `\146`. */
const ESCAPED_LETTER = /\\(?:u00[4-7]|u\{0*[4-7]|x[4-7]|1[0-7]{2})/;
const BACKSLASH = 0x5c;
const MARKS = new Set([...'ux1'].map((mark) => mark.charCodeAt(0)));

/** Whether a letter may be escaped in a file. Most files have no backslash that could do so, and never become a text here. */
export function holdsEscapes(content: Buffer): boolean {
  for (let at = content.indexOf(BACKSLASH); at >= 0; at = content.indexOf(BACKSLASH, at + 2)) {
    if (MARKS.has(content[at + 1]!)) return ESCAPED_LETTER.test(content.toString('latin1', at));
  }
  return false;
}

/** The same of a text. */
export const textHoldsEscapes = (text: string): boolean => ESCAPED_LETTER.test(text);

/** Source of a pattern that matches a name, each of whose letters may be escaped: in a string or in an identifier, it is the name. */
export function escapable(name: string): string {
  return `(?<![\\w$\\\\])${[...name].map(escapableLetter).join('')}(?![\\w$])`;
}

function escapableLetter(letter: string): string {
  const code = letter.charCodeAt(0);
  const hex = code.toString(16).replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
  return `(?:${letter}|\\\\(?:x${hex}|u00${hex}|u\\{0*${hex}\\}|${code.toString(8)}))`;
}
