import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Job, Queue, UnrecoverableError, WaitingError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { UsageError } from '../../engine/usage-error';
import type { FleetJob } from '../job/fleet-job';
import { JobStopped } from '../job/job-failure';
import { migrateRepository } from '../job/migrate-repository';
import type { RepositoryState } from '../job/repository-state';
import type { ChildProgram } from '../job/run-migration';
import { SpentFolders } from '../job/spent-folders';
import { ownWorkFolder } from './own-work-folder';
import { ATTEMPTS, QUEUE_PREFIX, type QueuedJob, queuedJobSchema } from './queued-job';
import { connect, type QueueAddress } from './redis';
import { storeResults } from './stored-results';

export interface Work {
  address: QueueAddress;
  child: ChildProgram;
  toolVersion: string;
  concurrency: number;
  /** Cache of fetched repositories, used only by this machine. */
  cacheFolder: string;
  /** Milliseconds after which the job of a worker that went silent is taken over. */
  takeOverAfter: number;
  /** Returns when no job is waiting, running or delayed, instead of waiting for more jobs. */
  untilEmpty: boolean;
  signal: AbortSignal;
  onEnded: (state: RepositoryState) => void;
}

const LOOK_EVERY_MS = 250;

/**
 * Works on the queue until told to stop. A job that is under way then goes back to the queue, as if it had not been started.
 *
 * @throws {UsageError} when Redis cannot be reached, or the queue is another version's
 */
export async function workOnFleet(work: Work): Promise<void> {
  const client = await connect(work.address, { patient: true });
  // BullMQ waits for jobs on a connection of its own, and leaves connections that it was given open.
  const waiting = await connect(work.address, { patient: true });
  const queue = new Queue<QueuedJob>(work.address.queue, { connection: client, prefix: QUEUE_PREFIX });
  const workFolder = ownWorkFolder(path.join(work.cacheFolder, 'work'));
  const spent = new SpentFolders();
  const other = new AbortController();
  const signal = AbortSignal.any([work.signal, other.signal]);
  let otherVersion: string | undefined;
  const worker = new Worker<QueuedJob>(
    work.address.queue,
    async (queued, token) => {
      if (queued.data.toolVersion !== work.toolVersion) {
        otherVersion = String(queued.data.toolVersion);
        other.abort();
        return await putBack(queued, token);
      }
      return await migrateQueued(queued, token, { ...work, signal, client, workFolder, spent });
    },
    {
      connection: waiting,
      prefix: QUEUE_PREFIX,
      concurrency: work.concurrency,
      lockDuration: work.takeOverAfter,
      stalledInterval: work.takeOverAfter,
      maxStalledCount: ATTEMPTS - 1,
    },
  );
  // The clients reconnect after a lost connection.
  worker.on('error', () => {});
  queue.on('error', () => {});
  try {
    await untilDone(queue, work.untilEmpty, signal);
    await worker.close();
  } finally {
    await queue.close().catch(() => undefined);
    client.disconnect();
    waiting.disconnect();
    rmSync(workFolder, { recursive: true, force: true });
  }
  if (otherVersion !== undefined) {
    throw new UsageError(
      `the queue holds jobs for zentra-codemods ${otherVersion}, this is ${work.toolVersion}: run the same version, or enqueue again`,
    );
  }
}

async function untilDone(queue: Queue<QueuedJob>, untilEmpty: boolean, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    if (untilEmpty) {
      const counts = await queue
        .getJobCounts('wait', 'active', 'delayed', 'prioritized')
        .catch(() => undefined);
      if (counts !== undefined && Object.values(counts).every((count) => count === 0)) return;
    }
    await wait(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

type QueuedWork = Pick<Work, 'address' | 'child' | 'toolVersion' | 'cacheFolder' | 'onEnded' | 'signal'> & {
  client: Redis;
  workFolder: string;
  spent: SpentFolders;
};

async function migrateQueued(
  queued: Job<QueuedJob>,
  token: string | undefined,
  work: QueuedWork,
): Promise<void> {
  const job = checkedJob(queued);
  // BullMQ counts failed attempts and dead workers separately.
  const attempt = queued.attemptsMade + queued.stalledCounter + 1;
  if (attempt > ATTEMPTS) throw new UnrecoverableError(`given up after ${ATTEMPTS} attempts`);
  const resultsFolder = mkdtempSync(path.join(work.workFolder, 'results-'));
  try {
    const state = await migrateRepository(job, {
      child: work.child,
      toolVersion: work.toolVersion,
      cacheFolder: work.cacheFolder,
      workFolder: work.workFolder,
      spent: work.spent,
      resultsFolder,
      signal: work.signal,
    });
    const again = state.outcome.status === 'failed' && state.outcome.retryable && attempt < ATTEMPTS;
    // Store before the job counts as ended: a worker killed in between repeats the job, with the same results.
    if (!again) {
      await storeResults(work.client, work.address.queue, queued.id ?? '', resultsFolder, state);
      work.onEnded(state);
    }
    if (state.outcome.status === 'failed') {
      throw again ? new Error(state.outcome.message) : new UnrecoverableError(state.outcome.message);
    }
  } catch (error) {
    if (error instanceof JobStopped) return await putBack(queued, token);
    throw error;
  } finally {
    rmSync(resultsFolder, { recursive: true, force: true });
  }
}

/** Checks a job from Redis as strictly as a manifest. */
function checkedJob({ data }: Job<QueuedJob>): FleetJob {
  const parsed = queuedJobSchema.safeParse(data);
  if (parsed.success) return parsed.data.job;
  const issue = parsed.error.issues[0];
  throw new UnrecoverableError(`the job is not one of ours: ${issue?.path.join('.')}: ${issue?.message}`);
}

/** Returns the job to the queue without counting an attempt. */
async function putBack(queued: Job<QueuedJob>, token: string | undefined): Promise<never> {
  await queued.moveToWait(token);
  throw new WaitingError();
}
