import { expect, test } from 'vitest';
import { hashOf, mayHave, signatureOf } from '../../../codemods/engine/word-signature';

const words = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `word${from + index}$`);

test('every word of a text is in its signature', () => {
  const own = [...words(0, 2_000), 'grüße', '_', '$', 'constructor'];
  const signature = signatureOf(`(${own.join(', ')})`);
  expect(own.filter((word) => !mayHave(signature, hashOf(word)))).toEqual([]);
});

test('the last word of a text is in its signature', () => {
  expect(mayHave(signatureOf('export default client'), hashOf('client'))).toBe(true);
});

test('a word that a text does not have seldom seems to be there', () => {
  const signature = signatureOf(words(0, 1_000).join(' = '));
  const seeming = words(5_000, 10_000).filter((word) => mayHave(signature, hashOf(word)));
  expect(seeming.length).toBeLessThan(1_500);
});

test('a signature takes a sixteenth of a text, and little of a large one', () => {
  expect(signatureOf('x '.repeat(8_192)).byteLength).toBe(1_024);
  expect(signatureOf('x '.repeat(4_000_000)).byteLength).toBe(32_768);
});
