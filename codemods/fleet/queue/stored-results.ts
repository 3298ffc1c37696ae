import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Redis } from 'ioredis';
import { ARTIFACTS, type RepositoryState, repositoryStateSchema } from '../job/repository-state';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** Maximum unpacked size of one file: a worker's result must not fill the disk of the machine that collects it. */
const MAX_FILE_BYTES = 256 * 1024 * 1024;

const key = (queue: string, jobId: string) => `zentra-fleet:${queue}:results:${jobId}`;

/**
 * Stores a job's state and files in Redis, so that workers need no shared disk. Written in one transaction: a reader finds the results
 * of one attempt, never a mixture.
 */
export async function storeResults(
  client: Redis,
  queue: string,
  jobId: string,
  folder: string,
  state: RepositoryState,
): Promise<void> {
  const fields: Record<string, Buffer> = { state: await pack(JSON.stringify(state)) };
  for (const file of ARTIFACTS) {
    const place = path.join(folder, file);
    if (existsSync(place) && statSync(place).size <= MAX_FILE_BYTES)
      fields[file] = await pack(readFileSync(place));
  }
  await client.multi().del(key(queue, jobId)).hset(key(queue, jobId), fields).exec();
}

/**
 * The state of a job that has ended; `undefined` if it left none.
 *
 * @throws {DamagedResult}
 */
export async function storedState(
  client: Redis,
  queue: string,
  jobId: string,
): Promise<RepositoryState | undefined> {
  const packed = await client.hgetBuffer(key(queue, jobId), 'state');
  if (packed === null) return undefined;
  const text = await unpacked(packed, 'state');
  try {
    return repositoryStateSchema.parse(JSON.parse(text.toString('utf8')));
  } catch (error) {
    throw new DamagedResult('state', error);
  }
}

/** A stored result that cannot be unpacked or parsed. */
export class DamagedResult extends Error {
  override name = 'DamagedResult';
  constructor(part: string, cause: unknown) {
    super(`${part} cannot be read`, { cause });
  }
}

async function unpacked(packed: Buffer, part: string): Promise<Buffer> {
  try {
    return await unpack(packed, { maxOutputLength: MAX_FILE_BYTES });
  } catch (error) {
    throw new DamagedResult(part, error);
  }
}

/**
 * Writes a job's files into `folder`, under their known names only.
 *
 * @throws {DamagedResult}
 */
export async function fetchResults(
  client: Redis,
  queue: string,
  jobId: string,
  folder: string,
): Promise<void> {
  for (const file of ARTIFACTS) {
    const packed = await client.hgetBuffer(key(queue, jobId), file);
    if (packed !== null) {
      writeFileSync(path.join(folder, file), await unpacked(packed, file));
    }
  }
}

export async function dropResults(client: Redis, queue: string, jobId: string): Promise<void> {
  await client.del(key(queue, jobId));
}
