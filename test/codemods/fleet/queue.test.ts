import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Queue } from 'bullmq';
import { describe, expect, it, vi } from 'vitest';
import { OutFolder } from '../../../codemods/fleet/out-folder';
import { collectResults } from '../../../codemods/fleet/queue/collect';
import { enqueueFleet } from '../../../codemods/fleet/queue/enqueue';
import { readPlan } from '../../../codemods/fleet/queue/fleet-plan';
import { QUEUE_PREFIX } from '../../../codemods/fleet/queue/queued-job';
import { connect } from '../../../codemods/fleet/queue/redis';
import { queueStatus } from '../../../codemods/fleet/queue/status';
import { storeResults } from '../../../codemods/fleet/queue/stored-results';
import { workOnFleet } from '../../../codemods/fleet/queue/work';
import { run } from './command-line';
import { jobsOf, stubChild, VERSION } from './environment';
import { redisServer } from './redis-server';
import { commit, repository, SHOP, temporary } from './repository';
import { workerProcess } from './worker-process';

/** Started here, so that all tests of this file share one server; each test has its own queue. */
const server = await redisServer();
let queues = 0;

function fleetOf(repositories: readonly object[], given: { redis?: string; toolVersion?: string } = {}) {
  queues += 1;
  const address = { redis: given.redis ?? server.url, queue: `fleet-${queues}` };
  const toolVersion = given.toolVersion ?? VERSION;
  const signal = new AbortController().signal;
  const cacheFolder = temporary();
  return {
    address,
    enqueue: (list = repositories) =>
      enqueueFleet({ address, jobs: jobsOf(list), toolVersion, retryDelay: 1, signal }),
    work: (more: Partial<Parameters<typeof workOnFleet>[0]> = {}) =>
      workOnFleet({
        address,
        child: stubChild,
        toolVersion,
        concurrency: 2,
        cacheFolder,
        takeOverAfter: 30_000,
        untilEmpty: true,
        signal,
        onEnded: () => {},
        ...more,
      }),
    status: () => queueStatus(address),
    collect: async (out = new OutFolder(temporary())) => ({
      out,
      ...(await collectResults(address, () => out)),
    }),
  };
}

const files = (out: OutFolder, slug: string) => readdirSync(out.resultsOf(slug)).sort();

/** The parts of a result that must not depend on which worker made it, or when. */
const essence = (out: OutFolder) =>
  out.states().map(({ startedAt, durationMs, ...state }) => ({
    ...state,
    patch: readFileSync(path.join(out.resultsOf(state.slug), 'migration.patch'), 'utf8'),
  }));

