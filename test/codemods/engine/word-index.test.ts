import { expect, test } from 'vitest';
import { createWordIndex } from '../../../codemods/engine/word-index';

/** Questions after which the texts' signatures say which texts are worth reading. */
const QUESTIONS_BEFORE_SIGNATURES = 8;

const texts: Record<string, string> = {
  'a.js': "require('./card-service').zentra = client",
  'b.js': "require('./service')",
  'c.js': 'const card = 1; const grüße = $el;',
};

const indexOver = (reads: string[]) =>
  createWordIndex(Object.keys(texts), (file) => {
    reads.push(file);
    return texts[file]!;
  });

const questions = [
  ['card-service', ['a.js']],
  ['service', ['a.js', 'b.js']],
  ['grüße', ['c.js']],
  ['$el', ['c.js']],
  ['nowhere', []],
] as const;

test.each(questions)('%s is found by the texts and by their signatures alike', (name, files) => {
  const index = indexOver([]);
  for (let asked = 0; asked <= QUESTIONS_BEFORE_SIGNATURES; asked += 1)
    expect(index.filesWith(name)).toEqual(files);
});

test('however many questions are asked, each text is read a fixed number of times', () => {
  const reads: string[] = [];
  const index = indexOver(reads);
  for (let asked = 0; asked < 1000; asked += 1) index.filesWith(`name${asked}`);
  const needed = (QUESTIONS_BEFORE_SIGNATURES + 1) * Object.keys(texts).length;
  // A signature takes a word for one of its own now and then, and the text is read to see that it is not.
  expect(reads.length).toBeGreaterThanOrEqual(needed);
  expect(reads.length).toBeLessThan(needed + 60);
});

test('a name without a word is looked for in every file', () => {
  expect(indexOver([]).filesWith('...')).toEqual(Object.keys(texts));
});
