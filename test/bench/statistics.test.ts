import { expect, test } from 'vitest';
import type { Run } from '../../bench/codemods/measure';
import { benchOptions } from '../../bench/codemods/options';
import { markdownOf, type Section } from '../../bench/codemods/result';
import { growthExponent, median } from '../../bench/codemods/statistics';
import { atLeast, atMost } from '../../bench/codemods/targets';

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

const run = (seconds: number): Run => ({ seconds, peakMb: 100, exitCode: 0, stderr: '' });

const resultOf = (section: Partial<Section>, targets: Parameters<typeof markdownOf>[0]['targets'] = []) =>
  markdownOf({
    startedAt: new Date('2026-01-02T03:04:05Z'),
    minutes: 17.4,
    commit: 'abc',
    command: 'npm run bench:codemods --',
    machine: '2 × a processor',
    versions: ['node 20'],
    sections: [{ title: 'A tree', about: 'About it.', baseline: 'ours', rows: [], ...section }],
    targets,
  });

test('a claim that the measurement does not bear out is shown as missed, beside its target', () => {
  const rows = [
    { name: 'ours', runs: [run(2), run(1), run(3)] },
    { name: 'peer', runs: [run(8), run(7), run(9)] },
  ];
  const text = resultOf({ rows }, [
    atMost('whole process', 1.5, 2, 's'),
    atMost('over peer', 0.35, 0.25, '×'),
    atLeast('faster than one thread', 1.6, 1.55, '×'),
  ]);
  expect(text).toContain('| ours | 2.00 | 1.00–3.00 | 1.00 | 100 | 3 |');
  expect(text).toContain('| peer | 8.00 | 7.00–9.00 | 4.00 | 100 | 3 |');
  expect(text).toContain('| whole process | at most 1.5 s | 2.00 s | **missed** |');
  expect(text).toContain('| over peer | at most 0.35 × | 0.25 × | met |');
  expect(text).toContain('| faster than one thread | at least 1.6 × | 1.55 × | **missed** |');
});

test('what a tool finds stands beside its time, and what could not be measured below with the reason', () => {
  const text = resultOf({
    rows: [
      { name: 'ours', runs: [run(1)] },
      { name: 'names only', runs: [run(2)] },
      { name: 'walk', runs: [run(0.5)] },
      {
        name: 'broken',
        runs: [],
        failure: 'broken ended with exit code 1:\n\u001b[31mno such file\u001b[0m',
      },
    ],
    finds: new Map([
      ['ours', { goesBy: 'receivers', found: 5, expected: 5, decoys: 0 }],
      ['names only', { goesBy: 'names', found: 4, expected: 5, decoys: 7 }],
    ]),
    absent: [{ name: 'absent', why: 'no binary for this machine' }],
  });
  expect(text).toContain('| runs | goes by | finds of 5 | decoys touched |');
  expect(text).toMatch(/^\| ours \|.* \| 1 \| receivers \| 5 \| 0 \|$/m);
  expect(text).toMatch(/^\| names only \|.* \| 1 \| names \| 4 \| 7 \|$/m);
  expect(text).toMatch(/^\| walk \|.* \| 1 \| {2}\| {2}\| {2}\|$/m);
  expect(text).not.toMatch(/^\| broken/m);
  expect(text).toContain('- absent: no binary for this machine\n');
  expect(text).toContain('- broken: failed after 0 runs: broken ended with exit code 1: no such file\n');
});

test('an option that means nothing is refused by its name', () => {
  expect(() => benchOptions(['--files', 'many'])).toThrow('--files takes whole numbers from 100, not "many"');
  expect(() => benchOptions(['--peers', 'sed'])).toThrow('--peers knows ripgrep');
  expect(() => benchOptions(['--fast'])).toThrow('--fast');
});
