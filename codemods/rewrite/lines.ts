import { firstFrom } from '../resolve/first-from';

/** The line break that a text uses: its first one. */
export function lineBreakOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}

/** Start of the line of an offset. Takes time in proportion to the line; for many offsets of one text see {@link lineTable}. */
export function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text[at - 1] !== '\n' && text[at - 1] !== '\r') at -= 1;
  return at;
}

/** End of the line of an offset, before its line break. */
export function lineEnd(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at += 1;
  return at;
}

/** The blanks right before an offset, on its line. */
export function blanksBefore(text: string, offset: number): string {
  return /[ \t]*$/.exec(text.slice(lineStart(text, offset), offset))![0];
}

/** The lines of one text. */
export interface LineTable {
  /** 1-based position; a byte order mark is no column. */
  positionOf(offset: number): { line: number; column: number };
  /** Start of the line of an offset. */
  startOf(offset: number): number;
}

/** Finds all line starts once, so that each of many positions needs only a binary search. */
export function lineTable(text: string): LineTable {
  const starts = [0];
  for (const { index, 0: lineBreak } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + lineBreak.length);
  const lineAt = (offset: number) => firstFrom(starts, offset + 1, (start) => start) - 1;
  const mark = text.startsWith('\uFEFF') ? 1 : 0;
  return {
    positionOf(offset) {
      const line = lineAt(offset);
      return { line: line + 1, column: offset - starts[line]! - (line === 0 ? mark : 0) + 1 };
    },
    startOf: (offset) => starts[lineAt(offset)]!,
  };
}
