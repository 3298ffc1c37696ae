import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { Redis } from 'ioredis';
import { afterAll, vi } from 'vitest';
import { temporary } from './repository';

export interface RedisServer {
  url: string;
  /** Kills it without a shutdown, as a power cut would. */
  kill(): Promise<void>;
  /** Starts it on the same port and files. */
  restart(): Promise<void>;
}

const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** A real Redis on a free port, with an append-only file that is synced at every write. */
export async function redisServer({ appendOnly = true } = {}): Promise<RedisServer> {
  const folder = temporary();
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  const begin = async () => {
    child = spawn(
      'redis-server',
      [
        ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''],
        ...['--appendonly', appendOnly ? 'yes' : 'no', '--appendfsync', 'always', '--daemonize', 'no'],
      ],
      { stdio: 'ignore' },
    );
    running.add(child);
    const failed = new Promise<never>((_, reject) => child?.once('error', reject));
    await Promise.race([answers(url), failed]);
  };
  await begin();
  return {
    url,
    async kill() {
      const dying = child as ChildProcess;
      const gone = new Promise((resolve) => dying.once('exit', resolve));
      dying.kill('SIGKILL');
      await gone;
      running.delete(dying);
    },
    restart: begin,
  };
}

async function answers(url: string): Promise<void> {
  const client = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 20 });
  client.on('error', () => {});
  try {
    await vi.waitFor(async () => client.ping(), { timeout: 20_000 });
  } finally {
    client.disconnect();
  }
}

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
