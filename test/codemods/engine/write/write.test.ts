import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../../codemods/engine/usage-error';
import { undo } from '../../../../codemods/engine/write/undo';
import { writeChanges } from '../../../../codemods/engine/write/write';
import { useTrees } from './trees';

const { tree, change, env } = useTrees();

describe('writing changes', () => {
  it('writes the new bytes and keeps the mode', () => {
    const root = tree({ 'a.ts': 'old', 'bin/run.js': '#!/usr/bin/env node\nold' });
    chmodSync(join(root, 'bin/run.js'), 0o755);
    const outcomes = writeChanges(root, [change(root, 'a.ts', 'new'), change(root, 'bin/run.js', 'new')], {
      env,
    });
    expect(outcomes).toEqual([
      { file: 'a.ts', status: 'written' },
      { file: 'bin/run.js', status: 'written' },
    ]);
    expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe('new');
    expect(statSync(join(root, 'bin/run.js')).mode & 0o777).toBe(0o755);
  });

  it('leaves no temporary file and no lock behind', () => {
    const root = tree({ 'a.ts': 'old' });
    writeChanges(root, [change(root, 'a.ts', 'new')], { env });
    expect(readdirSync(root)).toEqual(['a.ts']);
    expect(() => writeChanges(root, [change(root, 'a.ts', 'newer')], { env })).not.toThrow();
  });

  it('has the journal on disk before the first byte of the tree changes', () => {
    const root = tree({ 'a.ts': 'old' });
    const seen: string[] = [];
    writeChanges(root, [change(root, 'a.ts', 'new')], {
      env,
      onStep(step) {
        seen.push(`${step}: ${readFileSync(join(root, 'a.ts'), 'utf8')}`);
      },
    });
    expect(seen).toEqual([
      'originals-written: old',
      'journal-committed: old',
      'temporary-written: old',
      'intent-logged: old',
      'renamed: new',
      'ended: new',
    ]);
  });

  it('keeps the journal to the user alone, since it holds source code', () => {
    const root = tree({ 'a.ts': 'old' });
    writeChanges(root, [change(root, 'a.ts', 'new')], { env });
    const home = join(env.XDG_STATE_HOME, 'zentra-codemods');
    for (const name of readdirSync(home, { recursive: true, encoding: 'utf8' })) {
      expect(statSync(join(home, name)).mode & 0o077).toBe(0);
    }
  });

  it('tells how far it is', () => {
    const root = tree({ 'a.ts': 'a', 'b.ts': 'b' });
    const progress: string[] = [];
    writeChanges(root, [change(root, 'a.ts', 'A'), change(root, 'b.ts', 'B')], {
      env,
      onProgress: ({ stage, done, total }) => progress.push(`${stage} ${done}/${total}`),
    });
    expect(progress).toEqual(['write 0/2', 'write 1/2', 'write 2/2']);
  });

  it.each<[string, (path: string) => void, RegExp]>([
    ['edited since it was read', (path) => writeFileSync(path, 'theirs'), /edited after it was read/],
    ['deleted since it was read', (path) => rmSync(path), /gone/],
    ['read-only', (path) => chmodSync(path, 0o444), /read-only/],
    ['a folder by now', (path) => replaceBy(path, mkdirSync), /no regular file/],
    [
      'a symlink by now',
      (path) => replaceBy(path, (gone) => symlinkSync('/etc/hosts', gone)),
      /no regular file/,
    ],
  ])('leaves a file alone that is %s, and writes the others', (_, spoil, error) => {
    const root = tree({ 'a.ts': 'old', 'b.ts': 'old' });
    const changes = [change(root, 'a.ts', 'new'), change(root, 'b.ts', 'new')];
    spoil(join(root, 'a.ts'));
    const kept = statSync(join(root, 'a.ts'), { throwIfNoEntry: false });
    const outcomes = writeChanges(root, changes, { env });
    expect(outcomes[0]).toMatchObject({
      file: 'a.ts',
      status: 'failed',
      error: expect.stringMatching(error),
    });
    expect(outcomes[1]).toEqual({ file: 'b.ts', status: 'written' });
    expect(statSync(join(root, 'a.ts'), { throwIfNoEntry: false })?.ino).toBe(kept?.ino);
    expect(readdirSync(root).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('does not overwrite an edit made in the last moment before the rename', () => {
    const root = tree({ 'a.ts': 'old' });
    const [outcome] = writeChanges(root, [change(root, 'a.ts', 'new')], {
      env,
      onStep: (step) => step === 'temporary-written' && writeFileSync(join(root, 'a.ts'), 'theirs'),
    });
    expect(outcome?.status).toBe('failed');
    expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe('theirs');
  });

  it('leaves the files of a read-only folder alone', () => {
    const root = tree({ 'locked/a.ts': 'old', 'b.ts': 'old' });
    chmodSync(join(root, 'locked'), 0o555);
    const outcomes = writeChanges(root, [change(root, 'locked/a.ts', 'new'), change(root, 'b.ts', 'new')], {
      env,
    });
    chmodSync(join(root, 'locked'), 0o755);
    expect(outcomes.map(({ status }) => status)).toEqual(['failed', 'written']);
    expect(readFileSync(join(root, 'locked/a.ts'), 'utf8')).toBe('old');
  });

  it('is not led out of the root by a folder that became a symlink', () => {
    const elsewhere = tree({ 'a.ts': 'old' });
    const root = tree({ 'sub/a.ts': 'old' });
    const changes = [change(root, 'sub/a.ts', 'new')];
    rmSync(join(root, 'sub'), { recursive: true });
    symlinkSync(elsewhere, join(root, 'sub'));
    expect(writeChanges(root, changes, { env })[0]?.status).toBe('failed');
    expect(readFileSync(join(elsewhere, 'a.ts'), 'utf8')).toBe('old');
  });

  it('does not reach through a hard link', () => {
    const root = tree({ 'a.ts': 'old' });
    const elsewhere = tree({});
    linkSync(join(root, 'a.ts'), join(elsewhere, 'b.ts'));
    writeChanges(root, [change(root, 'a.ts', 'new')], { env });
    expect(readFileSync(join(elsewhere, 'b.ts'), 'utf8')).toBe('old');
  });

  it('goes on with the other files when the disk is full for one of them', () => {
    const root = tree({ 'a.ts': 'old', 'b.ts': 'old' });
    const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    const outcomes = writeChanges(root, [change(root, 'a.ts', 'new'), change(root, 'b.ts', 'new')], {
      env,
      onStep(step, file) {
        if (step === 'temporary-written' && file === 'a.ts') throw full;
      },
    });
    expect(outcomes[0]).toEqual({ file: 'a.ts', status: 'failed', error: 'the disk is full (ENOSPC)' });
    expect(outcomes[1]?.status).toBe('written');
    expect(readdirSync(root).sort()).toEqual(['a.ts', 'b.ts']);
  });

  it('changes nothing if the journal cannot be written', () => {
    const root = tree({ 'a.ts': 'old' });
    const outcomes = writeChanges(root, [change(root, 'a.ts', 'new')], {
      env,
      onStep(step) {
        if (step === 'originals-written') throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      },
    });
    expect(outcomes[0]).toMatchObject({
      status: 'failed',
      error: expect.stringMatching(/nothing was written.*full/),
    });
    expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe('old');
    expect(() => undo(root, { env })).toThrow(/nothing to undo/);
  });

  it('names the state directory when it cannot be made', () => {
    const root = tree({ 'a.ts': 'old' });
    const blocked = { XDG_STATE_HOME: join(root, 'a.ts') };
    expect(() => writeChanges(root, [change(root, 'a.ts', 'new')], { env: blocked })).toThrow(
      /XDG_STATE_HOME/,
    );
    expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe('old');
  });
});

describe('undoing the last run', () => {
  it('puts back the exact bytes and modes', () => {
    const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0x0d, 0x0a, 0xff, 0x00]);
    const root = tree({ 'a.ts': bytes, 'b.js': 'b' });
    chmodSync(join(root, 'b.js'), 0o750);
    writeChanges(root, [change(root, 'a.ts', 'new'), change(root, 'b.js', 'new')], { env });
    chmodSync(join(root, 'b.js'), 0o600);
    expect(undo(root, { env })).toMatchObject({ root, restored: ['a.ts', 'b.js'], failed: [] });
    expect(readFileSync(join(root, 'a.ts'))).toEqual(bytes);
    expect(readFileSync(join(root, 'b.js'), 'utf8')).toBe('b');
    expect(statSync(join(root, 'b.js')).mode & 0o777).toBe(0o750);
  });

  it('puts back nothing if one file was edited since, and names it', () => {
    const root = tree({ 'a.ts': 'a', 'b.ts': 'b', 'c.ts': 'c' });
    writeChanges(
      root,
      ['a.ts', 'b.ts', 'c.ts'].map((file) => change(root, file, 'new')),
      { env },
    );
    writeFileSync(join(root, 'b.ts'), 'edited');
    rmSync(join(root, 'c.ts'));
    const attempt = () => undo(root, { env });
    expect(attempt).toThrow(UsageError);
    expect(attempt).toThrow(/2 files were edited or removed since the run:\n {2}b\.ts\n {2}c\.ts\n/);
    expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe('new');
    writeFileSync(join(root, 'b.ts'), 'new');
    writeFileSync(join(root, 'c.ts'), 'new');
    expect(undo(root, { env }).restored).toEqual(['a.ts', 'b.ts', 'c.ts']);
  });

  it('goes back one run at a time, and says when there is none', () => {
    const root = tree({ 'a.ts': '1' });
    writeChanges(root, [change(root, 'a.ts', '2')], { env });
    writeChanges(root, [change(root, 'a.ts', '3')], { env });
    undo(root, { env });
    expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe('2');
    undo(root, { env });
    expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe('1');
    expect(() => undo(root, { env })).toThrow(/nothing to undo/);
  });

  it('does not mind a file that the run could not write', () => {
    const root = tree({ 'a.ts': 'a', 'b.ts': 'b' });
    const changes = [change(root, 'a.ts', 'new'), change(root, 'b.ts', 'new')];
    writeFileSync(join(root, 'b.ts'), 'theirs');
    writeChanges(root, changes, { env });
    expect(undo(root, { env }).restored).toEqual(['a.ts']);
    expect(readFileSync(join(root, 'b.ts'), 'utf8')).toBe('theirs');
  });

  it('forgets runs that are older than the last fifty', () => {
    const root = tree({ 'a.ts': '0' });
    for (let run = 1; run <= 52; run += 1) writeChanges(root, [change(root, 'a.ts', String(run))], { env });
    for (let run = 1; run <= 50; run += 1) undo(root, { env });
    expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe('2');
    expect(() => undo(root, { env })).toThrow(/nothing to undo/);
  });

  it('finds the last run below the folder', () => {
    const root = tree({ 'one/a.ts': 'a', 'two/b.ts': 'b' });
    writeChanges(join(root, 'one'), [change(join(root, 'one'), 'a.ts', 'new')], { env });
    expect(undo(root, { env })).toMatchObject({ root: join(root, 'one'), restored: ['a.ts'] });
  });

  it('undoes a run of a folder above if it changed nothing else, and else says what to call', () => {
    const root = tree({ 'one/a.ts': 'a', 'two/b.ts': 'b' });
    writeChanges(root, [change(root, 'one/a.ts', 'new')], { env });
    expect(undo(join(root, 'one/a.ts'), { env }).restored).toEqual(['one/a.ts']);
    writeChanges(root, [change(root, 'one/a.ts', 'new'), change(root, 'two/b.ts', 'new')], { env });
    expect(() => undo(join(root, 'one'), { env })).toThrow(
      `changed files outside ${join(root, 'one')}, such as two/b.ts. To undo all of it: zentra-codemods undo ${root}`,
    );
    expect(readFileSync(join(root, 'one/a.ts'), 'utf8')).toBe('new');
  });

  it('refuses a journal that is damaged, and puts back nothing from it', () => {
    const root = tree({ 'a.ts': 'a' });
    writeChanges(root, [change(root, 'a.ts', 'new')], { env });
    for (const file of stateFiles('originals')) writeFileSync(file, 'x');
    expect(undo(root, { env }).failed).toHaveLength(1);
    for (const file of stateFiles('journal.json')) writeFileSync(file, '{"version":1,');
    expect(() => undo(root, { env })).toThrow(/damaged/);
    expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe('new');
    expect(writeChanges(root, [change(root, 'a.ts', 'newer')], { env })[0]?.status).toBe('written');
  });

  it('names a path that does not exist', () => {
    const root = tree({});
    expect(() => undo(join(root, 'gone'), { env })).toThrow(/no such file or folder: .*gone/);
    expect(existsSync(join(root, 'gone'))).toBe(false);
  });
});

function stateFiles(name: string): string[] {
  const home = join(env.XDG_STATE_HOME, 'zentra-codemods');
  return readdirSync(home, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(name))
    .map((file) => join(home, file));
}

function replaceBy(path: string, make: (path: string) => unknown): void {
  rmSync(path);
  make(path);
}
