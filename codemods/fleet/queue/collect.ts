import { rmSync } from 'node:fs';
import { type Job, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { lastWords } from '../child/last-words';
import type { RepositoryState } from '../job/repository-state';
import { STATE_VERSION } from '../job/repository-state';
import type { OutFolder } from '../out-folder';
import type { Listed } from '../report/build-report';
import { type PlanEntry, readPlan } from './fleet-plan';
import { QUEUE_PREFIX, type QueuedJob } from './queued-job';
import { connect, type QueueAddress } from './redis';
import { nothingQueued } from './status';
import { DamagedResult, fetchResults, storedState } from './stored-results';

export interface Collected {
  listed: Listed[];
  /** Whether every repository has ended. */
  complete: boolean;
}

/**
 * Brings the results of the queued fleet into the folder, so that it looks as if `fleet run` had worked there.
 *
 * @param open opens the folder, once there is something to bring
 * @throws {UsageError} when Redis cannot be reached, or nothing was queued
 */
export async function collectResults(address: QueueAddress, open: () => OutFolder): Promise<Collected> {
  const client = await connect(address, { patient: false });
  const queue = new Queue<QueuedJob>(address.queue, { connection: client, prefix: QUEUE_PREFIX });
  try {
    const plan = await readPlan(client, address.queue);
    if (plan === undefined) throw nothingQueued(address);
    const out = open();
    let complete = true;
    for (const entry of plan.entries) {
      const job = await queue.getJob(entry.jobId);
      const ended = await job?.getState();
      if (job === undefined || (ended !== 'completed' && ended !== 'failed')) {
        complete = false;
        continue;
      }
      const collecting = { client, queue: address.queue, out, toolVersion: plan.toolVersion };
      await collectOne(entry, job, collecting);
    }
    return { listed: plan.entries, complete };
  } finally {
    await queue.close();
    client.disconnect();
  }
}

interface Collecting {
  client: Redis;
  queue: string;
  out: OutFolder;
  toolVersion: string;
}

/** A damaged result fails its own repository and no other. */
async function collectOne(entry: PlanEntry, job: Job<QueuedJob>, collecting: Collecting): Promise<void> {
  const { client, queue, out, toolVersion } = collecting;
  const results = out.newResults(entry.slug);
  try {
    const stored = await storedState(client, queue, entry.jobId);
    // The slug becomes a folder name: accept only the plan's.
    const state =
      stored?.slug === entry.slug
        ? stored
        : failedState(
            entry,
            job,
            toolVersion,
            `given up, its workers died: ${lastWords(job.failedReason ?? 'no reason is known', 1)}`,
          );
    if (isHere(out, state)) return;
    await fetchResults(client, queue, entry.jobId, results);
    await out.publish(results, state);
  } catch (error) {
    if (!(error instanceof DamagedResult)) throw error;
    const message = `its result in Redis is damaged (${error.message}): enqueue it again`;
    await out.publish(out.newResults(entry.slug), failedState(entry, job, toolVersion, message));
  } finally {
    rmSync(results, { recursive: true, force: true });
  }
}

const isHere = (out: OutFolder, state: RepositoryState): boolean => {
  const here = out.state(state.slug);
  return here?.startedAt === state.startedAt && here.digest === state.digest;
};

/** The state of a job that left no usable one, because it crashed its workers, for example. */
function failedState(
  { name, slug, url, labels }: PlanEntry,
  { timestamp }: Job<QueuedJob>,
  toolVersion: string,
  message: string,
): RepositoryState {
  return {
    schemaVersion: STATE_VERSION,
    name,
    slug,
    url,
    labels,
    toolVersion,
    digest: '',
    startedAt: new Date(timestamp).toISOString(),
    durationMs: 0,
    outcome: { status: 'failed', stage: 'migrate', why: 'crash', message, retryable: false },
  };
}
