/** ASCII letters and digits, `-`, `.` and `/` by their codes: the characters of a name of a member or of a module. */
const CODE_IN_HEX = '(?:2[d-f]|3\\d|[4-7])';
const CODE_IN_OCTAL = '(?:1[0-7]{2}|0?[5-7][0-7])';

/** An escaped character of a name: `\u0066`, `\u{66}`, `\x66`, and in sloppy strings `\146`. */
const ESCAPED_CHARACTER = new RegExp(
  `\\\\(?:u00${CODE_IN_HEX}|u\\{0*${CODE_IN_HEX}|x${CODE_IN_HEX}|${CODE_IN_OCTAL})`,
  'i',
);
/** Enough bytes for any escape that is not filled up with zeros on purpose. */
const LONGEST_ESCAPE = 12;
const BACKSLASH = 0x5c;
const MARKS = new Set([...'ux01567'].map((mark) => mark.charCodeAt(0)));

/** Whether a file may contain an escaped character of a name. Searches the bytes, since most files have no such backslash. */
export function holdsEscapes(content: Buffer): boolean {
  for (let at = content.indexOf(BACKSLASH); at >= 0; at = content.indexOf(BACKSLASH, at + 2)) {
    if (MARKS.has(content[at + 1]!) && textHoldsEscapes(content.toString('latin1', at, at + LONGEST_ESCAPE)))
      return true;
  }
  return false;
}

/** Whether a text contains an escaped character of a name. Most texts have no backslash, which is the cheaper search. */
export const textHoldsEscapes = (text: string): boolean =>
  text.includes('\\') && ESCAPED_CHARACTER.test(text);

/** The name or path that a string's source stands for; line feeds and their like are in none. */
export const unescaped = (source: string): string =>
  source.replace(
    /\\(?:u\{([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|([0-3]?[0-7]{1,2})|([\s\S]))/g,
    (_, point?: string, unit?: string, byte?: string, octal?: string, itself?: string) =>
      itself ?? String.fromCodePoint(octal ? Number.parseInt(octal, 8) : hexadecimal(point ?? unit ?? byte)),
  );

/** A code point; none is beyond the last. */
const hexadecimal = (digits = '0') => Math.min(Number.parseInt(digits, 16), 0x10ffff);

/** Source of a pattern that matches a name in a string or an identifier, with any of its letters escaped. */
export const escapable = (name: string): string => `(?<![\\w$\\\\])${escapableText(name)}(?![\\w$])`;

/** Matches a module's name in strings and in regular expressions, with any of its characters escaped: `@vendor\/sdk`. */
export const moduleNamePattern = (module: string, flags = ''): RegExp =>
  new RegExp(escapableText(module), flags);

/** Source of a pattern that matches a text in a string or a regular expression, with any of its characters escaped. */
export const escapableText = (text: string): string => [...text].map(escapableCharacter).join('');

function escapableCharacter(character: string): string {
  const code = character.charCodeAt(0);
  const hex = code.toString(16).replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
  const octal = code < 0o100 ? `0?${code.toString(8)}` : code.toString(8);
  // A backslash before anything but a letter or a digit leaves it as it is, and a string that holds a pattern has two.
  const itself = /\w/.test(character) ? character : `\\\\{0,2}\\${character}`;
  return `(?:${itself}|\\\\(?:x${hex}|u00${hex}|u\\{0*${hex}\\}|${octal}))`;
}
