import type { Edit } from '../../rewrite/edits';
import { type LineTable, lineTable } from '../../rewrite/lines';
import type { TextChange } from '../options';

/** Places of changed files, from before to after a migration and back. */
export interface Positions {
  /** Offset after the migration of what stood at an offset before it. */
  after(file: string, offset: number): number;
  /**
   * Where an offset of after the migration was before it: a report speaks of the files as they are on disk.
   *
   * @param text of the file after the migration, which is also that of before where it has not changed
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

/** What an edit wrote was nowhere before: it counts as the place that it was written to. */
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
