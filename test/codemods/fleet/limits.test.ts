import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { runBounded } from '../../../codemods/fleet/child/run-bounded';
import { JobStopped } from '../../../codemods/fleet/job/job-failure';
import { done, failure, jobOf, migrate, realChild } from './environment';
import { repository, SHOP, temporary } from './repository';

const isAlive = (pid: number) =>
  existsSync(`/proc/${pid}`) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');

describe('a repository that misbehaves', () => {
  it('is stopped at its time limit', async () => {
    const job = jobOf(repository({ 'shop.js': SHOP, HANG: '' }), { limits: { timeSeconds: 1.5 } });
    expect(failure(await migrate(job))).toMatchObject({ stage: 'migrate', why: 'time', retryable: false });
  });

  it.each(['EAT-HEAP', 'EAT-BUFFERS'])('is stopped at its memory limit (%s)', async (behaviour) => {
    const job = jobOf(repository({ 'shop.js': SHOP, [behaviour]: '' }), { limits: { memoryMegabytes: 128 } });
    expect(failure(await migrate(job))).toMatchObject({ stage: 'migrate', why: 'memory', retryable: false });
  });

  it.each([
    ['CRASH', 'crash', /migrate died of SIGABRT/],
    ['SEGFAULT', 'crash', /migrate died of SIGSEGV/],
    ['NO-REPORT', 'crash', /migrate wrote no report\.json/],
    ['BAD-REPORT', 'crash', /does not follow its schema/],
    ['STRAY', 'crash', /"stray\.js" changed, which the migration's report does not list/],
    ['UNREPORTED', 'crash', /"shop\.js" changed, which the migration's report does not list/],
    ['REFUSE', 'refused', /zentra-codemods\.config\.json: unknown key/],
  ])('fails with its reason (%s)', async (behaviour, why, message) => {
    const migrated = await migrate(jobOf(repository({ 'shop.js': SHOP, [behaviour]: '' })));
    expect(failure(migrated)).toMatchObject({ why, message: expect.stringMatching(message) });
    expect(existsSync(path.join(migrated.environment.resultsFolder, 'migration.patch'))).toBe(false);
  });

  it('keeps keys and terminal codes of its messages to itself', async () => {
    const { message } = failure(await migrate(jobOf(repository({ REFUSE: '' }))));
    expect(message).not.toContain('abcdefgh');
    expect(message).not.toContain('\u001b');
  });

  it('takes its whole process group with it', async () => {
    const shop = repository({ 'shop.js': SHOP, GRANDCHILD: '' });
    // The grandchild holds the parent's pipes open: the job can only end once the grandchild is gone.
    expect(done(await migrate(jobOf(shop))).summary.sites).toBe(1);
  });

  it('is one of many at a time that one signal stops, without a warning', async () => {
    const warnings: Error[] = [];
    const warned = (warning: Error) => warnings.push(warning);
    process.on('warning', warned);
    const controller = new AbortController();
    const many = Array.from({ length: 12 }, () =>
      runBounded({
        command: 'sleep',
        args: ['600'],
        cwd: '/',
        env: { PATH: process.env.PATH },
        deadline: Date.now() + 60_000,
        memoryBytes: 1e12,
        signal: controller.signal,
      }),
    );
    controller.abort();
    for (const { ending } of await Promise.all(many)) expect(ending).toEqual({ kind: 'aborted' });
    process.off('warning', warned);
    expect(warnings).toEqual([]);
  });

  it('is not waited for by way of a process that has left its group', async () => {
    const pidFile = path.join(temporary(), 'pid');
    const leave = `require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(require('node:child_process').spawn('sleep', ['600'], { detached: true, stdio: 'inherit' }).pid)); process.exit(0)`;
    const { ending } = await runBounded({
      command: process.execPath,
      args: ['-e', leave],
      cwd: '/',
      env: { PATH: process.env.PATH },
      deadline: Date.now() + 60_000,
      memoryBytes: 1e12,
      signal: new AbortController().signal,
    });
    expect(ending).toEqual({ kind: 'exit', code: 0 });
    process.kill(Number(readFileSync(pidFile, 'utf8')));
  });

  it('ends with the process that started it, however that dies', async () => {
    const folder = temporary();
    const pidFile = path.join(folder, 'pid');
    const inner = `require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); setInterval(() => {}, 1000)`;
    const outer = path.join(folder, 'outer.mts');
    const module = path.resolve(__dirname, '../../../codemods/fleet/child/run-bounded.ts');
    writeFileSync(
      outer,
      `import { runBounded } from ${JSON.stringify(module)};
       void runBounded({ command: process.execPath, args: ['-e', ${JSON.stringify(inner)}], cwd: '/', env: {}, deadline: Date.now() + 60_000, memoryBytes: 1e12, signal: new AbortController().signal });`,
    );
    const { build } = await import('esbuild');
    const bundle = path.join(folder, 'outer.cjs');
    await build({
      entryPoints: [outer],
      outfile: bundle,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'silent',
    });
    const { spawn } = await import('node:child_process');
    const parent = spawn(process.execPath, [bundle], { stdio: 'ignore' });
    const pid = await vi.waitFor(() => Number(readFileSync(pidFile, 'utf8') || Number.NaN), {
      timeout: 10_000,
    });
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 10_000 });
  });

  it('is refused when its tree has too many files or bytes, before anything is written', async () => {
    const many = repository(Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`${at}.js`, SHOP])));
    const files = await migrate(jobOf(many, { limits: { maxFiles: 29 } }));
    expect(failure(files)).toMatchObject({
      stage: 'check-out',
      why: 'size',
      message: expect.stringContaining('29 files'),
    });

    const large = repository({ 'large.js': 'x'.repeat(3_000_000) });
    const bytes = await migrate(jobOf(large, { limits: { maxMegabytes: 2 } }));
    expect(failure(bytes)).toMatchObject({
      stage: 'check-out',
      why: 'size',
      message: expect.stringContaining('3 MB'),
    });
  });

  it('is stopped while it is fetched when there is too much of it', async () => {
    const noise = Buffer.alloc(6 * 1024 * 1024);
    for (let at = 0, seed = 1; at < noise.length; at += 4) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      noise.writeUInt32LE(seed, at);
    }
    const job = jobOf(repository({ 'noise.bin': noise }), { limits: { maxMegabytes: 1 } });
    expect(failure(await migrate(job))).toMatchObject({ why: 'size' });
  });

  it('is stopped by the caller without an outcome, and leaves nothing behind', async () => {
    const folder = temporary();
    const gate = path.join(folder, 'gate');
    writeFileSync(gate, '');
    const controller = new AbortController();
    const workFolder = path.join(folder, 'work');
    const stopped = migrate(jobOf(repository({ 'shop.js': SHOP, WAIT: gate })), {
      signal: controller.signal,
      workFolder,
    });
    const pid = await vi.waitFor(() => Number(readFileSync(`${gate}.waiting`, 'utf8')), { timeout: 20_000 });
    controller.abort();
    await expect(stopped).rejects.toThrow(JobStopped);
    expect(isAlive(pid)).toBe(false);
    expect(readdirSync(workFolder)).toEqual([]);
  });
});

