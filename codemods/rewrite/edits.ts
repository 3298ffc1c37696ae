import type ts from 'typescript';

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

/**
 * Applies edits whose ranges do not overlap. Several insertions at one offset keep their order.
 *
 * @throws {Error} where ranges overlap: two transforms want the same text, which is a bug of ours.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = edits
    .map((edit, index) => ({ ...edit, index }))
    .sort((a, b) => a.start - b.start || a.end - b.end || a.index - b.index);
  let result = '';
  let at = 0;
  for (const { start, end, text: replacement } of ordered) {
    if (start < at) throw new Error(`Overlapping edits at offset ${start}`);
    result += text.slice(at, start) + replacement;
    at = end;
  }
  return result + text.slice(at);
}

/** The edits that lie within a range, for showing a part of a file as it becomes. */
export function editsWithin(edits: readonly Edit[], start: number, end: number): Edit[] {
  return edits
    .filter((edit) => edit.start >= start && edit.end <= end)
    .map((edit) => ({ start: edit.start - start, end: edit.end - start, text: edit.text }));
}
