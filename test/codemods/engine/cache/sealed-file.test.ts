import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { readSealed, writeSealed } from '../../../../codemods/engine/cache/sealed-file';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zentra-sealed-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

test('content is read as it was written, for the same key only', () => {
  const path = join(folder, 'deep', 'file');
  const content = Buffer.from('one\ntwo\n\0');
  writeSealed(path, 'key', content);
  expect(readSealed(path, 'key')).toEqual(content);
  expect(readSealed(path, 'other')).toBeUndefined();
  expect(readSealed(join(folder, 'none'), 'key')).toBeUndefined();
});

test.each([
  ['cut off', (text: string) => text.slice(0, -1)],
  ['longer', (text: string) => `${text} `],
  ['altered', (text: string) => text.replace('one', 'two')],
  ['without its seal', (text: string) => text.slice(text.indexOf('\n') + 1)],
  ['empty', () => ''],
])('a file that is %s is none', (_, damage) => {
  const path = join(folder, 'file');
  writeSealed(path, 'key', 'one');
  writeFileSync(path, damage(readFileSync(path, 'utf8')));
  expect(readSealed(path, 'key')).toBeUndefined();
});

test('a folder that cannot be made is no error', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => writeSealed(join(folder, 'file', 'below'), 'key', 'one')).not.toThrow();
});

test('what nobody has written for a month goes with the next that is written', () => {
  for (const name of ['old', 'young']) writeFileSync(join(folder, name), '');
  const longAgo = Date.now() / 1000 - 31 * 24 * 60 * 60;
  utimesSync(join(folder, 'old'), longAgo, longAgo);
  writeSealed(join(folder, 'new'), 'key', 'one');
  expect(readdirSync(folder).sort()).toEqual(['new', 'young']);
});
