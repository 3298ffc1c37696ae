/**
 * Characters that are invisible but have an effect in a terminal, in a browser or on a reviewer: controls (such as a terminal's escape
 * sequences), line separators, and the bidirectional overrides and invisible marks that make code look different from what it runs.
 */
const unseen = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** One line of text with each of these characters written out: `\n`, `\u202e`. For names, reasons, notes, errors. */
export function visible(text: string): string {
  return wellFormed(text).replace(unseen, (character) => named[character] ?? escaped(character));
}

/** The same for code, but newlines and tabs stay; a carriage return before a newline is removed. */
export function visibleCode(code: string): string {
  return wellFormed(code)
    .replace(/\r\n/g, '\n')
    .replace(unseen, (character) =>
      character === '\n' || character === '\t' ? character : escaped(character),
    );
}

/** JSON text in which each of these characters is escaped; it parses to the same value. */
export function visibleJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return `${text.replace(unseen, (character) => (character === '\n' ? character : escaped(character)))}\n`;
}

/** Escapes each UTF-16 unit, in the form that both JSON and JavaScript read. */
function escaped(character: string): string {
  return [...Array(character.length).keys()]
    .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
    .join('');
}

/** A lone surrogate has no UTF-8 form: replace it here, not differently wherever the text is written. */
function wellFormed(text: string): string {
  return /\p{Surrogate}/u.test(text) ? Buffer.from(text, 'utf8').toString('utf8') : text;
}
