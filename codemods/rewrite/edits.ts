import type ts from 'typescript';
import { firstFrom } from '../resolve/first-from';

/** Replaces the text between two offsets. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

export function replaced(node: ts.Node, text: string): Edit {
  return { start: node.getStart(), end: node.getEnd(), text };
}

export function inserted(offset: number, text: string): Edit {
  return { start: offset, end: offset, text };
}

/** In the order of the text; several insertions at one offset keep their order. */
export function sortedEdits(edits: readonly Edit[]): Edit[] {
  return [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
}

/**
 * Applies edits whose ranges do not overlap. Several insertions at one offset keep their order.
 *
 * @throws {Error} where ranges overlap: two transforms want the same text, which is a bug of ours.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = '';
  let at = 0;
  for (const { start, end, text: replacement } of sortedEdits(edits)) {
    if (start < at) throw new Error(`Overlapping edits at offset ${start}`);
    result += text.slice(at, start) + replacement;
    at = end;
  }
  return result + text.slice(at);
}

/**
 * The edits that lie within a range, for showing a part of a file as it becomes.
 *
 * @param sorted as {@link sortedEdits} gives them: of many edits only those within the range are visited
 */
export function editsWithin(sorted: readonly Edit[], start: number, end: number): Edit[] {
  const within: Edit[] = [];
  for (
    let at = firstFrom(sorted, start, (edit) => edit.start);
    at < sorted.length && sorted[at]!.start <= end;
    at += 1
  ) {
    const edit = sorted[at]!;
    if (edit.end <= end) within.push({ start: edit.start - start, end: edit.end - start, text: edit.text });
  }
  return within;
}
