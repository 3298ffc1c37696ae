import { expect, test } from 'vitest';
import { type Command, interleaved, type Run, type Subject } from '../../bench/codemods/measure';

const subject = (name: string, more: Partial<Subject> = {}): Subject => ({
  name,
  command: { program: name, args: [] },
  ...more,
});

/** Measures nothing: a program called `broken` fails, and every other one prints its name. */
const pretended = ({ program }: Command, keepsOutput = false): Run => ({
  seconds: 1,
  peakMb: 1,
  exitCode: program === 'broken' ? 3 : 0,
  stderr: program === 'broken' ? 'no grammar' : '',
  ...(keepsOutput ? { stdout: program } : {}),
});

const measured = (subjects: readonly Subject[], onRun = (_: string) => {}) =>
  interleaved(subjects, 2, onRun, pretended);

test('subjects run in turns', () => {
  const order: string[] = [];
  measured([subject('ours'), subject('peer')], (name) => order.push(name));
  expect(order).toEqual(['ours', 'peer', 'ours', 'peer']);
});

test('a peer that fails is measured no further and says why, and the others are measured', () => {
  const [broken, ours] = measured([subject('broken', { mayFail: true }), subject('ours')]);
  expect(broken).toEqual({ name: 'broken', runs: [], failure: 'broken ended with exit code 3:\nno grammar' });
  expect(ours!.runs).toHaveLength(2);
  expect(ours).not.toHaveProperty('failure');
});

test('our own command must not fail', () => {
  expect(() => measured([subject('broken')])).toThrow('broken ended with exit code 3:\nno grammar');
});

test('a slow peer runs as often as it may, and what it printed first is handed over once', () => {
  const printed: string[] = [];
  const slow = subject('slow', { runsAtMost: 1, onPrinted: (text) => printed.push(text) });
  const talkative = subject('talkative', { onPrinted: (text) => printed.push(text) });
  const runs = measured([slow, talkative]).map((each) => each.runs.length);
  expect(runs).toEqual([1, 2]);
  expect(printed).toEqual(['slow', 'talkative']);
});
