import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MigrateOptions } from '../../../codemods/engine/options';
import { acquireLock } from '../../../codemods/engine/write/lock';
import { git, textEngine, useCommandLine } from './command-line';

const { zentra, project, state } = useCommandLine();

const legacy = 'client.cards.freeze("card_1");\n';
const migrated = 'client.cards.lock("card_1");\n';

/** The options that the engine was called with. */
async function optionsOf(argv: readonly string[], cwd: string): Promise<MigrateOptions> {
  let seen: MigrateOptions | undefined;
  const run = await zentra(['migrate', ...argv], {
    cwd,
    engine: (options) => {
      seen = options;
      return textEngine(state)(options, {});
    },
  });
  if (seen === undefined) throw new Error(run.stderr);
  return seen;
}

describe('migrate', () => {
  it('rewrites in place and says what it did', async () => {
    const root = project({ 'src/a.ts': legacy });
    const { exitCode, stdout } = await zentra(['migrate'], { cwd: root });
    expect(exitCode).toBe(0);
    expect(readFileSync(join(root, 'src/a.ts'), 'utf8')).toBe(migrated);
    expect(stdout).toContain('src/a.ts:1:8');
  });

  it('prints a diff and the summary in a dry run, and writes nothing', async () => {
    const root = project({ 'a.ts': legacy });
    const { exitCode, stdout } = await zentra(['migrate', '--dry-run'], { cwd: root });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('--- a/a.ts\n+++ b/a.ts\n');
    expect(stdout).toContain(`-${legacy}+${migrated}`);
    expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe(legacy);
  });

  it('exits with 1 in a check that finds legacy use, and with 0 in one that finds none', async () => {
    const root = project({ 'a.ts': legacy });
    expect((await zentra(['migrate', '--check'], { cwd: root })).exitCode).toBe(1);
    expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe(legacy);
    writeFileSync(join(root, 'a.ts'), migrated);
    expect((await zentra(['migrate', '--check'], { cwd: root })).exitCode).toBe(0);
  });

  it('fails a check with a baseline only on what is new', async () => {
    const root = project({ 'a.ts': legacy });
    await zentra(['migrate', '--check', '--report', 'old.json'], { cwd: root });
    const check = ['migrate', '--check', '--baseline', 'old.json'];
    expect((await zentra(check, { cwd: root })).exitCode).toBe(0);
    writeFileSync(join(root, 'b.ts'), 'other.cards.freeze(id);\n');
    const { exitCode, stdout } = await zentra(check, { cwd: root });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('new  b.ts:1:7');
  });

  it('exits with 3 when a file could not be parsed, and does the others', async () => {
    const root = project({ 'a.ts': legacy, 'b.ts': 'cannot parse' });
    expect((await zentra(['migrate'], { cwd: root })).exitCode).toBe(3);
    expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe(migrated);
  });

  it('prints the JSON report and nothing else with --format json', async () => {
    const root = project({ 'a.ts': legacy });
    const { stdout } = await zentra(['migrate', '--dry-run', '--format', 'json'], { cwd: root });
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, mode: 'dry-run', summary: { sites: 1 } });
  });

  it('writes each --report in the format of its extension, making folders', async () => {
    const root = project({ 'a.ts': legacy });
    const files = ['r.json', 'r.md', 'deep/er/r.html', 'r.sarif'];
    const flags = files.flatMap((file) => ['--report', file]);
    await zentra(['migrate', '--dry-run', ...flags], { cwd: root });
    expect(JSON.parse(readFileSync(join(root, 'r.json'), 'utf8')).schemaVersion).toBe(1);
    expect(JSON.parse(readFileSync(join(root, 'r.sarif'), 'utf8')).version).toBe('2.1.0');
    expect(readFileSync(join(root, 'deep/er/r.html'), 'utf8')).toMatch(/^<!doctype html>/i);
    expect(readdirSync(root).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('keeps its own report out of the migration', async () => {
    const root = project({ 'a.ts': legacy });
    expect((await optionsOf(['--dry-run', '--report', 'out (1).md'], root)).exclude).toEqual([
      'out \\(1\\).md',
    ]);
  });

  it('tells the report file that cannot be written, writes the others, and exits with 3', async () => {
    const root = project({ 'a.ts': legacy });
    const engine = textEngine(state);
    const { exitCode, stderr } = await zentra(
      ['migrate', '--dry-run', '--report', 'r.md', '--report', 'r.json'],
      {
        cwd: root,
        engine: (options, context) => {
          mkdirSync(join(root, 'r.md'));
          return engine(options, context);
        },
      },
    );
    expect([exitCode, existsSync(join(root, 'r.json'))]).toEqual([3, true]);
    expect(stderr).toContain('the report r.md was not written');
  });
});

describe('what migrate is given', () => {
  it('takes the one folder given as the root', async () => {
    const root = project({ 'sub/a.ts': legacy });
    expect(await optionsOf(['sub', '--dry-run'], root)).toMatchObject({ root: join(root, 'sub'), paths: [] });
    expect(await optionsOf(['--dry-run'], root)).toMatchObject({ root, paths: [] });
  });

  it('takes the working directory as the root of files, globs and several folders inside it', async () => {
    const root = project({ 'one/a.ts': legacy, 'two/b.ts': '' });
    expect(await optionsOf(['./one/a.ts', 'two/*.ts', 'two', '--dry-run'], root)).toMatchObject({
      root,
      paths: ['one/a.ts', 'two/*.ts', 'two'],
    });
  });

  it('takes the nearest common folder as the root of what is outside the working directory', async () => {
    const root = project({ 'one/a.ts': legacy, 'one/deep/b.ts': '', 'here/c.ts': '' });
    expect(
      await optionsOf(['../one/a.ts', '../one/deep/*.ts', '--dry-run'], join(root, 'here')),
    ).toMatchObject({
      root: join(root, 'one'),
      paths: ['a.ts', 'deep/*.ts'],
    });
    expect(await optionsOf(['../one/a.ts', 'c.ts', '--dry-run'], join(root, 'here'))).toMatchObject({
      root,
      paths: ['one/a.ts', 'here/c.ts'],
    });
  });

  it('passes the flags on', async () => {
    const root = project({ 'a.ts': '' });
    const flags =
      '--check --rule freeze-to-lock --rule dynamic-member --skip-rule unfreeze-to-unlock --client keep --assume-client a --assume-client b --include **/*.ts --exclude x --exclude y';
    expect(await optionsOf(flags.split(' '), root)).toMatchObject({
      mode: 'check',
      rules: ['freeze-to-lock', 'dynamic-member'],
      skipRules: ['unfreeze-to-unlock'],
      client: 'keep',
      assumeClients: ['a', 'b'],
      include: ['**/*.ts'],
      exclude: ['x', 'y'],
    });
  });

  it('reads the configuration at the root; a flag wins over its key', async () => {
    const config = {
      $schema: './schema.json',
      client: 'keep',
      reviewedSdk: '>=5',
      assumeClients: ['zentra'],
      include: ['src'],
      exclude: ['legacy'],
      rules: ['freeze-to-lock'],
      skipRules: ['dynamic-member'],
    };
    const root = project({ 'zentra-codemods.config.json': JSON.stringify(config), 'a.ts': '' });
    const { $schema: _, ...keys } = config;
    expect(await optionsOf(['--dry-run'], root)).toMatchObject(keys);
    expect(
      await optionsOf(
        ['--dry-run', '--client', 'auto', '--include', 'lib', '--rule', 'unfreeze-to-unlock'],
        root,
      ),
    ).toMatchObject({ ...keys, client: 'auto', include: ['lib'], rules: ['unfreeze-to-unlock'] });
  });

  it.each<[string, string, RegExp]>([
    ['{', 'JSON', /zentra-codemods\.config\.json is not JSON/],
    ['{"cilent":"auto"}', 'a key', /cilent: no such key; there are .*client, reviewedSdk/],
    ['{"client":"always"}', 'a value', /client: must be one of auto, keep, zentra-compat/],
    ['{"rules":["freeze"]}', 'a rule', /rules\.0: must be one of freeze-to-lock, .*dynamic-member/],
    ['{"include":"src"}', 'a type', /include: must be a list/],
    ['{"assumeClients":[1]}', 'an element', /assumeClients\.0: must be of type string/],
    ['{"reviewedSdk":"newest"}', 'a range', /reviewedSdk: must be a semver range/],
    ['[]', 'everything', /the whole file: must be of type object/],
  ])('refuses the configuration %s, wrong in %s', async (text, _, message) => {
    const root = project({ 'zentra-codemods.config.json': text, 'a.ts': legacy });
    const { exitCode, stderr } = await zentra(['migrate'], { cwd: root });
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(2);
    expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe(legacy);
  });

  it.each<[string, string[], RegExp]>([
    ['an unknown flag', ['--frobnicate'], /unknown option '--frobnicate'/],
    ['a missing path', ['nowhere.ts'], /no such file or folder: nowhere\.ts/],
    [
      'a missing path beside one that exists',
      ['a.ts', 'gone/**/*.ts'],
      /no such file or folder: gone\/\*\*\/\*\.ts/,
    ],
    ['a glob that matches nothing', ['*.tsx'], /no file matches \*\.tsx/],
    ['an unknown rule', ['--rule', 'freeze'], /no such rule: freeze\. The rules are\n {2}freeze-to-lock/],
    ['an unknown rule to skip', ['--skip-rule', 'thaw'], /no such rule: thaw/],
    ['an unknown client', ['--client', 'always'], /Allowed choices are auto, keep, zentra-compat/],
    ['an unknown format', ['--format', 'xml'], /Allowed choices are text, json/],
    ['a report without a known extension', ['--report', 'r.pdf'], /r\.pdf.*\.json, \.md, \.html or \.sarif/],
    ['a report that is a folder', ['--report', 'folder.md'], /folder\.md cannot be written: it is a folder/],
    [
      'a report below a file',
      ['--report', 'a.ts/r.md'],
      /the folder of the report a\.ts\/r\.md cannot be made/,
    ],
    ['a check that is a dry run', ['--check', '--dry-run'], /cannot be used with/],
    ['a baseline without a check', ['--baseline', 'a.ts'], /--baseline goes with --check/],
    ['a missing baseline', ['--check', '--baseline', 'b.json'], /no such file: b\.json/],
    ['a baseline that is none', ['--check', '--baseline', 'a.ts'], /a\.ts is not JSON/],
    ['a missing usage log', ['--usage', 'u.jsonl'], /no such file: u\.jsonl/],
    [
      'a usage glob that matches nothing',
      ['--usage', 'logs/*.jsonl'],
      /no usage log matches logs\/\*\.jsonl/,
    ],
  ])('refuses %s with 2 before anything is done', async (_, flags, message) => {
    const root = project({ 'a.ts': legacy, 'folder.md/x': '' });
    const { exitCode, stderr, stdout } = await zentra(['migrate', ...flags], { cwd: root });
    expect(stderr).toMatch(message);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe(legacy);
  });

  it('joins the usage logs of globs', async () => {
    const line = {
      v: 1,
      run: 'one',
      code: 'ZENTRA_DEP0001',
      file: 'a.ts',
      line: 1,
      column: 8,
      count: 7,
      firstSeen: '2026-01-01T00:00:00Z',
      lastSeen: '2026-01-02T00:00:00Z',
    };
    const root = project({ 'a.ts': legacy, 'logs/one.jsonl': `${JSON.stringify(line)}\n` });
    const { stdout } = await zentra(['migrate', '--dry-run', '--format', 'json', '--usage', 'logs/*.jsonl'], {
      cwd: root,
    });
    expect(JSON.parse(stdout).sites[0].usage).toMatchObject({ count: 7, matched: 'exact' });
  });
});

describe('a git tree with uncommitted changes', () => {
  function repository(files: Record<string, string>): string {
    const root = project(files);
    git(root, 'init', '-q');
    git(root, 'add', '.');
    git(root, 'commit', '-qm', 'start');
    return root;
  }

  it('is migrated when it is clean', async () => {
    const root = repository({ 'a.ts': legacy });
    expect((await zentra(['migrate'], { cwd: root })).exitCode).toBe(0);
  });

  it.each([
    ['a modified file', (root: string) => writeFileSync(join(root, 'sub/b.ts'), 'mine')],
    ['an untracked file', (root: string) => writeFileSync(join(root, 'sub/new.ts'), 'mine')],
    [
      'a staged file',
      (root: string) => {
        writeFileSync(join(root, 'sub/b.ts'), 'mine');
        git(root, 'add', '.');
      },
    ],
  ])('is refused with %s, also as a sub-folder, and named', async (_, spoil) => {
    const root = repository({ 'sub/a.ts': legacy, 'sub/b.ts': '', 'clean/c.ts': legacy });
    spoil(root);
    for (const [cwd, named] of [
      [root, /sub\/(b|new)\.ts/],
      [join(root, 'sub'), /\n {2}(b|new)\.ts/],
    ] as const) {
      const { exitCode, stderr } = await zentra(['migrate'], { cwd });
      expect([exitCode, stderr]).toEqual([2, expect.stringMatching(named)]);
      expect(stderr).toContain('--force');
    }
    expect(readFileSync(join(root, 'sub/a.ts'), 'utf8')).toBe(legacy);
    expect((await zentra(['migrate', 'clean'], { cwd: root })).exitCode).toBe(0);
  });

  it('is no obstacle with --force, in a dry run or in a check', async () => {
    const root = repository({ 'a.ts': legacy });
    writeFileSync(join(root, 'b.ts'), 'mine');
    expect((await zentra(['migrate', '--dry-run'], { cwd: root })).exitCode).toBe(0);
    expect((await zentra(['migrate', '--check'], { cwd: root })).exitCode).toBe(1);
    expect((await zentra(['migrate', '--force'], { cwd: root })).exitCode).toBe(0);
  });

  it('does not count ignored files, our configuration and our reports', async () => {
    const root = repository({ 'a.ts': legacy, '.gitignore': 'ignored\n' });
    for (const file of ['ignored', 'r.json']) writeFileSync(join(root, file), '');
    writeFileSync(join(root, 'zentra-codemods.config.json'), '{}');
    expect((await zentra(['migrate', '--report', 'r.json'], { cwd: root })).exitCode).toBe(0);
  });

  it('does not count what an earlier run of ours has changed, also where somebody went on editing it', async () => {
    const root = repository({ 'a.ts': legacy, 'b.ts': legacy });
    await zentra(['migrate', 'a.ts'], { cwd: root });
    writeFileSync(join(root, 'a.ts'), `// typed by hand\n${migrated}${legacy}`);
    const { exitCode, stdout } = await zentra(['migrate'], { cwd: root });
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('b.ts:1:8')]);
    expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe(`// typed by hand\n${migrated}${migrated}`);
  });

  it('does not count what a run that was killed has changed', async () => {
    const root = repository({ 'a.ts': legacy, 'b.ts': legacy });
    await zentra(['migrate', 'a.ts'], { cwd: root });
    cutShort();
    expect((await zentra(['migrate'], { cwd: root })).exitCode).toBe(0);
  });

  it('counts edits of a file that was migrated and committed', async () => {
    const root = repository({ 'a.ts': legacy });
    await zentra(['migrate'], { cwd: root });
    git(root, 'commit', '-qam', 'migrated');
    writeFileSync(join(root, 'a.ts'), `${migrated}${legacy}`);
    const { exitCode, stderr } = await zentra(['migrate'], { cwd: root });
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining('a file has uncommitted changes:\n  a.ts\n'),
    ]);
  });

  it('counts edits from before a run that was forced', async () => {
    const root = repository({ 'a.ts': legacy });
    writeFileSync(join(root, 'a.ts'), `// mine\n${legacy}`);
    expect((await zentra(['migrate', '--force'], { cwd: root })).exitCode).toBe(0);
    expect((await zentra(['migrate'], { cwd: root })).exitCode).toBe(2);
  });

  it('knows its own changes where git keeps other line ends', async () => {
    const root = project({ 'a.ts': `${legacy.trim()}\r\n`, '.gitattributes': '*.ts text\n' });
    git(root, 'init', '-q');
    git(root, 'add', '.');
    git(root, 'commit', '-qm', 'start');
    await zentra(['migrate'], { cwd: root });
    expect((await zentra(['migrate'], { cwd: root })).exitCode).toBe(0);
  });

  /** Makes the last runs look as if they had been killed before their end. */
  function cutShort(): void {
    for (const name of readdirSync(state, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('progress')) continue;
      const file = join(state, name);
      writeFileSync(file, readFileSync(file, 'utf8').replace(/end\n$/, ''));
    }
  }

  it('is not asked about where there is no git', async () => {
    const root = repository({ 'a.ts': legacy });
    writeFileSync(join(root, 'b.ts'), 'mine');
    expect((await zentra(['migrate'], { cwd: root, env: { PATH: root } })).exitCode).toBe(0);
  });

  it('is not asked about where .git is no repository; where git cannot tell, nothing is done', async () => {
    const root = project({ 'a.ts': legacy, '.git/HEAD': '' });
    expect((await zentra(['migrate'], { cwd: root })).exitCode).toBe(0);
    const broken = repository({ 'a.ts': legacy });
    writeFileSync(join(broken, '.git/index'), 'garbage');
    const { exitCode, stderr } = await zentra(['migrate'], { cwd: broken });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('git cannot tell')]);
    expect(readFileSync(join(broken, 'a.ts'), 'utf8')).toBe(legacy);
  });

  it('is looked at without running what its configuration names', async () => {
    const root = repository({ 'a.ts': legacy, '.gitattributes': '*.ts filter=evil\n' });
    const ran = join(root, '.git', 'ran');
    git(root, 'config', 'core.fsmonitor', `touch ${ran}`);
    git(root, 'config', 'filter.evil.clean', `touch ${ran}; cat`);
    git(root, 'config', 'filter.evil.required', 'true');
    writeFileSync(join(root, 'a.ts'), `${legacy}\n`);
    expect((await zentra(['migrate'], { cwd: root })).exitCode).toBe(2);
    expect(existsSync(ran)).toBe(false);
  });
});

