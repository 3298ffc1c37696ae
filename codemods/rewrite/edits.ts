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

/** Sorts edits by position; several insertions at one offset keep their order. */
export function sortedEdits(edits: readonly Edit[]): Edit[] {
  return [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
}

/**
 * Applies edits whose ranges do not overlap. Several insertions at one offset keep their order.
 *
 * @throws {Error} when ranges overlap: two transforms change the same text, which is our bug
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
 * The edits within a range, relative to its start, to show the new text of a part of a file.
 *
 * @param sorted edits in the order of {@link sortedEdits}: only those within the range are visited
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
