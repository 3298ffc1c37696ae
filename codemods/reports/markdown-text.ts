import { visible, visibleCode } from '../report/visible';

/**
 * Escapes text for Markdown: no markup, no HTML, no mention of a person or an issue, no link. Pairs of
 * backticks keep their meaning, because reasons and steps use them for code.
 */
export function markdownText(text: string): string {
  return visible(text)
    .split(/(`[^`]+`)/)
    .map((part) => (/^`[^`]+`$/.test(part) ? codeSpan(part.slice(1, -1)) : escaped(part)))
    .join('');
}

function escaped(text: string): string {
  return (
    text
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/[\\`*_{}[\]|~]/g, '\\$&')
      // Before the entities that follow, whose own `#` must stay.
      .replace(/#(?=\d)/g, '&#35;')
      .replace(/@/g, '&#64;')
      .replace(/:\/\//g, '&#58;//')
      .replace(/\bwww\./gi, 'www&#46;')
  );
}

/** Inline code for any text. */
export function codeSpan(text: string): string {
  const line = visible(text);
  const fence = '`'.repeat(longestRun(line) + 1);
  const padded = /^`|`$|^ .* $/.test(line) ? ` ${line} ` : line;
  return `${fence}${padded === '' ? ' ' : padded}${fence}`;
}

/** Inline code for a table cell, where a `|` would end the cell even in code. */
export function codeCell(text: string): string {
  return codeSpan(text).replaceAll('|', '\\|');
}

/** A code block whose fence is longer than any fence in the code. */
export function codeBlock(code: string, language: string, indent = ''): string[] {
  const body = visibleCode(code);
  const fence = '`'.repeat(Math.max(3, longestRun(body) + 1));
  return [`${fence}${language}`, ...body.split('\n'), fence].map((line) => (indent + line).trimEnd());
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
