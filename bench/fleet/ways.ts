import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';

export interface Fleet {
  /** The command line that is measured. */
  bin: string;
  /** The generated repositories. */
  repositories: readonly string[];
  manifest: string;
  /** Folder of one run, which does not exist yet. */
  scratch: string;
  concurrency: number;
}

/** One way to migrate all repositories. */
export interface Way {
  name: string;
  /** Runs before the clock starts. */
  prepare?: (fleet: Fleet) => Promise<void>;
  run: (fleet: Fleet) => Promise<void>;
  /** Runs after the clock has stopped: ends what `prepare` began, and returns the number of legacy uses found. */
  finish: (fleet: Fleet) => Promise<number>;
}

const REPORTS = ['json', 'md', 'html'];

/** Copies for the shell loop to migrate; `fleet` clones repositories itself, in the measured time. */
function copies({ repositories, scratch }: Fleet): string[] {
  return repositories.map((repository) => {
    const copy = path.join(scratch, path.basename(repository));
    execFileSync('cp', ['-a', repository, copy]);
    return copy;
  });
}

const shellLoop = (parallel: number): Way => ({
  name: parallel === 1 ? 'shell loop over migrate' : `xargs -P ${parallel} over migrate`,
  async prepare(fleet) {
    const folders = copies(fleet);
    writeFileSync(path.join(fleet.scratch, 'folders'), folders.map((folder) => `${folder}\n`).join(''));
  },
  async run({ bin, scratch }) {
    const reports = REPORTS.map((format) => `--report "$1.report.${format}"`).join(' ');
    writeFileSync(
      path.join(scratch, 'one.sh'),
      `"${process.execPath}" "${bin}" migrate "$1" --force ${reports} > /dev/null 2>&1\n`,
    );
    const loop =
      parallel === 1
        ? 'while read -r folder; do sh one.sh "$folder"; done < folders'
        : `xargs -P ${parallel} -n 1 sh one.sh < folders`;
    await ended(spawn('sh', ['-c', loop], { cwd: scratch, stdio: 'inherit', env: stateIn(scratch) }));
  },
  async finish({ scratch }) {
    return sum(
      readdirSync(scratch)
        .filter((file) => file.endsWith('.report.json'))
        .map((file) => sitesIn(path.join(scratch, file))),
    );
  },
});

const fleetRun: Way = {
  name: 'fleet run',
  async run(fleet) {
    await command(fleet, ['run', fleet.manifest, '--out', 'out', '--concurrency', String(fleet.concurrency)]);
  },
  async finish({ scratch }) {
    return sitesOfFleet(scratch);
  },
};

/** Redis and the queue exist when the clock starts, like the manifest and the repositories for the other ways. */
function workers(): Way {
  let redis: ChildProcess;
  let address: string;
  return {
    name: 'fleet work, one worker for each',
    async prepare(fleet) {
      const port = await freePort();
      address = `redis://127.0.0.1:${port}`;
      redis = spawn(
        'redis-server',
        [
          '--port',
          String(port),
          '--bind',
          '127.0.0.1',
          '--dir',
          fleet.scratch,
          '--save',
          '',
          '--appendonly',
          'yes',
        ],
        { stdio: 'ignore' },
      );
      await untilListening(port);
      await command(fleet, ['enqueue', fleet.manifest, '--redis', address]);
    },
    async run(fleet) {
      const one = (at: number) =>
        command(fleet, [
          'work',
          '--redis',
          address,
          '--concurrency',
          '1',
          '--until-empty',
          '--cache',
          `cache-${at}`,
        ]);
      await Promise.all(Array.from({ length: fleet.concurrency }, (_, at) => one(at)));
    },
    async finish(fleet) {
      await command(fleet, ['report', '--collect', '--redis', address, '--out', 'out']);
      const gone = new Promise((resolve) => redis.once('exit', resolve));
      redis.kill();
      await gone;
      return sitesOfFleet(fleet.scratch);
    },
  };
}

export const waysOf = (concurrency: number): Way[] => [
  shellLoop(1),
  shellLoop(concurrency),
  fleetRun,
  workers(),
];

/** Runs a way once, from an empty folder; returns its duration and the number of legacy uses found. */
export async function measured(way: Way, fleet: Fleet): Promise<{ seconds: number; sites: number }> {
  mkdirSync(fleet.scratch, { recursive: true });
  await way.prepare?.(fleet);
  const start = process.hrtime.bigint();
  await way.run(fleet);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  return { seconds, sites: await way.finish(fleet) };
}

const command = ({ bin, scratch }: Fleet, args: string[]): Promise<void> =>
  ended(
    spawn(process.execPath, [bin, 'fleet', ...args], {
      cwd: scratch,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: stateIn(scratch),
    }),
  );

const stateIn = (scratch: string): NodeJS.ProcessEnv => ({
  ...process.env,
  XDG_STATE_HOME: path.join(scratch, 'state'),
  XDG_CACHE_HOME: path.join(scratch, 'user-cache'),
});

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${child.spawnargs.join(' ')} ended with ${code}`)),
    );
  });
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

const sitesIn = (file: string): number =>
  (JSON.parse(readFileSync(file, 'utf8')) as { summary: { sites: number } }).summary.sites;

const sitesOfFleet = (scratch: string): number =>
  (JSON.parse(readFileSync(path.join(scratch, 'out', 'fleet.json'), 'utf8')) as { totals: { sites: number } })
    .totals.sites;

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function untilListening(port: number): Promise<void> {
  const { Redis } = await import('ioredis');
  const client = new Redis(port, '127.0.0.1', { maxRetriesPerRequest: null, retryStrategy: () => 20 });
  client.on('error', () => {});
  await client.ping();
  client.disconnect();
}
