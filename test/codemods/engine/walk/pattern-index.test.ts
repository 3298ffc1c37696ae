import fc from 'fast-check';
import ignore from 'ignore';
import { describe, expect, it } from 'vitest';
import { indexPatterns } from '../../../../codemods/engine/walk/pattern-index';

const nameIn = (path: string) => path.slice(path.lastIndexOf('/') + 1);
const found = (patterns: string[], path: string, ignoreCase = false) =>
  indexPatterns(patterns, ignoreCase)(nameIn(path), path).map((index) => patterns[index]);

const piece = fc.constantFrom('a', 'B', 'é', '.', '*', '?', '[ab]', '[!a]', '\\a', '\\*', ' ', '**', 'ab');
const segment = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));
const pattern = fc
  .tuple(
    fc.constantFrom('', '!', '/', '#', '\\#', '**/'),
    fc.array(segment, { minLength: 1, maxLength: 3 }),
    fc.constantFrom('', '/', '/**', ' ', '/**/'),
  )
  .map(([start, segments, end]) => start + segments.join('/') + end);
const name = fc
  .array(fc.constantFrom('a', 'A', 'b', 'B', 'é', 'É', '.', '*', ' ', '#'), { minLength: 1, maxLength: 4 })
  .map((letters) => letters.join(''))
  .filter((text) => !/^\.+$/.test(text));
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));

describe('finding the patterns that may match', () => {
  it.each([false, true])('leaves none out that matches (letters alike: %s)', (ignoreCase) => {
    fc.assert(
      fc.property(pattern, path, (line, file) => {
        const matcher = ignore({ ignorecase: ignoreCase }).add(line);
        const folder = file.slice(0, Math.max(0, file.lastIndexOf('/')));
        // Of ignored folders nobody asks.
        fc.pre(folder === '' || !matcher.ignores(`${folder}/`));
        const { ignored, unignored } = matcher.test(file);
        if (ignored || unignored) expect(found([line], file, ignoreCase)).toEqual([line]);
      }),
      { numRuns: 3_000 },
    );
  });

  it('finds a few of thousands', () => {
    const thousands = Array.from({ length: 1000 }, (_, index) => [
      `gen-${index}.js`,
      `/out${index}/`,
      `*.gen${index}.js`,
      `src/**/tmp${index}*`,
      `*-part${index}-*`,
      `/cache${index}/**`,
      `**/kept${index}/**`,
    ]).flat();
    expect(found(thousands, 'src/gen-7.js')).toEqual(['gen-7.js']);
    expect(found(thousands, 'src/x.gen42.js')).toEqual(['*.gen42.js']);
    expect(found(thousands, 'x/a-part7-b')).toEqual(['*-part7-*']);
    expect(found(thousands, 'cache3/a/b')).toEqual(['/cache3/**']);
    expect(found(thousands, 'x/kept3/b')).toEqual(['**/kept3/**']);
    expect(found(thousands, 'src/index.js')).toEqual([]);
  });
});
