import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readLines } from '../../../codemods/api/read-text';
import { UsageError } from '../../../codemods/engine/usage-error';

const folder = mkdtempSync(join(tmpdir(), 'lines-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function linesOf(text: string): string[] {
  writeFileSync(join(folder, 'a.jsonl'), text);
  return [...readLines('a.jsonl', folder)];
}

describe('reading a file line by line', () => {
  it('gives its lines without their ends', () => {
    expect(linesOf('a\r\nb\n\nc')).toEqual(['a', 'b', '', 'c']);
    expect(linesOf('')).toEqual(['']);
  });

  it('keeps letters and lines whole that lie across the pieces it reads', () => {
    const lines = Array.from({ length: 3 }, (_, index) => `${index}${'é😀'.repeat(300_000)}`);
    expect(linesOf(lines.join('\n')).map((line, index) => line === lines[index])).toEqual([true, true, true]);
  });

  it('names a file that is not there', () => {
    expect(() => [...readLines('gone.jsonl', folder)]).toThrow(new UsageError('no such file: gone.jsonl'));
  });
});
