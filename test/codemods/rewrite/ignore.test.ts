import { describe, expect, test } from 'vitest';
import { ignoringAbove } from '../../../codemods/rewrite/ignore';

/** What the lines above the last one say of it. */
const above = (...lines: string[]) => {
  const text = lines.join('\n');
  return ignoringAbove(text, text.lastIndexOf('\n') + 1, ['dynamic-member', 'ZENTRA_DEP0001']);
};

test.each([
  ['// zentra-codemods-ignore dynamic-member: lock only'],
  ['  //zentra-codemods-ignore   ZENTRA_DEP0001 :  lock only  '],
  ['/* zentra-codemods-ignore dynamic-member: lock only */'],
  ['{/* zentra-codemods-ignore dynamic-member: lock only */}'],
  ['<!-- zentra-codemods-ignore dynamic-member: lock only -->'],
  ['// zentra-codemods-ignore freeze-to-lock, dynamic-member: lock only'],
])('%s accepts the line below it, with its reason', (comment) => {
  expect(above('before();', comment, 'cards[name]();')).toEqual({ isValid: true, reason: 'lock only' });
});

test('other comments may stand between, code may not', () => {
  const comment = '// zentra-codemods-ignore dynamic-member: lock only';
  expect(above(comment, '// biome-ignore lint: x', 'cards[name]();')).toMatchObject({ isValid: true });
  expect(above(comment, 'other();', 'cards[name]();')).toBeUndefined();
});

test('the line endings of Windows count as one', () => {
  const text = '// zentra-codemods-ignore dynamic-member: lock only\r\ncards[name]();';
  expect(ignoringAbove(text, text.indexOf('cards'), ['dynamic-member'])).toMatchObject({
    reason: 'lock only',
  });
});

test.each([
  ['/*', ' * zentra-codemods-ignore dynamic-member: lock only', ' */'],
  ['/**', ' * zentra-codemods-ignore dynamic-member: lock', ' * only', ' */'],
  ['  /*', '  zentra-codemods-ignore dynamic-member: lock only */'],
  ['{/* zentra-codemods-ignore dynamic-member: lock', '    only */}'],
  ['<!--', '  zentra-codemods-ignore dynamic-member: lock only', '-->'],
])('a comment over several lines accepts the line below it: %s', (...comment) => {
  for (const lines of [comment, [...comment, '// and another'], ['before();', ...comment]])
    expect(above(...lines, 'cards[name]();')).toEqual({ isValid: true, reason: 'lock only' });
  expect(above(...comment, 'other();', 'cards[name]();')).toBeUndefined();
});

test('code that ends in a comment is no comment over several lines', () => {
  const lines = ['const a = 1; /* zentra-codemods-ignore dynamic-member: x', '*/', 'cards[name]();'];
  expect(above(...lines)).toBeUndefined();
  expect(
    above('/* zentra-codemods-ignore dynamic-member: x */ f(); /* y', '*/', 'cards[name]();'),
  ).toBeUndefined();
});

describe('a comment that accepts nothing', () => {
  test.each([
    '// zentra-codemods-ignore',
    '// zentra-codemods-ignore dynamic-member',
    '// zentra-codemods-ignore dynamic-member:',
    '// zentra-codemods-ignore: lock only',
  ])('%s lacks a rule or a reason', (comment) => {
    expect(above(comment, 'cards[name]();')).toEqual({ isValid: false });
  });

  test('is one of another rule', () => {
    expect(above('// zentra-codemods-ignore freeze-to-lock: x', 'cards[name]();')).toBeUndefined();
  });

  test('is the text of a string', () => {
    expect(above("log('zentra-codemods-ignore dynamic-member: x');", 'cards[name]();')).toBeUndefined();
  });
});
