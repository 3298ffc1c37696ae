import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editBetween, hunksOf, type TextEdit } from '../../../codemods/reports/hunks';
import { applyEdits } from '../../../codemods/rewrite/edits';

/** Applies hunks by what they say, and refuses one whose counts or old lines are not those of the text. */
function patched(before: string, edits: readonly TextEdit[], context = 3): string {
  const old = splitLines(before);
  const result: string[] = [];
  let at = 0;
  for (const { oldStart, oldLines, newStart, newLines, lines } of hunksOf(before, edits, context)) {
    const from = oldLines === 0 ? oldStart : oldStart - 1;
    result.push(...old.slice(at, from));
    expect(result).toHaveLength(newLines === 0 ? newStart : newStart - 1);
    const sides = sidesOf(lines);
    expect(sides.old).toEqual(old.slice(from, from + oldLines));
    expect(sides.now).toHaveLength(newLines);
    result.push(...sides.now);
    at = from + oldLines;
  }
  return [...result, ...old.slice(at)].join('');
}

function sidesOf(lines: readonly string[]): { old: string[]; now: string[] } {
  const sides = { old: [] as string[], now: [] as string[] };
  lines.forEach((line, index) => {
    if (line.startsWith('\\')) return;
    const text = line.slice(1) + (lines[index + 1]?.startsWith('\\') ? '' : '\n');
    if (!line.startsWith('+')) sides.old.push(text);
    if (!line.startsWith('-')) sides.now.push(text);
  });
  return sides;
}

const splitLines = (text: string) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

const linesOf = (before: string, edits: readonly TextEdit[], context = 0) =>
  hunksOf(before, edits, context).flatMap(({ lines }) => lines);

const text = fc.array(fc.constantFrom('a', 'bb', '\n', '\n', '\r\n', ' ')).map((parts) => parts.join(''));

/** A text with edits that do not overlap. */
const edited = fc
  .tuple(text, fc.array(fc.tuple(fc.nat({ max: 40 }), fc.nat({ max: 3 }), text), { maxLength: 8 }))
  .map(([before, wanted]) => {
    let at = 0;
    const edits = wanted.flatMap(([gap, length, replacement]): TextEdit[] => {
      const start = at + gap;
      const end = Math.min(before.length, start + length);
      if (start > before.length) return [];
      at = end;
      return [{ start, end, text: replacement }];
    });
    return { before, edits };
  });

describe('hunks out of edits', () => {
  it('turn the old text into the new one, whatever the edits', () => {
    fc.assert(
      fc.property(edited, fc.nat({ max: 4 }), ({ before, edits }, context) => {
        expect(patched(before, edits, context)).toBe(applyEdits(before, edits));
      }),
    );
  });

  it('turn one text into another without knowing the edits', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(patched(before, [editBetween(before, after)])).toBe(after);
      }),
    );
  });

  it('show a line as changed only where it differs', () => {
    const before = 'one\ntwo\nthree\nfour\n';
    expect(linesOf(before, [{ start: 0, end: before.length, text: 'one\n2\nthree\n4\n' }])).toEqual([
      '-two',
      '+2',
      '-four',
      '+4',
    ]);
  });

  it('show a line that is put above another one without taking that out', () => {
    expect(linesOf('one\ntwo\n', [{ start: 4, end: 4, text: '// new\n' }])).toEqual(['+// new']);
    expect(
      linesOf('one\ntwo\n', [
        { start: 4, end: 4, text: '// new\n' },
        { start: 4, end: 7, text: 'TWO' },
      ]),
    ).toEqual(['-two', '+// new', '+TWO']);
  });

  it('show neighbouring lines as git does, what goes before what comes', () => {
    const edits = [
      { start: 0, end: 1, text: 'A' },
      { start: 2, end: 3, text: 'B' },
    ];
    expect(linesOf('a\nb\nc\n', edits)).toEqual(['-a', '-b', '+A', '+B']);
  });

  it('share a hunk where their surroundings touch, and count what is above them', () => {
    const before = Array.from({ length: 30 }, (_, index) => `${String(index).padStart(2, '0')}\n`).join('');
    const at = (line: number, replacement: string) => ({
      start: line * 3,
      end: line * 3 + 2,
      text: replacement,
    });
    const hunks = hunksOf(before, [at(5, 'x\ny'), at(12, 'z'), at(25, '')], 3);
    expect(
      hunks.map(({ oldStart, oldLines, newStart, newLines }) => [oldStart, oldLines, newStart, newLines]),
    ).toEqual([
      [3, 14, 3, 15],
      [23, 7, 24, 7],
    ]);
  });
});
