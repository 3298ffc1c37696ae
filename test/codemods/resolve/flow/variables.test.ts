import { describe, expect, test } from 'vitest';
import { usesIn } from './verdicts';

/** The names that a file's questions look for in all files. */
function soughtBy(text: string): string[] {
  const sought = new Set<string>();
  const found = usesIn({ 'a.js': text }, { onReaders: (name) => sought.add(name) });
  expect(found.map(({ verdict }) => verdict.origin)).toEqual(['sdk']);
  return [...sought];
}

/** Of a script, since neither a comment's import nor a call of a global makes a module of a file. */
const called =
  "function block(c) {\n  c.cards.freeze(1);\n}\nblock(/** @type {import('@zentra/sdk').Zentra} */ (made()));\n";

describe('the uses of a variable are sought in the files that can name it', () => {
  test('in all files, where a script declares it outside of its functions', () => {
    expect(soughtBy(called)).toContain('block');
  });

  test('in its own file alone, where that is a module of CommonJS', () => {
    expect(soughtBy(`${called}module.exports = {};\n`)).not.toContain('block');
  });

  test('in its own file alone, where a function declares it', () => {
    expect(soughtBy(`(function () {\n${called}})();\n`)).not.toContain('block');
  });
});
