import { describe, expect, test } from 'vitest';
import { findsOf, placesPrinted } from '../../bench/codemods/finds';

const tree = '/bench/tree';
const at = (line: number, rule: 'freeze-to-lock' | 'update-limits-to-security', file = 'src/a.ts') => ({
  file,
  line,
  rule,
});

describe('what a peer finds', () => {
  test('is counted among the calls that it was asked to rename, and everything else is a decoy', () => {
    const summary = {
      sites: [at(1, 'freeze-to-lock'), at(2, 'freeze-to-lock'), at(3, 'update-limits-to-security')],
    };
    const finds = findsOf('names', new Set(['src/a.ts:1', 'src/a.ts:9', 'src/b.ts:2']), summary);
    expect(finds).toEqual({ goesBy: 'names', found: 1, expected: 2, decoys: 2 });
  });

  test('is read from lines that begin with a place, whatever follows, and once for each line of the tree', () => {
    const printed = [
      '/bench/tree/src/a.ts:3:  Object.freeze(x);',
      '/bench/tree/src/a.ts:3',
      '  packages/b/src/c.cjs:12',
      'src/d.tsx:4',
    ].join('\n');
    expect([...placesPrinted(printed, tree)]).toEqual([
      'src/a.ts:3',
      'packages/b/src/c.cjs:12',
      'src/d.tsx:4',
    ]);
  });

  test('is not read from a diff, nor from what a tool says about itself', () => {
    const printed = [
      '--- [before] /bench/tree/src/a.ts',
      '+++ [after]  /bench/tree/src/a.ts',
      "-see('src/a.ts:12')",
      '+src/a.ts:12',
      'Done in 3.2s: 4 files',
    ].join('\n');
    expect([...placesPrinted(printed, tree)]).toEqual([]);
  });

  test("is read from ast-grep's matches, whose lines begin at 0", () => {
    const match = { text: 'x', range: { start: { line: 4, column: 2 } }, file: '/bench/tree/src/a.js' };
    expect([...placesPrinted(`${JSON.stringify(match)}\n`, tree)]).toEqual(['src/a.js:5']);
  });
});
