import picomatch from 'picomatch';
import { expect, test } from 'vitest';
import { globMatcher } from '../../../../codemods/engine/walk/glob';
import { linearGlob } from '../../../../codemods/engine/walk/linear-glob';

const paths = [
  'a',
  'b.js',
  'src',
  'src/a.js',
  'src/b.ts',
  'src/x/a.test.ts',
  'src/x/y/z.spec.tsx',
  '.env',
  '.git/x',
  'src/.hidden/a.js',
  'a+b.js',
  'a(1).js',
  'dist/a.min.js',
  'a/b/a/b/a',
  'packages/core/src/index.ts',
  'file1.ts',
  'file12.ts',
  'ä.ts',
  '!a',
  'a b.js',
  '[x].js',
];

test.each([
  '*',
  '**',
  '*.js',
  '**/*.js',
  'src/**',
  'src/*',
  'src/**/*.ts',
  '**/a*',
  'a**',
  '**a',
  'src/**/x/**',
  '?',
  '?.js',
  '**/?.js',
  '*.{js,ts}',
  '**/*.{test,spec}.{ts,tsx}',
  '{src,dist}/**',
  'file[0-9].ts',
  '[!a]*',
  '[^a]*',
  '**/[ab].js',
  '\\*',
  'a\\+b.js',
  '**/*a*b*a*',
  '!**/*.js',
  './src/**',
  '[[]x].js',
  'a/**/a',
  '**/b/**',
  '*/*/*',
  '.*',
  '**/.*/**',
  'file[[:digit:]].ts',
  'src/{a,{b,x/*}}.ts',
  '{a}',
  'a b.js',
])('%s matches what picomatch matches', (pattern) => {
  const expected = picomatch(pattern, { dot: true });
  const matches = linearGlob(pattern);
  expect(paths.filter((path) => matches(path))).toEqual(paths.filter((path) => expected(path)));
});

test('many stars are matched in few steps', () => {
  const matches = globMatcher(['*a'.repeat(30), `${'**/a/'.repeat(30)}c`]);
  expect(matches('a'.repeat(100_000).concat('b'))).toBe(false);
  expect(matches(`${'a/'.repeat(2000)}b`)).toBe(false);
  expect(matches(`${'a/'.repeat(2000)}c`)).toBe(true);
});

test('a range counts', () => {
  const matches = linearGlob('file{9..11}.ts');
  expect(['file8.ts', 'file9.ts', 'file10.ts', 'file11.ts', 'file1.ts'].filter(matches)).toEqual([
    'file9.ts',
    'file10.ts',
    'file11.ts',
  ]);
});

test.each([
  ['+(a|*)*(b|*)x', /has a group and more than 3 wildcards/],
  ['{a,b}'.repeat(20), /stands for more than 1000 others/],
])('%s is refused with what to do', (pattern, message) => {
  expect(() => linearGlob(pattern)).toThrow(message);
});

test('a group is matched as picomatch does', () => {
  expect(linearGlob('src/@(a|b).?s')('src/b.ts')).toBe(true);
});
