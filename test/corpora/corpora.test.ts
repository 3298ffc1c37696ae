import { dirname, join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { prove } from '../../scripts/corpora/prove';
import { splice, spliced } from '../../scripts/corpora/splice';
import { asPublished, mentioned } from '../../scripts/corpora/treatment';

const SLOW = 180_000;
const modules = join(dirname(dirname(import.meta.dirname)), 'node_modules');

/** Small enough for every run, and as mixed as the large ones: CommonJS, ESM, TypeScript sources, bundles. */
const corpora = ['semver', 'commander', 'yaml', 'fastify', 'picomatch', 'tinyrainbow', 'zod'].map((name) => ({
  name,
  folder: join(modules, name),
}));

describe('packages that no one here wrote', () => {
  test(
    'stay as they are, as published and with a comment that has every file parsed',
    () => {
      const published = prove(corpora, asPublished);
      expect(published.wrong).toEqual([]);
      expect(published).toMatchObject({ found: 0, failed: [], exitCode: 0 });
      expect(published.files).toBeGreaterThan(500);

      const parsed = prove(corpora.slice(0, 2), mentioned);
      expect(parsed.wrong).toEqual([]);
      expect(parsed).toMatchObject({ found: 0, exitCode: 0 });
    },
    SLOW,
  );

  test(
    'change only in the legacy calls that were put into their functions, and in all of them',
    () => {
      const proof = prove(corpora, spliced(10), ['--client', 'keep']);
      expect(proof.calls).toBeGreaterThan(50);
      expect(proof.found).toBe(proof.calls);
      expect(proof.wrong).toEqual([]);
      expect(proof).toMatchObject({ failed: [], exitCode: 0 });
    },
    SLOW,
  );
});

describe('a spliced file', () => {
  const published =
    "'use strict'\nfunction outer() {\n  'use asm'\n  return [1].map(function () { return 2 })\n}\n";

  test('still parses, before and after', () => {
    for (const file of ['a.js', 'a.mjs', 'a.ts']) {
      const treated = splice(file, Buffer.from(published), 0)!;
      for (const bytes of [treated.before, treated.after]) {
        const source = ts.createSourceFile(file, bytes.toString(), ts.ScriptTarget.Latest);
        expect((source as unknown as { parseDiagnostics: unknown[] }).parseDiagnostics).toEqual([]);
      }
    }
  });

  test('keeps its directives first, and differs from what is expected of it only in the calls', () => {
    const { before, after, calls } = splice('a.js', Buffer.from(published), 0)!;
    expect(before.toString()).toMatch(/^'use strict'\nconst \{ Zentra/m);
    expect(before.toString()).toMatch(/'use asm'\nzentraSpliced\.cards\.freeze\('card_1'\);/);
    expect(after.toString()).toBe(
      before.toString().replace('freeze(', 'lock(').replace('unfreeze(', 'unlock('),
    );
    expect(calls).toBe(2);
  });

  test('is none where there is no function, no valid text, or another language', () => {
    for (const text of [
      'const a = 1;',
      'function broken( {',
      '/* @flow */ function f(a: number) { return a }',
    ]) {
      expect(splice('a.js', Buffer.from(text), 0), text).toBeUndefined();
    }
    expect(splice('a.js', Buffer.from([0x66, 0xff, 0xfe]), 0)).toBeUndefined();
    expect(splice('a.d.ts', Buffer.from(published), 0)).toBeUndefined();
  });
});
