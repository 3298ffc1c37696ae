import { expect, test } from 'vitest';
import { benchOptions } from '../../bench/codemods/options';
import { markdownOf } from '../../bench/codemods/result';
import { growthExponent, median } from '../../bench/codemods/statistics';
import { atMost } from '../../bench/codemods/targets';

test('the median of an even number of runs lies between the two in the middle', () => {
  expect(median([9, 1, 3, 2])).toBe(2.5);
  expect(median([5, 1, 2])).toBe(2);
});

test('growth is told by its exponent', () => {
  const points = (power: number) => [100, 1000, 5000].map((size) => ({ size, time: 3 * size ** power }));
  expect(growthExponent(points(1))).toBeCloseTo(1);
  expect(growthExponent(points(2))).toBeCloseTo(2);
  expect(growthExponent(points(0))).toBeCloseTo(0);
});

test('a claim that the measurement does not bear out is shown as not met', () => {
  const run = (seconds: number) => ({ seconds, peakMb: 100, exitCode: 0, stderr: '' });
  const text = markdownOf({
    startedAt: new Date('2026-01-02T03:04:05Z'),
    commit: 'abc',
    command: 'npm run bench:codemods --',
    machine: '2 × a processor',
    versions: ['node 20'],
    sections: [
      {
        title: 'A tree',
        about: 'About it.',
        baseline: 'ours',
        rows: [
          { name: 'ours', runs: [run(2), run(1), run(3)] },
          { name: 'peer', runs: [run(8), run(7), run(9)] },
        ],
      },
    ],
    targets: [atMost('whole process', 1.5, 2, 's'), atMost('over peer', 0.35, 0.25, '×')],
  });
  expect(text).toContain('| ours | 2.00 | 1.00–3.00 | 1.00 | 100 | 3 |');
  expect(text).toContain('| peer | 8.00 | 7.00–9.00 | 4.00 | 100 | 3 |');
  expect(text).toContain('| whole process: at most 1.5 s | 2.00 s | **not met** |');
  expect(text).toContain('| over peer: at most 0.35 × | 0.25 × | met |');
});

test('an option that means nothing is refused by its name', () => {
  expect(() => benchOptions(['--files', 'many'])).toThrow('--files takes whole numbers from 100, not "many"');
  expect(() => benchOptions(['--peers', 'sed'])).toThrow('--peers knows ripgrep');
  expect(() => benchOptions(['--fast'])).toThrow('--fast');
});
