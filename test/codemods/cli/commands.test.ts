import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { git, useCommandLine } from './command-line';

const { zentra, project } = useCommandLine();

const legacy = 'client.cards.freeze("card_1");\n';
const migrated = 'client.cards.lock("card_1");\n';

describe('the command line', () => {
  it.each([['--help'], ['migrate', '--help'], ['undo', '-h'], ['report', '--help'], ['sandbox', '--help']])(
    'explains itself on stdout: %s %s',
    async (...argv) => {
      const { exitCode, stdout, stderr } = await zentra(argv, { cwd: '/' });
      expect([exitCode, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/^Usage: zentra-codemods/);
    },
  );

  it('lists its commands and exit codes in its help', async () => {
    const { stdout } = await zentra(['--help'], { cwd: '/' });
    for (const command of ['migrate', 'undo', 'report', 'sandbox', 'fleet'])
      expect(stdout).toContain(`\n  ${command} `);
    expect(stdout).toContain('3  some files could not be read, parsed or written');
  });

  it('fits its help into 80 columns', async () => {
    const { stdout } = await zentra(['migrate', '--help'], { cwd: '/' });
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it.each([
    [['help'], ['--help']],
    [
      ['help', 'migrate'],
      ['migrate', '--help'],
    ],
    [
      ['help', 'fleet', 'run'],
      ['fleet', 'run', '--help'],
    ],
    [
      ['fleet', 'help', 'work'],
      ['fleet', 'work', '--help'],
    ],
  ])('takes help as a command, at any depth: %j is %j', async (asked, flagged) => {
    const { exitCode, stdout } = await zentra(asked, { cwd: '/' });
    expect([exitCode, stdout]).toEqual([0, (await zentra(flagged, { cwd: '/' })).stdout]);
  });

  it.each([
    [['help', 'freeze'], 'zentra-codemods has no command freeze: there are migrate, review'],
    [['help', 'fleet', 'go'], 'fleet has no command go: there are run, enqueue'],
    [['help', 'undo', 'go'], 'undo has no command go: it has none'],
  ])('has no help of what there is not: %j', async (argv, message) => {
    const { exitCode, stdout, stderr } = await zentra(argv, { cwd: '/' });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  it.each([
    ['migrate'],
    ['review'],
    ['report'],
    ['undo'],
    ['sandbox'],
    ['rehearse'],
    ['fleet', 'run'],
    ['fleet', 'enqueue'],
    ['fleet', 'work'],
    ['fleet', 'status'],
    ['fleet', 'report'],
  ])('tells defaults as a person would: %s %s', async (...command) => {
    const { stdout } = await zentra([...command, '--help'], { cwd: '/' });
    expect(stdout).not.toMatch(/default:\s+(?:false|\[\]|"|\/)|choices:\s+"/);
  });

  it('tells its version', async () => {
    const { exitCode, stdout } = await zentra(['--version'], { cwd: '/' });
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
  });

  it.each([
    [[], /Usage: zentra-codemods/],
    [['fleet'], /^Usage: zentra-codemods fleet/],
    [['migrat'], /unknown command 'migrat'[\s\S]*Did you mean migrate\?/],
    [['undo', 'a', 'b'], /too many arguments/],
    [['report'], /missing required argument 'file\.json'/],
    [['sandbox', '--port', '70000'], /It is a number from 0 to 65535/],
    [['sandbox', '--port', 'http'], /It is a number from 0 to 65535/],
  ])('exits with 2 for %j and says why on stderr', async (argv, message) => {
    const { exitCode, stdout, stderr } = await zentra(argv, { cwd: '/' });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it('exits with 3 and shows the stack for an error of its own', async () => {
    const root = project({ 'a.ts': legacy });
    const { exitCode, stderr } = await zentra(['migrate', '--dry-run'], {
      cwd: root,
      engine: async () => {
        throw new TypeError('undefined is not a function');
      },
    });
    expect([exitCode, stderr]).toEqual([
      3,
      expect.stringMatching(/unexpected error[\s\S]*TypeError[\s\S]*at /),
    ]);
  });
});

describe('undo', () => {
  it('puts back what the last run changed', async () => {
    const root = project({ 'a.ts': legacy, 'b.ts': '' });
    await zentra(['migrate'], { cwd: root });
    const { exitCode, stdout } = await zentra(['undo'], { cwd: root });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^Put back 1 file in .*, as before the run of \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\n {2}a\.ts\n$/,
    );
    expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe(legacy);
  });

  it('lists the runs that it can undo, and says what it would put back, without touching anything', async () => {
    const root = project({ 'a.ts': legacy });
    await zentra(['migrate'], { cwd: root });
    const migrated = readFileSync(join(root, 'a.ts'), 'utf8');
    const list = await zentra(['undo', '--list'], { cwd: root });
    expect(list).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^\d{4}-.* 1 file in .*\n$/) });
    const look = await zentra(['undo', '--dry-run'], { cwd: root });
    expect(look).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^Would put back 1 file in .*\n {2}a\.ts\n$/),
    });
    expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe(migrated);
    expect((await zentra(['undo'], { cwd: root })).exitCode).toBe(0);
    expect((await zentra(['undo', '--list'], { cwd: root })).exitCode).toBe(2);
  });

  it('finds the run of a folder that was given, from above', async () => {
    const root = project({ 'sub/a.ts': legacy });
    await zentra(['migrate', 'sub'], { cwd: root });
    expect((await zentra(['undo'], { cwd: root })).exitCode).toBe(0);
    expect(readFileSync(join(root, 'sub/a.ts'), 'utf8')).toBe(legacy);
  });

  it('exits with 2 where there is nothing to undo, and where files were edited since', async () => {
    const root = project({ 'a.ts': legacy });
    expect(await zentra(['undo'], { cwd: root })).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('nothing to undo'),
    });
    await zentra(['migrate'], { cwd: root });
    writeFileSync(join(root, 'a.ts'), 'edited');
    expect(await zentra(['undo'], { cwd: root })).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('\n  a.ts\n'),
    });
  });

  it('works in a tree with uncommitted changes, which our own are', async () => {
    const root = project({ 'a.ts': legacy });
    git(root, 'init', '-q');
    git(root, 'add', '.');
    git(root, 'commit', '-qm', 'start');
    await zentra(['migrate'], { cwd: root });
    expect((await zentra(['undo'], { cwd: root })).exitCode).toBe(0);
    expect(git(root, 'status', '--porcelain')).toBe('');
  });

  it('finds a root by any of its names', async () => {
    const root = project({ 'real/a.ts': legacy });
    symlinkSync('real', join(root, 'link'));
    await zentra(['migrate', 'link'], { cwd: root });
    expect((await zentra(['undo', 'real'], { cwd: root })).exitCode).toBe(0);
  });
});

