import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { FleetJob } from '../../../codemods/fleet/job/fleet-job';
import { OutFolder } from '../../../codemods/fleet/out-folder';
import { type FleetEvent, type FleetRun, runFleet } from '../../../codemods/fleet/run/run-fleet';
import { answer, migrate } from '../../../codemods/index';
import { run, start } from './command-line';
import { jobsOf, stubChild, VERSION } from './environment';
import { commit, git, repository, SHOP, temporary } from './repository';

async function fleet(jobs: readonly FleetJob[], out: OutFolder, given: Partial<FleetRun> = {}) {
  const events: FleetEvent[] = [];
  const lock = out.open();
  try {
    const result = await runFleet({
      jobs,
      out,
      child: stubChild,
      toolVersion: VERSION,
      concurrency: 2,
      attempts: 1,
      retryDelay: 1,
      signal: new AbortController().signal,
      onEvent: (event) => events.push(event),
      ...given,
    });
    return { result, events };
  } finally {
    lock.release();
  }
}

const outcomes = (out: OutFolder) =>
  Object.fromEntries(
    out.states().map(({ name, outcome }) => [name, outcome.status === 'failed' ? outcome.why : 'done']),
  );

describe('a fleet on one machine', () => {
  it('does every repository, whatever happens to the others', async () => {
    const jobs = jobsOf([
      { name: 'hangs', url: repository({ HANG: '' }), limits: { timeSeconds: 2 } },
      { name: 'explodes', url: repository({ 'EAT-BUFFERS': '' }), limits: { memoryMegabytes: 128 } },
      { name: 'crashes', url: repository({ CRASH: '' }) },
      { name: 'missing', url: '/nowhere/at/all' },
      { name: 'good', url: repository({ 'shop.js': SHOP }) },
      { name: 'clean', url: repository({ 'shop.js': '' }) },
    ]);
    const out = new OutFolder(temporary());
    const { result } = await fleet(jobs, out);
    expect(result).toEqual({ finished: 2, failed: 4, skipped: 0, remaining: 0 });
    expect(outcomes(out)).toEqual({
      hangs: 'time',
      explodes: 'memory',
      crashes: 'crash',
      missing: 'git',
      good: 'done',
      clean: 'done',
    });
    expect(readdirSync(out.work)).toEqual([]);
  });

  it('does again only what changed: the ref, the version, the settings, a failure', async () => {
    const shop = repository({ 'shop.js': SHOP });
    const other = repository({ 'shop.js': SHOP });
    const failing = repository({ 'shop.js': SHOP, CRASH: '' });
    const jobs = (options = {}) =>
      jobsOf([
        { name: 'shop', url: shop },
        { name: 'other', url: other, options },
        { name: 'failing', url: failing },
      ]);
    const out = new OutFolder(temporary());
    const done = async (...args: Parameters<typeof fleet>) =>
      (await fleet(...args)).events
        .filter(({ kind }) => kind === 'finished')
        .map(({ job }) => job.name)
        .sort();
    expect(await done(jobs(), out)).toEqual(['failing', 'other', 'shop']);
    expect(await done(jobs(), out)).toEqual(['failing']);
    commit(shop, { 'more.js': SHOP });
    expect(await done(jobs(), out)).toEqual(['failing', 'shop']);
    expect(await done(jobs({ client: 'keep' }), out)).toEqual(['failing', 'other']);
    expect(await done(jobs({ client: 'keep' }), out, { toolVersion: '0.0.1' })).toEqual([
      'failing',
      'other',
      'shop',
    ]);
    git(failing, 'rm', '--quiet', 'CRASH');
    commit(failing, {});
    expect(await done(jobs({ client: 'keep' }), out, { toolVersion: '0.0.1' })).toEqual(['failing']);
    expect(await done(jobs({ client: 'keep' }), out, { toolVersion: '0.0.1' })).toEqual([]);
  });

  it('does a repository again whose state is torn or gone', async () => {
    const jobs = jobsOf([{ name: 'shop', url: repository({ 'shop.js': SHOP }) }]);
    const out = new OutFolder(temporary());
    await fleet(jobs, out);
    const state = path.join(out.resultsOf(jobs[0]?.slug ?? ''), 'state.json');
    for (const damage of [() => writeFileSync(state, '{ "schemaVersion": 1,'), () => rmSync(state)]) {
      damage();
      expect((await fleet(jobs, out)).result).toMatchObject({ finished: 1, skipped: 0 });
    }
    expect((await fleet(jobs, out)).result).toMatchObject({ finished: 0, skipped: 1 });
  });

  it('clears away what a killed run left in its folder, and nothing that was there before', async () => {
    const folder = temporary();
    const theirs = [
      'work/thesis.txt',
      'repositories/.git/config',
      'repositories/mine/notes.txt',
      'cache/keep',
    ];
    const ours = ['work/shop-0123abcd.Ab3xyz/tree/shop.js', 'repositories/.shop-0123abcd.Ab3xyz/report.json'];
    for (const file of [...theirs, ...ours]) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), '');
    }
    await fleet(jobsOf([{ name: 'shop', url: repository({ 'shop.js': SHOP }) }]), new OutFolder(folder));
    const left = (files: readonly string[]) => files.filter((file) => existsSync(path.join(folder, file)));
    expect(left(theirs)).toEqual(theirs);
    expect(left(ours)).toEqual([]);
  });

  it('tries a failure again that may pass, and no other', async () => {
    const jobs = jobsOf([
      { name: 'crashes', url: repository({ CRASH: '' }) },
      { name: 'refused', url: repository({ REFUSE: '' }) },
    ]);
    const { events } = await fleet(jobs, new OutFolder(temporary()), { attempts: 3 });
    expect(events.filter(({ kind }) => kind === 'retry').map(({ job }) => job.name)).toEqual([
      'crashes',
      'crashes',
    ]);
  });

  it('ends as a whole, and stops what is under way, when results cannot be kept', async () => {
    const gate = path.join(temporary(), 'gate');
    writeFileSync(gate, '');
    const jobs = jobsOf([
      { name: 'waits', url: repository({ 'shop.js': SHOP, WAIT: gate }) },
      { name: 'shop', url: repository({ 'shop.js': SHOP }) },
    ]);
    const out = new OutFolder(temporary());
    vi.spyOn(out, 'publish').mockImplementation(() => {
      throw new Error('the disk is full');
    });
    await expect(fleet(jobs, out)).rejects.toThrow('the disk is full');
    expect(readdirSync(out.work)).toEqual([]);
  });

  it('goes on where it was stopped', async () => {
    const gate = path.join(temporary(), 'gate');
    writeFileSync(gate, '');
    const jobs = jobsOf([
      { name: 'first', url: repository({ 'shop.js': SHOP }) },
      { name: 'waits', url: repository({ 'shop.js': SHOP, WAIT: gate }) },
      { name: 'last', url: repository({ 'shop.js': SHOP }) },
    ]);
    const out = new OutFolder(temporary());
    const controller = new AbortController();
    const stopped = fleet(jobs, out, { concurrency: 1, signal: controller.signal });
    await vi.waitFor(() => expect(existsSync(`${gate}.waiting`)).toBe(true), { timeout: 20_000 });
    controller.abort();
    expect((await stopped).result).toEqual({ finished: 1, failed: 0, skipped: 0, remaining: 2 });
    expect(outcomes(out)).toEqual({ first: 'done' });
    rmSync(gate);
    expect((await fleet(jobs, out)).result).toEqual({ finished: 2, failed: 0, skipped: 1, remaining: 0 });
  });
});