describe('two runs at once', () => {
  it.each([
    ['the same root', '.'],
    ['a folder above it', '..'],
    ['a folder below it', 'sub'],
  ])('are refused by naming the other process, which works in %s', async (_, elsewhere) => {
    const outer = project({ 'root/a.ts': legacy, 'root/sub/b.ts': '' });
    const root = join(outer, 'root');
    const env = { XDG_STATE_HOME: state };
    const held = acquireLock(join(root, elsewhere), env);
    const { pid } = process;
    try {
      // The parent of this process stands for the other run: it is alive, and not this one.
      passLockTo(process.ppid, pid);
      const { exitCode, stderr } = await zentra(['migrate'], { cwd: root });
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`process ${process.ppid}`)]);
      expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe(legacy);
    } finally {
      held.release();
    }
    expect((await zentra(['migrate'], { cwd: root })).exitCode).toBe(0);
  });

  function passLockTo(pid: number, from: number): void {
    const home = join(state, 'zentra-codemods');
    for (const name of readdirSync(home)) {
      const file = join(home, name, 'lock');
      if (!existsSync(file)) continue;
      const { started: _, ...holder } = JSON.parse(readFileSync(file, 'utf8'));
      if (holder.pid === from) writeFileSync(file, JSON.stringify({ ...holder, pid }));
    }
  }
});
