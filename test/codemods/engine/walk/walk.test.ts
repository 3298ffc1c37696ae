import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../../../codemods/engine/usage-error';
import { escapeGlob } from '../../../../codemods/engine/walk/glob';
import { type Selection, walk } from '../../../../codemods/engine/walk/walk';

const trees: string[] = [];
afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true, force: true });
});

function tree(files: Record<string, string>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'walk-')));
  trees.push(root);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

const select = (selection: Partial<Selection> = {}): Selection => ({
  paths: [],
  include: [],
  exclude: [],
  ...selection,
});

describe('walking a repository', () => {
  it('yields regular files in the order of their paths', () => {
    const root = tree({ 'a/b.ts': '', 'a.ts': '', 'a-b/c.ts': '', 'package.json': '', 'B.vue': '' });
    const files = walk(root, select());
    expect(files).toEqual(['B.vue', 'a-b/c.ts', 'a.ts', 'a/b.ts', 'package.json']);
    expect(files).toEqual([...files].sort());
  });

  it('leaves out dependencies, output, version control and minified files at any depth', () => {
    const root = tree({
      'src/a.ts': '',
      'node_modules/x/index.js': '',
      'packages/p/dist/a.js': '',
      'build/a.js': '',
      'out/a.js': '',
      'coverage/a.js': '',
      'web/vendor/a.js': '',
      '.git/hooks/a.js': '',
      'web/app.min.js': '',
    });
    expect(walk(root, select())).toEqual(['src/a.ts']);
  });

  it('takes a file or folder that is named itself although it would be left out', () => {
    const root = tree({
      '.gitignore': 'generated/\n*.gen.ts\n',
      'dist/a.js': '',
      'generated/b.ts': '',
      'c.gen.ts': '',
      'dist/node_modules/x.js': '',
    });
    expect(walk(root, select({ paths: ['dist', 'generated', 'c.gen.ts'] }))).toEqual([
      'c.gen.ts',
      'dist/a.js',
      'generated/b.ts',
    ]);
  });

  it('honours nested ignore files, the innermost first', () => {
    const root = tree({
      '.gitignore': '*.log.ts\n/only-here.ts\n',
      'a.log.ts': '',
      'only-here.ts': '',
      'sub/.gitignore': '!keep.log.ts\nlocal.ts\n',
      'sub/keep.log.ts': '',
      'sub/other.log.ts': '',
      'sub/local.ts': '',
      'sub/only-here.ts': '',
      'local.ts': '',
    });
    expect(walk(root, select({ extensions: ['.ts'] }))).toEqual([
      'local.ts',
      'sub/keep.log.ts',
      'sub/only-here.ts',
    ]);
  });

  it('honours the ignore files above the root up to the top of the repository, and its info/exclude', () => {
    const root = tree({
      '.gitignore': '/packages/a/generated\n',
      '.git/info/exclude': 'private.ts\n',
      'packages/a/x.ts': '',
      'packages/a/private.ts': '',
      'packages/a/generated/y.ts': '',
    });
    expect(walk(join(root, 'packages/a'), select())).toEqual(['x.ts']);
  });

  it('walks a root that its repository ignores, since somebody named it', () => {
    const root = tree({ '.gitignore': 'tmp/\n', '.git/HEAD': '', 'tmp/x.ts': '' });
    expect(walk(join(root, 'tmp'), select())).toEqual(['x.ts']);
  });

  it('goes on counting the other patterns of an ignore file where one is taken back', () => {
    const root = tree({
      '.gitignore': 'b/\n*.log.ts\n',
      'a/.gitignore': '!b/\n',
      'a/b/x.ts': '',
      'a/b/deep/y.log.ts': '',
      'a/b/deep/z.ts': '',
      'named/b/x.log.ts': '',
      'named/b/x.ts': '',
    });
    expect(walk(root, select({ paths: ['a', 'named/b'], extensions: ['.ts'] }))).toEqual([
      'a/b/deep/z.ts',
      'a/b/x.ts',
      'named/b/x.ts',
    ]);
  });

  it('reads the exclude file of a worktree, whose .git is a file', () => {
    const root = tree({
      'main/.git/info/exclude': 'private.ts\n',
      'main/.git/worktrees/w/commondir': '../..\n',
      'w/private.ts': '',
      'w/x.ts': '',
    });
    writeFileSync(join(root, 'w/.git'), `gitdir: ${join(root, 'main/.git/worktrees/w')}\n`);
    expect(walk(join(root, 'w'), select({ extensions: ['.ts'] }))).toEqual(['x.ts']);
  });

  it('follows no symlink, neither out of the root nor inside it', () => {
    const elsewhere = tree({ 'secret.ts': '' });
    const root = tree({ 'real/a.ts': '' });
    symlinkSync(elsewhere, join(root, 'out-of-root'));
    symlinkSync(join(elsewhere, 'secret.ts'), join(root, 'secret.ts'));
    symlinkSync('real', join(root, 'alias'));
    symlinkSync('.', join(root, 'loop'));
    expect(walk(root, select())).toEqual(['real/a.ts']);
  });

  it('visits the target of a symlink that is named, if it is inside the root', () => {
    const elsewhere = tree({ 'secret.ts': '' });
    const root = tree({ 'real/a.ts': '' });
    symlinkSync('real', join(root, 'alias'));
    symlinkSync(join(elsewhere, 'secret.ts'), join(root, 'secret.ts'));
    expect(walk(root, select({ paths: ['alias'] }))).toEqual(['real/a.ts']);
    expect(() => walk(root, select({ paths: ['secret.ts'] }))).toThrow(/secret\.ts is outside the root/);
  });

  it('takes globs as paths, anchored at the root, and every file once', () => {
    const root = tree({ 'a.ts': '', 'src/b.ts': '', 'src/deep/c.ts': '', 'lib/d.ts': '', 'dist/e.ts': '' });
    expect(walk(root, select({ paths: ['*.ts'] }))).toEqual(['a.ts']);
    expect(walk(root, select({ paths: ['src/**/*.ts', 'src/b.ts', '{lib,src}'] }))).toEqual([
      'lib/d.ts',
      'src/b.ts',
      'src/deep/c.ts',
    ]);
    expect(walk(root, select({ paths: ['**/e.ts', 'dist/*.ts'].slice(1) }))).toEqual(['dist/e.ts']);
  });

  it('prefers a file whose name looks like a glob over the glob', () => {
    const root = tree({ 'pages/[id].ts': '', 'pages/i.ts': '' });
    expect(walk(root, select({ paths: ['pages/[id].ts'] }))).toEqual(['pages/[id].ts']);
  });

  it.each([
    ['missing.ts', /no such file or folder: missing\.ts/],
    ['src/*.nothing', /no file matches src\/\*\.nothing/],
    ['..', /outside the root/],
    ['../*.ts', /outside the root/],
  ])('refuses the path %s by name', (path, message) => {
    const root = tree({ 'src/a.ts': '' });
    expect(() => walk(root, select({ paths: [path] }))).toThrow(UsageError);
    expect(() => walk(root, select({ paths: [path] }))).toThrow(message);
  });

  it('takes only what include names, without what exclude names', () => {
    const root = tree({ 'src/a.ts': '', 'src/a.test.ts': '', 'src/legacy/b.ts': '', 'lib/c.ts': '' });
    expect(walk(root, select({ include: ['src'] }))).toHaveLength(3);
    expect(walk(root, select({ include: ['src/**'], exclude: ['*.test.ts', 'legacy/'] }))).toEqual([
      'src/a.ts',
    ]);
    expect(walk(root, select({ exclude: ['./src/legacy', '**/*.test.*'] }))).toEqual([
      'lib/c.ts',
      'src/a.ts',
    ]);
  });

  it('excludes exactly one file by its escaped path', () => {
    const root = tree({ 'a (1)[x]{y}*.ts': '', 'a 1x.ts': '' });
    expect(walk(root, select({ exclude: [escapeGlob('a (1)[x]{y}*.ts')] }))).toEqual(['a 1x.ts']);
  });

  it('tells of a folder that cannot be listed and walks the rest', () => {
    const root = tree({ 'a.ts': '' });
    const unreadable: string[] = [];
    const files = walk(join(root, 'gone'), select({ onUnreadable: (folder) => unreadable.push(folder) }));
    expect([files, unreadable]).toEqual([[], ['.']]);
    expect(() => walk(join(root, 'gone'), select())).toThrow(/ENOENT/);
  });

  it('agrees with git about what is ignored', () => {
    const segment = fc.constantFrom('a', 'b', 'c.ts', 'd.js', 'e');
    const path = fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
    const pattern = fc
      .tuple(
        fc.constantFrom('', '', '!'),
        fc.constantFrom('', '', '/', '**/'),
        fc.constantFrom(
          'a',
          'b',
          '*.ts',
          'c.*',
          'a/b',
          'a/*',
          'a/**',
          '[ab]',
          '?',
          '*',
          'e',
          'a/**/e',
          '\\a',
          '*s',
          'c.ts',
        ),
        fc.constantFrom('', '', '/'),
      )
      .map((parts) => parts.join(''));
    const patterns = fc.array(pattern, { maxLength: 4 });
    fc.assert(
      fc.property(
        fc.uniqueArray(path, { minLength: 3, maxLength: 8 }),
        patterns,
        patterns,
        (paths, outer, inner) => {
          // A path cannot be both a file and a folder.
          const files = paths.filter((file) => !paths.some((other) => other.startsWith(`${file}/`)));
          const root = tree(Object.fromEntries(files.map((file) => [file, ''])));
          writeFileSync(join(root, '.gitignore'), outer.join('\n'));
          if (files.some((file) => file.startsWith('a/'))) {
            writeFileSync(join(root, 'a/.gitignore'), inner.join('\n'));
          }
          execFileSync('git', ['init', '-q'], { cwd: root });
          const listed = execFileSync('git', ['ls-files', '-z', '--others', '--exclude-standard'], {
            cwd: root,
            encoding: 'utf8',
          });
          const expected = listed.split('\0').filter((file) => file !== '');
          rmSync(join(root, '.git'), { recursive: true });
          expect(walk(root, select())).toEqual(expected.sort());
        },
      ),
      { numRuns: 60 },
    );
  });
});
