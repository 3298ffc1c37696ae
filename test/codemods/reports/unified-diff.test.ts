import { applyPatch, parsePatch } from 'diff';
import { describe, expect, it } from 'vitest';
import { unifiedDiff } from '../../../codemods/reports/unified-diff';

const before = `import z from 'z';\n${'//\n'.repeat(20)}z.cards.freeze(id);\nz.cards.unfreeze(id);\n`;
const after = before.replace('.freeze', '.lock').replace('.unfreeze', '.unlock');

describe('the unified diff of a dry run', () => {
  it('is a patch that turns the old text into the new one', () => {
    const diff = unifiedDiff([{ file: 'src/a.ts', before, after }]);
    const [patch] = parsePatch(diff);
    expect(patch?.oldFileName).toBe('a/src/a.ts');
    expect(patch?.newFileName).toBe('b/src/a.ts');
    expect(applyPatch(before, patch!)).toBe(after);
  });

  it('shows the change with three lines around it', () => {
    const lines = unifiedDiff([{ file: 'src/a.ts', before, after }]).split('\n');
    expect(lines.slice(0, 4)).toEqual([
      'diff --git a/src/a.ts b/src/a.ts',
      '--- a/src/a.ts',
      '+++ b/src/a.ts',
      '@@ -19,5 +19,5 @@',
    ]);
  });

  it('keeps the line ends of a CRLF file and a missing last one', () => {
    const crlf = before.replaceAll('\n', '\r\n').trimEnd();
    const diff = unifiedDiff([{ file: 'a.ts', before: crlf, after: crlf.replace('.freeze', '.lock') }]);
    expect(diff).toContain('+z.cards.lock(id);\r\n');
    expect(diff).toContain('\\ No newline at end of file');
  });

  it('colours what goes and what comes only where it is asked to', () => {
    const colored = unifiedDiff([{ file: 'a.ts', before, after }], { color: true });
    expect(colored).toContain('\u001b[31m-z.cards.freeze(id);\u001b[39m');
    expect(colored).toContain('\u001b[32m+z.cards.lock(id);\u001b[39m');
    expect(unifiedDiff([{ file: 'a.ts', before, after }])).not.toContain('\u001b');
  });

  it('is empty without a change', () => {
    expect(unifiedDiff([{ file: 'a.ts', before, after: before }])).toBe('');
  });

  it('quotes an odd file name and obeys nothing that a file holds', () => {
    const hostile = 'a\u001b[2J\u202e"b\n.ts';
    const diff = unifiedDiff([{ file: hostile, before: 'x\u001b[31m\u202e', after: 'y\u0007' }]);
    expect(diff).toContain('--- "a/a\\u001b[2J\\u202e\\"b\\n.ts"');
    expect(diff).toContain('-x\\u001b[31m\\u202e');
    expect(diff).toContain('+y\\u0007');
  });
});

describe('the diff of a file that is moved', () => {
  it('says so in the words of git, with what else changes', () => {
    const diff = unifiedDiff([{ file: 'a/x.js', movedTo: 'a/y.js', before: 'old\n', after: 'new\n' }]);
    expect(diff.split('\n').slice(0, 5)).toEqual([
      'diff --git a/a/x.js b/a/y.js',
      'rename from a/x.js',
      'rename to a/y.js',
      '--- a/a/x.js',
      '+++ b/a/y.js',
    ]);
  });

  it('has no hunk where nothing but the name changes', () => {
    const diff = unifiedDiff([{ file: 'a/x.js', movedTo: 'a/y.js', before: 'same', after: 'same' }]);
    expect(diff).toBe('diff --git a/a/x.js b/a/y.js\nrename from a/x.js\nrename to a/y.js\n');
  });
});