describe('zentra-codemods fleet run', () => {
  const client = "const { Zentra } = require('@zentra/sdk');\nconst client = new Zentra({ secretKey });\n";
  const shopFiles = {
    'package.json': '{ "name": "shop", "dependencies": { "@zentra/sdk": "^1.0.0" } }\n',
    'shop.js': `${client}client.cards.freeze('card_1');\n`,
  };

  function manifest(folder: string, repositories: readonly object[]): string {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'fleet.json'), JSON.stringify({ version: 1, repositories }));
    return 'fleet.json';
  }

  it('migrates real repositories, prints a line for each, and reports over them', async () => {
    const folder = temporary();
    const file = manifest(folder, [
      { name: 'acme/shop', url: repository(shopFiles), labels: { team: 'cards', customer: 'acme' } },
      {
        name: 'acme/dynamic',
        url: repository({ ...shopFiles, 'shop.js': `${client}client.cards[action]('card_1');\n` }),
      },
      { name: 'acme/clean', url: repository({ 'README.md': 'Nothing here' }) },
    ]);
    const first = await run(['fleet', 'run', file, '--out', 'out'], folder);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toMatch(/\[\d\/3\] acme\/shop: 1 rewritten\n/);
    expect(first.stdout).toMatch(/acme\/dynamic: 0 rewritten, 1 to review\n/);
    expect(first.stdout).toMatch(/acme\/clean: no legacy use\n/);
    expect(first.stdout).toMatch(
      /3 repositories done, 0 unchanged, 0 failed\n[\s\S]*\nNext\n[\s\S]*git am [\s\S]* {2}out\/fleet\.html\n/,
    );
    const report = JSON.parse(readFileSync(path.join(folder, 'out/fleet.json'), 'utf8'));
    expect(report.totals).toMatchObject({
      repositories: 3,
      migrated: 0,
      unused: 1,
      ready: 1,
      attention: 1,
      sites: 2,
    });
    for (const { links } of report.repositories) {
      for (const link of Object.values<string>(links)) {
        expect(existsSync(path.join(folder, 'out', decodeURIComponent(link)))).toBe(true);
      }
    }
    // `fleet` alone is the short form of `fleet run`.
    const second = await run(['fleet', file, '--out', 'out'], folder);
    expect(second.stdout).toContain('0 repositories done, 3 unchanged, 0 failed');
  });

  it('honours the answers that are committed in a repository, and says how to go on as it was started', async () => {
    const folder = temporary();
    const files = { ...shopFiles, 'any.js': 'exports.block = (client) => client.cards.freeze();\n' };
    const shop = repository(files);
    const { questions } = await migrate({ root: shop, mode: 'dry-run' });
    const reason = 'its callers give a test double';
    await answer({
      root: shop,
      requireCleanTree: false,
      answers: questions.map(({ id }) => ({ id, choice: 'accept', reason })),
    });
    const answers = readFileSync(path.join(shop, 'zentra-codemods.answers.json'), 'utf8');
    const file = manifest(folder, [
      { name: 'asked', url: repository(files) },
      { name: 'answered', url: repository({ ...files, 'zentra-codemods.answers.json': answers }) },
      { name: 'missing', url: '/nowhere/at/all' },
    ]);
    const env = { npm_config_user_agent: 'pnpm/9.1.0 npm/? node/v20' };
    const { stdout } = await run(['fleet', 'run', file, '--out', 'out', '--attempts', '1'], folder, env);
    expect(stdout).toMatch(/ asked: 1 rewritten, 1 to review\n/);
    expect(stdout).toMatch(/ answered: 1 rewritten, 1 accepted\n/);
    expect(stdout).toContain('\n  pnpm exec zentra-codemods fleet run fleet.json --out out\n');
  });

  it('exits with 3 when a repository failed, and with 2 for a wrong manifest, option or folder', async () => {
    const folder = temporary();
    const failing = manifest(folder, [{ name: 'missing', url: '/nowhere/at/all' }]);
    expect(await run(['fleet', 'run', failing, '--out', 'out', '--attempts', '1'], folder)).toMatchObject({
      code: 3,
    });
    writeFileSync(path.join(folder, 'wrong.yaml'), 'version: 1\nrepositories:\n  - uri: a\n');
    const wrong = await run(['fleet', 'run', 'wrong.yaml', '--out', 'out'], folder);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('wrong.yaml:3:5: repositories[0]');
    for (const args of [
      ['fleet', 'run', 'missing.yaml', '--out', 'out'],
      ['fleet', 'run', failing],
      ['fleet', 'run', failing, '--out', '.'],
      ['fleet', 'run', failing, '--out', 'wrong.yaml'],
      ['fleet', 'run', failing, '--out', 'out', '--concurrency', '0'],
      ['fleet', 'report', '--out', 'nowhere'],
    ]) {
      expect(await run(args, folder)).toMatchObject({ code: 2, stdout: '' });
    }
  });

  it('stops at a signal, goes on after a kill, and lets no two runs into one folder', {
    timeout: 180_000,
  }, async () => {
    const folder = temporary();
    const shops = Array.from({ length: 4 }, (_, at) => ({ name: `shop-${at}`, url: repository(shopFiles) }));
    const file = manifest(folder, shops);
    const args = ['fleet', 'run', file, '--out', 'out', '--concurrency', '1'];
    const finished = (text: string) => [...text.matchAll(/\[\d+\/4\]/g)].length;

    const interrupted = start(args, folder);
    await vi.waitFor(() => expect(finished(interrupted.printed())).toBeGreaterThan(0), { timeout: 30_000 });
    const second = await run(args, folder);
    expect(second).toMatchObject({ code: 2, stderr: expect.stringContaining(`process ${interrupted.pid}`) });
    interrupted.child.kill('SIGINT');
    const stopped = await interrupted.ended;
    expect(stopped.code).toBe(130);
    expect(stopped.stdout).toContain('run the same command to go on');

    const killed = start(args, folder);
    await vi.waitFor(() => expect(killed.printed()).toMatch(/\d: \d rewritten\n/), { timeout: 30_000 });
    killed.child.kill('SIGKILL');
    await killed.ended;

    const rest = await run(args, folder);
    expect(rest.code).toBe(0);
    expect(rest.stdout).toMatch(/, [2-4] unchanged, 0 failed/);
    const report = JSON.parse(readFileSync(path.join(folder, 'out/fleet.json'), 'utf8'));
    expect(report.totals).toMatchObject({ repositories: 4, ready: 4, pending: 0 });
    expect(readdirSync(path.join(folder, 'out/work'))).toEqual([]);
    expect(readdirSync(path.join(folder, 'out/repositories')).filter((name) => name.startsWith('.'))).toEqual(
      [],
    );
  });
});
