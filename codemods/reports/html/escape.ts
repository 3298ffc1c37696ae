import { visible } from '../../report/visible';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for an element or a quoted attribute; the text's own invisible characters are written out. */
export function escaped(text: string): string {
  return markup(visible(text));
}

/** The same for text whose invisible characters were dealt with before, such as code. */
export function markup(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** A path that a narrow screen breaks after its slashes first. */
export function path(text: string): string {
  return escaped(text).replaceAll('/', '/<wbr>');
}

/** Prose in which pairs of backticks are code. */
export function prose(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part) => (/^`[^`]+`$/.test(part) ? `<code>${escaped(part.slice(1, -1))}</code>` : escaped(part)))
    .join('');
}