describe('a bounded child', () => {
  const bounds = () => ({
    cwd: '/',
    env: { PATH: process.env.PATH },
    deadline: Date.now() + 30_000,
    memoryBytes: 1e12,
    signal: new AbortController().signal,
  });

  it('answers with its output, its errors and its exit code', async () => {
    const result = await runBounded({
      ...bounds(),
      command: 'sh',
      args: ['-c', 'cat; echo wrong >&2; exit 7'],
      input: 'hello',
    });
    expect(result).toMatchObject({ ending: { kind: 'exit', code: 7 }, stderr: 'wrong\n' });
    expect(result.stdout.toString()).toBe('hello');
  });

  it('is ended when it prints too much', async () => {
    const result = await runBounded({
      ...bounds(),
      command: 'sh',
      args: ['-c', 'while :; do echo line; done'],
      maxOutput: 10_000,
    });
    expect(result.ending).toEqual({ kind: 'stopped', reason: 'it printed more than 10000 bytes' });
    expect(result.stdout.length).toBeLessThanOrEqual(10_000);
  });

  it('is not started past its deadline or after the caller stopped', async () => {
    const late = await runBounded({ ...bounds(), command: 'true', args: [], deadline: Date.now() - 1 });
    expect(late.ending).toEqual({ kind: 'time' });
    const stopped = await runBounded({ ...bounds(), command: 'true', args: [], signal: AbortSignal.abort() });
    expect(stopped.ending).toEqual({ kind: 'aborted' });
  });
});

describe('the real command line', () => {
  it('that runs out of memory is reported as that', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [
        `src/${at}.ts`,
        `import { Zentra } from '@zentra/sdk';\nconst client = new Zentra({ secretKey });\nvoid client.cards.freeze('card');\n${`export const x${at} = { a: [1, 2, 3].map((n) => ({ n })) };\n`.repeat(2000).replace(/x\d+/g, (name, offset) => `${name}_${offset}`)}`,
      ]),
    );
    const job = jobOf(repository(files), { limits: { memoryMegabytes: 128 } });
    expect(failure(await migrate(job, { child: realChild }))).toMatchObject({
      stage: 'migrate',
      why: 'memory',
    });
  });
});
