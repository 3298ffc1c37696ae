import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blanksBefore, lineEnd, lineStart, lineTable } from '../../../codemods/rewrite/lines';

/** Counts line breaks from the beginning, as a person would. */
function counted(text: string, offset: number): { line: number; column: number } {
  const lines = text.slice(0, lineStart(text, offset)).match(/\r\n|\n|\r/g) ?? [];
  const mark = lines.length === 0 && text.startsWith('\uFEFF') ? 1 : 0;
  return { line: lines.length + 1, column: offset - lineStart(text, offset) - mark + 1 };
}

const text = fc
  .array(fc.constantFrom('a', '\t', '\n', '\r\n', '\r', '\uFEFF', '\u2028', '😀'))
  .map((parts) => parts.join(''));

describe('positions in a text', () => {
  it('are those that counting from the beginning gives', () => {
    fc.assert(
      fc.property(text, (source) => {
        const lines = lineTable(source);
        for (let offset = 0; offset <= source.length; offset += 1) {
          // Between the two halves of a line break nothing stands.
          if (source.slice(offset - 1, offset + 1) === '\r\n') continue;
          expect(lines.positionOf(offset)).toEqual(counted(source, offset));
          expect(lines.startOf(offset)).toBe(lineStart(source, offset));
        }
      }),
    );
  });

  it('count from one, and no byte order mark', () => {
    const lines = lineTable('\uFEFFa\r\nb\rc\n\nd');
    expect(lines.positionOf(1)).toEqual({ line: 1, column: 1 });
    expect(lines.positionOf(4)).toEqual({ line: 2, column: 1 });
    expect(lines.positionOf(6)).toEqual({ line: 3, column: 1 });
    expect(lines.positionOf(9)).toEqual({ line: 5, column: 1 });
  });

  it('know the blanks before an offset, on its own line only', () => {
    expect(blanksBefore('  \n\t x', 5)).toBe('\t ');
    expect(blanksBefore('a b', 3)).toBe('');
    expect(lineEnd('ab\r\nc', 0)).toBe(2);
  });
});
