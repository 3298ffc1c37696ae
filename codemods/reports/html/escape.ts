import { visible } from '../../report/visible';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for an element or a quoted attribute, and makes invisible characters visible. */
export function escaped(text: string): string {
  return markup(visible(text));
}

/** Escapes text whose invisible characters are already visible, such as code. */
export function markup(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** A path that may break after its slashes on a narrow screen. */
export function path(text: string): string {
  return escaped(text).replaceAll('/', '/<wbr>');
}

/** Escapes prose, and renders text between backticks as code. */
export function prose(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part) => (/^`[^`]+`$/.test(part) ? `<code>${escaped(part.slice(1, -1))}</code>` : escaped(part)))
    .join('');
}
