import { expect, test } from 'vitest';
import { createWordIndex } from '../../../codemods/engine/word-index';

/** Questions after which the answers come from the index, and not from the texts. */
const QUESTIONS_BEFORE_INDEX = 16;

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

test.each(questions)('%s is found in the texts and in the index alike', (name, files) => {
  const index = indexOver([]);
  for (let asked = 0; asked <= QUESTIONS_BEFORE_INDEX; asked += 1)
    expect(index.filesWith(name)).toEqual(files);
});

test('however many questions are asked, each text is read a fixed number of times', () => {
  const reads: string[] = [];
  const index = indexOver(reads);
  for (let asked = 0; asked < 1000; asked += 1) index.filesWith(`name${asked}`);
  expect(reads.length).toBe((QUESTIONS_BEFORE_INDEX + 1) * Object.keys(texts).length);
});

test('a name without a word is looked for in every file', () => {
  expect(indexOver([]).filesWith('...')).toEqual(Object.keys(texts));
});
