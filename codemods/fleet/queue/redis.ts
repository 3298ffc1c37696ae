import type { Redis } from 'ioredis';
import { UsageError } from '../../engine/usage-error';
import { lastWords } from '../child/last-words';

export interface QueueAddress {
  /** `redis://` or `rediss://`; may hold a password, and is therefore never shown. */
  redis: string;
  /** Name of the queue: several fleets can share one Redis. */
  queue: string;
}

/**
 * Connects to Redis. `patient` connections wait through restarts of Redis, as workers should; the others fail within seconds.
 *
 * @throws {UsageError} when the address is wrong or Redis cannot be reached
 */
export async function connect(
  { redis: address }: QueueAddress,
  { patient }: { patient: boolean },
): Promise<Redis> {
  if (!/^rediss?:\/\//.test(address) || !URL.canParse(address)) {
    throw new UsageError('the address of Redis must look like redis://host:6379 or rediss://host:6379');
  }
  const { Redis } = await import('ioredis');
  const client = new Redis(address, {
    lazyConnect: true,
    connectTimeout: 5_000,
    maxRetriesPerRequest: patient ? null : 1,
    retryStrategy: (times) => (patient ? Math.min(times * 100, 2_000) : null),
  });
  // Without a listener, every lost connection would be printed.
  let lastError: Error | undefined;
  client.on('error', (error: Error) => {
    lastError = error;
  });
  try {
    await client.connect();
    await client.ping();
  } catch (error) {
    client.disconnect();
    const reason = lastError ?? (error as Error);
    throw new UsageError(`Redis at ${new URL(address).host} cannot be used: ${lastWords(reason.message, 1)}`);
  }
  return client;
}

/** Names the Redis settings that could lose the queue; `undefined` when there are none, or the server does not tell. */
export async function durabilityWarning(client: Redis): Promise<string | undefined> {
  const setting = async (name: string) => {
    const answer = await client.config('GET', name).catch(() => undefined);
    return Array.isArray(answer) ? String(answer[1]) : undefined;
  };
  const problems = [
    ...((await setting('appendonly')) === 'no'
      ? ['appendonly is off: a restart of Redis would lose the queue']
      : []),
    ...(((await setting('maxmemory-policy')) ?? 'noeviction') === 'noeviction'
      ? []
      : ['maxmemory-policy is not noeviction: Redis may drop jobs']),
  ];
  return problems.length === 0 ? undefined : problems.join('; ');
}
