import { expect, test } from 'vitest';
import { rangesAround } from '../../../codemods/resolve/ranges-around';

/** Every range with these bounds, in an order that is not that of their starts. */
function all(bounds: number): { start: number; end: number }[] {
  const ranges = Array.from({ length: bounds * bounds }, (_, index) => {
    const at = (index * 7) % (bounds * bounds);
    return { start: Math.floor(at / bounds), end: at % bounds };
  });
  return ranges.filter(({ start, end }) => start < end);
}

test('the ranges around an offset are those that a look at each of them finds, in the given order', () => {
  for (const ranges of [[], all(4), all(9), [...all(9)].reverse(), [...all(5), ...all(5)]]) {
    const around = rangesAround(ranges, (range) => range);
    for (let offset = -1; offset <= 10; offset += 1) {
      expect(around(offset)).toEqual(ranges.filter(({ start, end }) => start <= offset && offset < end));
    }
  }
});

test('ranges side by side are told apart', () => {
  const around = rangesAround(
    [
      { start: 0, end: 2 },
      { start: 2, end: 4 },
    ],
    (range) => range,
  );
  expect(around(2)).toEqual([{ start: 2, end: 4 }]);
});