describe('a queue', () => {
  it('is worked on until it is empty, and its results are collected as if they had been made there', async () => {
    const shop = repository({ 'shop.js': SHOP });
    const fleet = fleetOf([
      { name: 'shop', url: shop, labels: { team: 'cards' } },
      { name: 'clean', url: repository({ 'shop.js': '' }) },
    ]);
    expect(await fleet.enqueue()).toEqual({
      queued: 2,
      waiting: 0,
      unchanged: 0,
      removed: 0,
      warning: undefined,
    });
    expect((await fleet.status()).counts).toMatchObject({ waiting: 2, completed: 0 });
    expect(await fleet.enqueue()).toMatchObject({ queued: 0, waiting: 2 });
    await fleet.work();
    expect((await fleet.status()).counts).toMatchObject({ waiting: 0, completed: 2 });
    const { out, listed, complete } = await fleet.collect();
    expect(complete).toBe(true);
    expect(listed.map(({ name, labels }) => [name, labels])).toEqual([
      ['shop', { team: 'cards' }],
      ['clean', {}],
    ]);
    const [clean, done] = out.states();
    expect(files(out, done?.slug ?? '')).toEqual([
      'migration.patch',
      'report.html',
      'report.json',
      'report.md',
      'state.json',
    ]);
    expect(files(out, clean?.slug ?? '')).toEqual(['report.html', 'report.json', 'report.md', 'state.json']);
  });

  it('keeps what is done while commit, version and settings are the same', async () => {
    const shop = repository({ 'shop.js': SHOP });
    const list = [
      { name: 'shop', url: shop },
      { name: 'other', url: repository({ 'shop.js': SHOP }) },
    ];
    const fleet = fleetOf(list);
    await fleet.enqueue();
    await fleet.work();
    expect(await fleet.enqueue()).toMatchObject({ queued: 0, unchanged: 2 });
    commit(shop, { 'more.js': SHOP });
    expect(await fleet.enqueue()).toMatchObject({ queued: 1, unchanged: 1, removed: 0 });
    await fleet.work();
    const { out } = await fleet.collect();
    expect(out.states().map(({ outcome }) => outcome.status === 'done' && outcome.summary.sites)).toEqual([
      1, 2,
    ]);
    expect(await fleet.enqueue(list.slice(1))).toMatchObject({ queued: 0, unchanged: 1, removed: 1 });
    expect((await fleet.status()).entries.map(({ name }) => name)).toEqual(['other']);
  });

  it('works on the commit that was there when it was filled', async () => {
    const shop = repository({ 'shop.js': SHOP });
    const fleet = fleetOf([{ name: 'shop', url: shop }]);
    await fleet.enqueue();
    commit(shop, { 'later.js': SHOP });
    await fleet.work();
    const { out } = await fleet.collect();
    expect(out.states()[0]?.outcome).toMatchObject({ status: 'done', summary: { sites: 1 } });
  });

  it('gives a job up after its attempts, shows why, and queues it again when asked', async () => {
    const crashing = repository({ 'shop.js': SHOP, CRASH: '' });
    const fleet = fleetOf([
      { name: 'crashes', url: crashing },
      { name: 'refused', url: repository({ REFUSE: '' }) },
      { name: 'good', url: repository({ 'shop.js': SHOP }) },
    ]);
    await fleet.enqueue();
    await fleet.work();
    const { counts, entries } = await fleet.status();
    expect(counts).toMatchObject({ completed: 1, failed: 2, waiting: 0, delayed: 0 });
    expect(entries[0]).toMatchObject({
      state: 'failed',
      attempts: 3,
      reason: expect.stringContaining('SIGABRT'),
    });
    expect(entries[1]).toMatchObject({
      state: 'failed',
      attempts: 1,
      reason: expect.stringContaining('unknown key'),
    });
    const { out, complete } = await fleet.collect();
    expect(complete).toBe(true);
    expect(out.states().map(({ outcome }) => outcome.status)).toEqual(['failed', 'done', 'failed']);
    expect(await fleet.enqueue()).toMatchObject({ queued: 2, unchanged: 1 });
  });

  it('fails a job that is none of ours, without touching anything', async () => {
    const fleet = fleetOf([{ name: 'shop', url: repository({ 'shop.js': SHOP }) }]);
    await fleet.enqueue();
    const [host, port] = new URL(server.url).host.split(':');
    const queue = new Queue(fleet.address.queue, {
      connection: { host: host ?? '', port: Number(port) },
      prefix: QUEUE_PREFIX,
    });
    const [job] = await queue.getWaiting();
    await job?.updateData({ ...job.data, job: { ...job.data.job, ref: '--upload-pack=touch /tmp/x' } });
    await fleet.work();
    expect((await fleet.status()).entries[0]).toMatchObject({
      state: 'failed',
      attempts: 1,
      reason: expect.stringContaining('job.ref'),
    });
    await queue.close();
  });

  it('gives no result a folder that its list does not name', async () => {
    const fleet = fleetOf([{ name: 'shop', url: repository({ 'shop.js': SHOP }) }]);
    await fleet.enqueue();
    await fleet.work();
    const { out } = await fleet.collect();
    const [state] = out.states();
    if (state === undefined) throw new Error('nothing was collected');
    const client = await connect(fleet.address, { patient: false });
    const plan = await readPlan(client, fleet.address.queue);
    const forged = { ...state, slug: '../../elsewhere' };
    await storeResults(
      client,
      fleet.address.queue,
      plan?.entries[0]?.jobId ?? '',
      out.resultsOf(state.slug),
      forged,
    );
    client.disconnect();
    const again = (await fleet.collect(new OutFolder(path.join(temporary(), 'out')))).out;
    expect(again.states().map(({ slug, outcome }) => [slug, outcome.status])).toEqual([
      [state.slug, 'failed'],
    ]);
    expect(existsSync(path.resolve(again.folder, '../elsewhere'))).toBe(false);
  });

  it.each(['state', 'report.json'])(
    'costs one repository its line where the %s of a result is damaged',
    async (part) => {
      const fleet = fleetOf([
        { name: 'shop', url: repository({ 'shop.js': SHOP }) },
        { name: 'other', url: repository({ 'shop.js': SHOP }) },
      ]);
      await fleet.enqueue();
      await fleet.work();
      const client = await connect(fleet.address, { patient: false });
      const { entries } = (await readPlan(client, fleet.address.queue))!;
      const damaged = entries.find(({ name }) => name === 'shop')!;
      await client.hset(`zentra-fleet:${fleet.address.queue}:results:${damaged.jobId}`, part, 'no gzip');
      client.disconnect();
      const { out, complete } = await fleet.collect();
      expect(complete).toBe(true);
      const outcomes = new Map(out.states().map(({ name, outcome }) => [name, outcome]));
      expect(outcomes.get('shop')).toMatchObject({
        status: 'failed',
        message: `its result in Redis is damaged (${part} cannot be read): enqueue it again`,
      });
      expect(outcomes.get('other')).toMatchObject({ status: 'done', summary: { sites: 1 } });
    },
  );

  it('is not worked on by another version', async () => {
    const fleet = fleetOf([{ name: 'shop', url: repository({ 'shop.js': SHOP }) }]);
    await fleet.enqueue();
    await expect(fleet.work({ toolVersion: '9.9.9' })).rejects.toThrow(
      /holds jobs for zentra-codemods 0\.0\.0, this is 9\.9\.9/,
    );
    expect((await fleet.status()).entries[0]).toMatchObject({ attempts: 0 });
    await fleet.work();
    expect((await fleet.status()).counts.completed).toBe(1);
  });

  it('gets a job back, unattempted, from a worker that is stopped', async () => {
    const gate = path.join(temporary(), 'gate');
    writeFileSync(gate, '');
    const fleet = fleetOf([{ name: 'shop', url: repository({ 'shop.js': SHOP, WAIT: gate }) }]);
    await fleet.enqueue();
    const controller = new AbortController();
    const stopped = fleet.work({ signal: controller.signal });
    await vi.waitFor(() => expect(existsSync(`${gate}.waiting`)).toBe(true), { timeout: 20_000 });
    controller.abort();
    await stopped;
    expect((await fleet.status()).entries[0]).toEqual({ name: 'shop', state: 'waiting', attempts: 0 });
  });

  it('survives the death of a worker: the job is taken over, and its result is the same', async () => {
    const gate = path.join(temporary(), 'gate');
    writeFileSync(gate, '');
    const list = [{ name: 'shop', url: repository({ 'shop.js': SHOP, WAIT: gate }) }];
    const fleet = fleetOf(list);
    await fleet.enqueue();
    const worker = await workerProcess(fleet.address, stubChild);
    await vi.waitFor(() => expect(existsSync(`${gate}.waiting`)).toBe(true), { timeout: 30_000 });
    const child = Number(readFileSync(`${gate}.waiting`, 'utf8'));
    worker.child.kill('SIGKILL');
    expect((await worker.ended).signal).toBe('SIGKILL');
    expect(readdirSync(path.join(worker.cacheFolder, 'work'))).toHaveLength(1);
    await vi.waitFor(() => expect(existsSync(`/proc/${child}`)).toBe(false), { timeout: 10_000 });
    rmSync(gate);
    await fleet.work({ takeOverAfter: 1_000, cacheFolder: worker.cacheFolder });
    expect(readdirSync(path.join(worker.cacheFolder, 'work'))).toEqual([]);
    const taken = await fleet.collect();

    const undisturbed = fleetOf(list);
    await undisturbed.enqueue();
    await undisturbed.work();
    expect(essence(taken.out)).toEqual(essence((await undisturbed.collect()).out));
  });

  it('gives up a job that takes every worker down with it, and shows it', async () => {
    const fleet = fleetOf([{ name: 'poison', url: repository({ 'shop.js': SHOP, 'KILL-WORKER': '' }) }]);
    await fleet.enqueue();
    for (let death = 1; death <= 3; death += 1) {
      const worker = await workerProcess(fleet.address, stubChild);
      expect((await worker.ended).signal).toBe('SIGKILL');
    }
    await fleet.work({ takeOverAfter: 500 });
    const { counts, entries } = await fleet.status();
    expect(counts).toMatchObject({ failed: 1, active: 0, waiting: 0 });
    expect(entries[0]?.reason).toMatch(/stalled more than/);
    const { out, complete } = await fleet.collect();
    expect(complete).toBe(true);
    expect(out.states()[0]?.outcome).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('its workers died'),
    });
  });

  it('counts the death of a worker as an attempt like any other', async () => {
    const gate = path.join(temporary(), 'gate');
    writeFileSync(gate, '');
    const fleet = fleetOf([{ name: 'shop', url: repository({ CRASH: '', WAIT: gate }) }]);
    await fleet.enqueue();
    const worker = await workerProcess(fleet.address, stubChild);
    await vi.waitFor(() => expect(existsSync(`${gate}.waiting`)).toBe(true), { timeout: 30_000 });
    worker.child.kill('SIGKILL');
    await worker.ended;
    rmSync(gate);
    await fleet.work({ takeOverAfter: 500 });
    expect((await fleet.status()).entries[0]).toMatchObject({
      state: 'failed',
      attempts: 2,
      reason: expect.stringContaining('SIGABRT'),
    });
  });

  it('survives a restart of Redis in the middle of the work, through its append-only file', async () => {
    const own = await redisServer();
    const gate = path.join(temporary(), 'gate');
    writeFileSync(gate, '');
    const list = [
      { name: 'waits', url: repository({ 'shop.js': SHOP, WAIT: gate }) },
      ...['a', 'b', 'c'].map((name) => ({ name, url: repository({ 'shop.js': SHOP }) })),
    ];
    const fleet = fleetOf(list, { redis: own.url });
    await fleet.enqueue();
    const working = fleet.work({ concurrency: 1, takeOverAfter: 1_000 });
    await vi.waitFor(() => expect(existsSync(`${gate}.waiting`)).toBe(true), { timeout: 20_000 });
    await own.kill();
    await own.restart();
    rmSync(gate);
    await working;
    expect((await fleet.status()).counts).toMatchObject({ completed: 4, failed: 0 });
    const { out } = await fleet.collect();
    expect(out.states().map(({ name }) => name)).toEqual(['a', 'b', 'c', 'waits']);
    await own.kill();
  });

  it('warns where Redis would lose it', async () => {
    const careless = await redisServer({ appendOnly: false });
    const fleet = fleetOf([{ name: 'shop', url: repository({ 'shop.js': SHOP }) }], { redis: careless.url });
    expect((await fleet.enqueue()).warning).toMatch(/appendonly is off/);
    await careless.kill();
  });
});

