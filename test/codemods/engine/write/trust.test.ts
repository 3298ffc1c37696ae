import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { undo } from '../../../../codemods/engine/write/undo';
import { writeChanges } from '../../../../codemods/engine/write/write';
import { useTrees } from './trees';

const { tree, change, env } = useTrees();

/** A tree after a run that changed `src/a.ts`, and the folder of that run's journal. */
function migrated() {
  const root = tree({ 'src/a.ts': 'old' });
  writeChanges(root, [change(root, 'src/a.ts', 'new')], { env });
  const home = join(env.XDG_STATE_HOME, 'zentra-codemods');
  const run = join(home, readdirSync(home)[0]!, 'runs', '000001');
  const header = join(run, 'journal.json');
  return {
    root,
    run,
    content: () => readFileSync(join(root, 'src/a.ts'), 'utf8'),
    forge(change: (journal: { files: Record<string, unknown>[] } & Record<string, unknown>) => void) {
      const journal = JSON.parse(readFileSync(header, 'utf8'));
      change(journal);
      writeFileSync(header, JSON.stringify(journal));
    },
  };
}

function elsewhere(): string {
  const folder = mkdtempSync(join(tmpdir(), 'elsewhere-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('a journal whose folder others may write to', () => {
  it.each([0, 1, 2, 3])('is not trusted, %i levels up', (levels) => {
    const { root, run, content } = migrated();
    let folder = run;
    for (let level = 0; level < levels; level += 1) folder = dirname(folder);
    chmodSync(folder, 0o777);
    expect(() => undo(root, { env })).toThrow(
      `is not trusted, because others may write to ${folder} (chmod go-w)`,
    );
    expect(content()).toBe('new');
    chmodSync(folder, 0o700);
    undo(root, { env });
    expect(content()).toBe('old');
  });

  it('is not trusted where it is a symlink', () => {
    const { root, run, content } = migrated();
    renameSync(run, `${run}.moved`);
    symlinkSync(`${run}.moved`, run);
    expect(() => undo(root, { env })).toThrow('is no folder');
    expect(content()).toBe('new');
  });

  it('is not written either: the run says what to do', () => {
    const root = tree({ 'a.ts': 'old' });
    mkdirSync(join(env.XDG_STATE_HOME, 'zentra-codemods'));
    chmodSync(join(env.XDG_STATE_HOME, 'zentra-codemods'), 0o777);
    expect(() => writeChanges(root, [change(root, 'a.ts', 'new')], { env })).toThrow(
      /no journal for undo.*chmod go-w/,
    );
    expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe('old');
  });
});

describe('an undo writes nothing outside its root, whatever the journal says', () => {
  it.each(['../victim.ts', '/tmp/victim.ts', 'src/../../victim.ts', './src/a.ts', 'src//a.ts', ''])(
    '%s',
    (file) => {
      const { root, forge, content } = migrated();
      const victim = join(dirname(root), 'victim.ts');
      forge((journal) => {
        journal.files[0]!.file = file;
        journal.files[0]!.after = 'none';
      });
      expect(() => undo(root, { env })).toThrow('is damaged or of another version');
      expect(existsSync(victim)).toBe(false);
      expect(content()).toBe('new');
    },
  );

  it.each([
    ['another root', (journal: Record<string, unknown>) => Object.assign(journal, { root: '/' })],
    [
      'a name that leads away',
      (journal: Record<string, unknown>) => Object.assign(journal, { id: '../../x' }),
    ],
  ])('%s', (_, change) => {
    const { root, forge, content } = migrated();
    forge(change);
    expect(() => undo(root, { env })).toThrow('is damaged or of another version');
    expect(content()).toBe('new');
  });

  it.each([
    ['another version', { version: 2 }, {}],
    ['a time that is no text', { startedAt: 1 }, {}],
    ['no files', { files: {} }, {}],
    ['a file without its hashes', {}, { before: null }],
    ['permissions that no file has', {}, { mode: 0o10000 }],
    ['an offset that is no place', {}, { offset: -1 }],
    ['a length that is no number', {}, { length: '3' }],
  ])('%s', (_, ofHeader, ofFile) => {
    const { root, forge, content } = migrated();
    forge((journal) => {
      Object.assign(journal.files[0]!, ofFile);
      Object.assign(journal, ofHeader);
    });
    expect(() => undo(root, { env })).toThrow('is damaged or of another version');
    expect(content()).toBe('new');
  });

  it('bytes that are not among its originals', () => {
    const { root, forge, content } = migrated();
    forge((journal) => Object.assign(journal.files[0]!, { length: 2 ** 40 }));
    expect(undo(root, { env }).failed).toEqual([
      { file: 'src/a.ts', error: expect.stringContaining('is damaged') },
    ]);
    expect(content()).toBe('new');
  });

  it('a folder that is a symlink by now, not even to make a folder behind it', () => {
    const outside = elsewhere();
    const root = tree({ 'src/a.ts': 'old', 'lib/deep/b.ts': 'old' });
    const before = readFileSync(join(root, 'lib/deep/b.ts'));
    writeChanges(root, [{ file: 'lib/deep/b.ts', movedTo: 'lib/c.ts', before, after: before }], { env });
    rmSync(join(root, 'lib'), { recursive: true });
    symlinkSync(outside, join(root, 'lib'));
    writeFileSync(join(outside, 'c.ts'), before);
    expect(undo(root, { env }).failed).not.toEqual([]);
    expect(readdirSync(outside)).toEqual(['c.ts']);
  });
});