describe('report', () => {
  async function saved(files: Record<string, string>): Promise<string> {
    const root = project(files);
    await zentra(['migrate', '--dry-run', '--report', 'old.json'], { cwd: root });
    return root;
  }

  it('renders a saved report for the terminal', async () => {
    const root = await saved({ 'a.ts': legacy });
    const { exitCode, stdout } = await zentra(['report', 'old.json'], { cwd: root });
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('a.ts:1:8')]);
  });

  it.each([
    ['json', '"schemaVersion": 1'],
    ['md', 'freeze-to-lock'],
    ['html', '<html'],
    ['sarif', '"version": "2.1.0"'],
  ])('renders it as %s on stdout', async (format, part) => {
    const root = await saved({ 'a.ts': legacy });
    expect((await zentra(['report', 'old.json', '--format', format], { cwd: root })).stdout).toContain(part);
  });

  it('renders it into files, and then says nothing', async () => {
    const root = await saved({ 'a.ts': legacy });
    const { stdout } = await zentra(['report', 'old.json', '--report', 'x.md', '--report', 'y/z.html'], {
      cwd: root,
    });
    expect([stdout, existsSync(join(root, 'x.md')), existsSync(join(root, 'y/z.html'))]).toEqual([
      '',
      true,
      true,
    ]);
  });

  it('shows what became of an earlier report', async () => {
    const root = await saved({ 'a.ts': legacy, 'b.ts': legacy });
    writeFileSync(join(root, 'a.ts'), migrated);
    writeFileSync(join(root, 'c.ts'), `other.${legacy}`);
    await zentra(['migrate', '--dry-run', '--report', 'new.json'], { cwd: root });
    const { stdout } = await zentra(['report', 'new.json', '--since', 'old.json'], { cwd: root });
    expect(stdout).toContain('1 migrated, 1 appeared, 1 remaining');
  });

  it.each([
    ['a missing file', 'gone.json', /no such file: gone\.json/],
    ['a folder', 'folder', /folder cannot be read/],
    ['a truncated report', 'torn.json', /torn\.json ends in the middle/],
    ['another schema version', 'other.json', /schemaVersion 7/],
  ])('exits with 2 for %s', async (_, file, message) => {
    const root = project({
      'torn.json': '{"schemaVersion": 1, "sites": [',
      'other.json': '{"schemaVersion":7}',
    });
    mkdirSync(join(root, 'folder'));
    const { exitCode, stderr } = await zentra(['report', file], { cwd: root });
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(message)]);
  });
});

describe('what is shown', () => {
  const colored = '\u001b[';

  it.each([
    ['a terminal', { isTTY: true }, true],
    ['a terminal with NO_COLOR', { isTTY: true, env: { NO_COLOR: '1' } }, false],
    ['a dumb terminal', { isTTY: true, env: { TERM: 'dumb' } }, false],
    ['a log', {}, false],
    ['a log with FORCE_COLOR', { env: { FORCE_COLOR: '1' } }, true],
    ['a terminal with FORCE_COLOR=0', { isTTY: true, env: { FORCE_COLOR: '0' } }, false],
  ])('has the right colours on %s', async (_, options, expected) => {
    const root = project({ 'a.ts': legacy });
    const { stdout } = await zentra(['migrate', '--dry-run'], { cwd: root, ...options });
    expect(stdout.includes(colored)).toBe(expected);
  });

  it('is a progress bar on a terminal, which never stands full and is gone at the end', async () => {
    const root = project({ 'a.ts': legacy });
    const { stderr } = await zentra(['migrate', '--dry-run'], { cwd: root, isTTY: true });
    expect(stderr).toContain('Reading   ███████████████████████░ 1/1');
    expect(stderr.endsWith('\r\u001b[K')).toBe(true);
  });

  it('is a line for each stage without a terminal', async () => {
    const root = project({ 'a.ts': legacy, 'b.ts': '' });
    expect((await zentra(['migrate', '--dry-run'], { cwd: root })).stderr).toBe('Reading: 2 files\n');
  });

  it('names files as an editor opens them from the working directory', async () => {
    const root = project({ 'sub/a.ts': legacy });
    expect((await zentra(['migrate', 'sub', '--dry-run'], { cwd: root })).stdout).toContain(
      '    sub/a.ts:1:8',
    );
  });

  it('has the owners of a CODEOWNERS file in its report', async () => {
    const root = project({ 'sub/a.ts': legacy, '.github/CODEOWNERS': '/sub/ @acme/cards\n' });
    git(root, 'init', '-q');
    await zentra(['migrate', 'sub', '--dry-run', '--report', 'r.md'], { cwd: root });
    expect(readFileSync(join(root, 'r.md'), 'utf8')).toContain('@acme/cards');
  });
});