describe('zentra-codemods fleet enqueue, work, status, report', () => {
  it('do on several workers what fleet run does on one machine', { timeout: 180_000 }, async () => {
    const folder = temporary();
    const shop = repository({
      'package.json': '{ "name": "shop", "dependencies": { "@zentra/sdk": "^1.0.0" } }\n',
      'shop.js':
        "const { Zentra } = require('@zentra/sdk');\nconst client = new Zentra({ secretKey });\nclient.cards.freeze('card_1');\n",
    });
    const list = [
      { name: 'shop', url: shop },
      { name: 'missing', url: shop, folder: 'nowhere' },
    ];
    writeFileSync(path.join(folder, 'fleet.json'), JSON.stringify({ version: 1, repositories: list }));
    const at = { ZENTRA_FLEET_REDIS: server.url, XDG_CACHE_HOME: path.join(folder, 'cache') };

    expect(await run(['fleet', 'status'], folder, at)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('nothing was queued in fleet'),
    });
    expect(await run(['fleet', 'enqueue', 'fleet.json'], folder, at)).toMatchObject({
      code: 0,
      stdout: '2 repositories queued, 0 queued before, 0 unchanged\n',
      stderr: '',
    });
    const workers = [1, 2].map(() =>
      run(['fleet', 'work', '--until-empty', '--concurrency', '1'], folder, at),
    );
    const printed = (await Promise.all(workers))
      .map(({ code, stdout, stderr }) => `${code} ${stdout}${stderr}`)
      .join('');
    expect(printed).toContain('shop: 1 rewritten\n');
    const status = await run(['fleet', 'status'], folder, at);
    expect(status).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(
        /1 completed, 1 failed\nfailed {4}missing after 1 attempt: there is no folder nowhere/,
      ),
    });
    const report = await run(['fleet', 'report', '--out', 'out', '--collect', '--redis', server.url], folder);
    expect(report.stdout).toContain(
      '2 repositories: 0 % of the legacy uses gone, 1 left, 1 failed, 0 not run yet',
    );

    await run(['fleet', 'run', 'fleet.json', '--out', 'alone', '--attempts', '1'], folder);
    const withoutTimes = (file: string) =>
      readFileSync(path.join(folder, file), 'utf8').replace(/"(generatedAt|migratedAt|at)": "[^"]*"/g, '');
    expect(withoutTimes('out/fleet.json')).toBe(withoutTimes('alone/fleet.json'));
  });

  it('say what is wrong with Redis, without its password', async () => {
    const folder = temporary();
    for (const [redis, message] of [
      ['redis://:hunter2secret@127.0.0.1:9', /Redis at 127\.0\.0\.1:9 cannot be used: /],
      ['hunter2secret', /must look like redis:/],
    ] as const) {
      const { code, stderr } = await run(['fleet', 'status', '--redis', redis], folder);
      expect(code).toBe(2);
      expect(stderr).toMatch(message);
      expect(stderr).not.toContain('hunter2secret');
    }
  });

  it('leave no folder behind where there is nothing to collect from', async () => {
    const folder = temporary();
    const report = ['fleet', 'report', '--out', 'out', '--collect', '--redis', 'redis://127.0.0.1:9'];
    expect((await run(report, folder)).code).toBe(2);
    expect(readdirSync(folder)).toEqual([]);
  });
});
