import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue';
import { shapeFixtures } from './shape-fixtures';

describe('docs/shapes/', () => {
  const folder = join(import.meta.dirname, '../../../docs/shapes');
  const pages = catalogue();

  it('has a page for each topic and no other', () => {
    expect(readdirSync(folder).sort()).toEqual([...pages.keys()].sort());
  });

  it.each([...pages])('%s is what the fixtures say (npm run docs:shapes)', (file, text) => {
    expect(readFileSync(join(folder, file), 'utf8')).toBe(text);
  });
});

describe('a folder of fixtures', () => {
  function faultsOf(files: Readonly<Record<string, string>>): string {
    const folder = mkdtempSync(join(tmpdir(), 'fixtures-'));
    try {
      mkdirSync(join(folder, 'topic'));
      for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, 'topic', file), text);
      shapeFixtures(folder);
      return '';
    } catch (error) {
      return (error as Error).message;
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  it('refuses a snapshot that belongs to no fixture', () => {
    expect(faultsOf({ 'gone.snapshot.ts': '// x\n' })).toBe('topic/gone.snapshot.ts belongs to no fixture');
  });

  it('refuses sites that belong to no fixture', () => {
    expect(faultsOf({ 'gone.sites': '1 freeze-to-lock review\n' })).toContain(
      'gone.sites belongs to no fixture',
    );
  });

  it('refuses a fixture without a snapshot', () => {
    expect(faultsOf({ 'a.ts': '// x\n' })).toContain('topic/a.ts has no a.snapshot.ts');
  });

  it('takes a decoy without a snapshot', () => {
    expect(faultsOf({ 'a.decoy.ts': '// x\n' })).toBe('');
  });

  it('refuses a fixture that does not say what it shows', () => {
    expect(faultsOf({ 'a.decoy.ts': 'export {};\n' })).toContain('no comment says what this fixture shows');
  });
});
