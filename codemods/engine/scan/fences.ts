import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';

/** A fenced block of code. */
export interface Fence {
  /** First word of the info string. */
  language: string | undefined;
  /** Offsets of the code's lines, without the indentation or quote marks of the blocks around them. */
  lines: readonly { start: number; end: number }[];
}

/** The fenced code of a Markdown or MDX page, in the order of the text. */
export function fencesIn(text: string): Fence[] {
  const fences: Fence[] = [];
  const visit = (node: Nodes): void => {
    if (
      node.type === 'code' &&
      node.position?.start.offset !== undefined &&
      node.position.end.offset !== undefined
    ) {
      const lines = linesOf(text, node.position.start.offset, node.position.end.offset, node.value);
      if (lines) fences.push({ language: node.lang?.split(/[\s{,:]/)[0], lines });
    }
    if ('children' in node) for (const child of node.children) visit(child);
  };
  visit(fromMarkdown(text));
  return fences;
}

/** The offsets of a fence's lines; `undefined` where the parser changed them (tabs, for example). */
function linesOf(text: string, start: number, end: number, value: string): Fence['lines'] | undefined {
  const found: { start: number; end: number }[] = [];
  let at = start;
  for (const line of value.split(/\r\n|\n|\r/)) {
    const next = /\r\n|\n|\r/.exec(text.slice(at, end));
    if (!next) return undefined;
    at += next.index + next[0].length;
    const rest = /^[^\r\n]*/.exec(text.slice(at, end))![0];
    if (!rest.endsWith(line)) return undefined;
    found.push({ start: at + rest.length - line.length, end: at + rest.length });
    at += rest.length;
  }
  return found;
}
