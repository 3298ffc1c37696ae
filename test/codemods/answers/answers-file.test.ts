import { expect, test } from 'vitest';
import type { Answer } from '../../../codemods/answers/answer';
import { answersText } from '../../../codemods/answers/answers-text';
import { parseAnswers } from '../../../codemods/answers/parse-answers';
import { UsageError } from '../../../codemods/engine/usage-error';

const yes: Answer = { id: 'b1', file: 'a.js', question: 'Is it?', choice: 'yes', fingerprint: 'f1' };
const accepted: Answer = { ...yes, id: 'a1', file: 'b.js', choice: 'accept', reason: 'it is dead code' };

const failureOf = (text: string): string => {
  try {
    parseAnswers(text, 'answers.json');
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  }
  throw new Error('was parsed');
};

test('answers are written sorted by file and id, whatever their order, and are read back', () => {
  const text = answersText([accepted, yes]);
  expect(text).toBe(answersText([yes, accepted]));
  expect(parseAnswers(text, 'answers.json')).toEqual([yes, accepted]);
});

test('the schema that an editor was told of stays in the file', () => {
  expect(JSON.parse(answersText([yes], './answers.schema.json'))).toMatchObject({
    $schema: './answers.schema.json',
  });
});

test('a file that is no JSON is named with its line', () => {
  expect(failureOf('{\n  "version": 1,\n  "answers": [,]\n}\n')).toMatch(/^answers\.json:\d is not JSON/);
});

test('the marks of a merge conflict are named as such', () => {
  const text = answersText([yes]).replace(/^ {2}"answers"/m, '<<<<<<< ours\n  "answers"');
  expect(failureOf(text)).toContain('answers.json:3 has the marks of a merge conflict');
});

test('a key at fault is named with its place', () => {
  const text = answersText([yes]).replace('"choice": "yes"', '"choice": 1');
  expect(failureOf(text)).toContain('answers.0.choice');
});

test.each([
  ['{}', 'version: must be 1\n  answers: is missing\n'],
  ['[]', 'the whole file: must be an object, and is a list\n'],
  ['{ "version": 1, "answers": {} }', 'answers: must be a list, and is an object\n'],
])('what is missing or of another kind is said in plain words: %s', (text, told) => {
  expect(failureOf(text)).toContain(`answers.json is no file of answers:\n  ${told}`);
});

test('a file of a newer version is not one to mend', () => {
  expect(failureOf('{ "version": 2, "answers": [], "teams": [] }')).toBe(
    'answers.json has version 2, and this version reads 1: update zentra-codemods',
  );
});

test('an acceptance without a reason is refused', () => {
  const { reason: _, ...bare } = accepted;
  expect(failureOf(answersText([bare]))).toContain('answers.0.reason: is missing');
});

test('a question that is answered twice is refused', () => {
  expect(failureOf(answersText([yes, { ...yes, choice: 'no' }]))).toContain('b1 is answered twice');
});
