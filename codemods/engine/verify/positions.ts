import type { Edit } from '../../rewrite/edits';
import { type LineTable, lineTable } from '../../rewrite/lines';
import type { TextChange } from '../options';

/** Maps places of changed files from before a migration to after it, and back. */
export interface Positions {
  /** The offset after the migration, for an offset before it. */
  after(file: string, offset: number): number;
  /**
   * The place before the migration, for an offset after it: a report refers to the files as they are on disk.
   *
   * @param text the file's text after the migration, which is also the text before if the file has not changed
   */
  before(file: string, offset: number, text: string): { file: string; line: number; column: number };
}

export function createPositions(changes: readonly TextChange[]): Positions {
  const byFile = new Map(changes.map((change) => [change.movedTo ?? change.file, change]));
  const tables = new Map<string, LineTable>();

  return {
    after(file, offset) {
      const edits = byFile.get(file)?.edits ?? [];
      return offset + shift(edits, ({ end }) => end <= offset);
    },
    before(file, offset, text) {
      const change = byFile.get(file);
      const table = tables.get(file) ?? lineTable(change?.before ?? text);
      tables.set(file, table);
      return { file: change?.file ?? file, ...table.positionOf(original(change?.edits ?? [], offset)) };
    },
  };
}

function shift(edits: readonly Edit[], isBefore: (edit: Edit) => boolean): number {
  return edits.filter(isBefore).reduce((sum, { start, end, text }) => sum + text.length - (end - start), 0);
}

/** The offset before the edits. An offset in text that an edit wrote maps to the place of the edit. */
function original(edits: readonly Edit[], offset: number): number {
  let moved = 0;
  for (const { start, end, text } of [...edits].sort((a, b) => a.start - b.start)) {
    const from = start + moved;
    if (offset < from) break;
    if (offset < from + text.length) return start;
    moved += text.length - (end - start);
  }
  return offset - moved;
}
