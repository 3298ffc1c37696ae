/**
 * Characters that a reader does not see but a terminal, a browser or a reviewer obeys: controls (a terminal's escape
 * sequences among them), line separators, and the bidirectional overrides and invisible marks that make code read other
 * than it runs.
 */
const unseen = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** One line of text with every such character written out: `\n`, `\u202e`. For names, reasons, notes, errors. */
export function visible(text: string): string {
  return wellFormed(text).replace(unseen, (character) => named[character] ?? escaped(character));
}

/** The same for code: its lines stay lines and its tabs stay tabs; a carriage return before a newline goes. */
export function visibleCode(code: string): string {
  return wellFormed(code)
    .replace(/\r\n/g, '\n')
    .replace(unseen, (character) =>
      character === '\n' || character === '\t' ? character : escaped(character),
    );
}

/** JSON text in which every such character is an escape; it parses to the same value. */
export function visibleJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return `${text.replace(unseen, (character) => (character === '\n' ? character : escaped(character)))}\n`;
}

/** Per UTF-16 unit, so that the escape is JSON's and JavaScript's alike. */
function escaped(character: string): string {
  return [...Array(character.length).keys()]
    .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
    .join('');
}

/** Half a surrogate pair has no UTF-8 form: it becomes the replacement character here rather than wherever it is written. */
function wellFormed(text: string): string {
  return /\p{Surrogate}/u.test(text) ? Buffer.from(text, 'utf8').toString('utf8') : text;
}
