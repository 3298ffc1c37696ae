import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { inMemory } from '../../../../codemods/engine/file-system/in-memory';
import { migrate } from '../../../../codemods/engine/migrate';
import type { MigrateOptions } from '../../../../codemods/engine/options';
import { walk } from '../../../../codemods/engine/walk/walk';
import { zentra } from '../../../../codemods/zentra/index';
import { filesBelow, projectsFolder } from '../../shapes/shape-fixtures';
import { wholeTree } from '../whole-tree';

const everything = { paths: [], include: [], exclude: [] };
const options = (given: Partial<MigrateOptions>): MigrateOptions => ({
  ...wholeTree,
  root: '/nowhere/shop',
  mode: 'dry-run',
  ...given,
});

describe('texts in the place of the disk', () => {
  const files = inMemory('/nowhere/shop', [
    ['src/a.ts', 'a'],
    ['src\\deep\\b.ts', 'b'],
    ['/nowhere/shop/c.ts', 'c'],
    ['node_modules/x/index.js', 'x'],
    ['.gitignore', '*.gen.ts\n'],
    ['src/d.gen.ts', 'd'],
  ]);

  it('are walked as a folder of the disk is: what git ignores and dependencies are left out', () => {
    expect(walk('/nowhere/shop', everything, files)).toEqual([
      '.gitignore',
      'c.ts',
      'src/a.ts',
      'src/deep/b.ts',
    ]);
  });

  it('are selected by paths, globs and folders', () => {
    const select = (...paths: string[]) => walk('/nowhere/shop', { ...everything, paths }, files);
    expect(select('src/deep')).toEqual(['src/deep/b.ts']);
    expect(select('**/b.ts', './c.ts')).toEqual(['c.ts', 'src/deep/b.ts']);
    expect(() => select('gone')).toThrow('no such file or folder: gone');
    expect(() => select('../other')).toThrow('no such file or folder');
  });

  it('answer for a missing file or folder as the system does', () => {
    expect(() => files.read('/nowhere/shop/gone.ts')).toThrow(/ENOENT/);
    expect(() => files.list('/nowhere/shop/gone')).toThrow(/ENOENT/);
    expect(files.status('/nowhere/shop/gone')).toBeUndefined();
    expect(files.status('/nowhere/shop/src')?.isDirectory()).toBe(true);
  });

  it('make an empty root of no files', () => {
    expect(walk('/nowhere', everything, inMemory('/nowhere', []))).toEqual([]);
  });
});

describe('a run over texts in memory', () => {
  let cache: string;
  beforeAll(() => {
    cache = mkdtempSync(join(tmpdir(), 'cache-'));
    vi.stubEnv('XDG_CACHE_HOME', cache);
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(cache, { recursive: true, force: true });
  });

  it.each(readdirSync(projectsFolder))('finds in %s what a run over the disk finds', async (name) => {
    const before = join(projectsFolder, name, 'before');
    const texts = filesBelow(before).map((file): [string, string] => [
      file,
      readFileSync(join(before, file), 'utf8'),
    ]);
    const onDisk = await migrate(zentra, options({ root: before }));
    const inTexts = await migrate(zentra, options({}), { fileSystem: inMemory('/nowhere/shop', texts) });
    expect(inTexts.report.sites).toEqual(onDisk.report.sites);
    expect(inTexts.report.summary).toEqual(onDisk.report.summary);
    expect(inTexts.changes).toEqual(onDisk.changes);
  });
});
