import { Queue } from 'bullmq';
import { lastWords } from '../child/last-words';
import type { RepositoryState } from '../job/repository-state';
import { STATE_VERSION } from '../job/repository-state';
import type { OutFolder } from '../out-folder';
import type { Listed } from '../report/build-report';
import { type PlanEntry, readPlan } from './fleet-plan';
import { QUEUE_PREFIX, type QueuedJob } from './queued-job';
import { connect, type QueueAddress } from './redis';
import { nothingQueued } from './status';
import { fetchResults, storedState } from './stored-results';

export interface Collected {
  listed: Listed[];
  /** Whether every repository has ended. */
  complete: boolean;
}

/**
 * Brings the results of the queued fleet into the folder, so that it looks as if `fleet run` had worked there.
 *
 * @throws {UsageError} when Redis cannot be reached, or nothing was queued
 */
export async function collectResults(address: QueueAddress, out: OutFolder): Promise<Collected> {
  const client = await connect(address, { patient: false });
  const queue = new Queue<QueuedJob>(address.queue, { connection: client, prefix: QUEUE_PREFIX });
  try {
    const plan = await readPlan(client, address.queue);
    if (plan === undefined) throw nothingQueued(address);
    let complete = true;
    for (const entry of plan.entries) {
      const job = await queue.getJob(entry.jobId);
      const ended = await job?.getState();
      if (job === undefined || (ended !== 'completed' && ended !== 'failed')) {
        complete = false;
        continue;
      }
      const stored = await storedState(client, address.queue, entry.jobId);
      // The slug names a folder: it is the plan's or none.
      const state =
        stored?.slug === entry.slug
          ? stored
          : lostState(entry, job.failedReason, plan.toolVersion, new Date(job.timestamp));
      if (isHere(out, state)) continue;
      const results = out.newResults(entry.slug);
      await fetchResults(client, address.queue, entry.jobId, results);
      await out.publish(results, state);
    }
    return { listed: plan.entries, complete };
  } finally {
    await queue.close();
    client.disconnect();
  }
}

const isHere = (out: OutFolder, state: RepositoryState): boolean => {
  const here = out.state(state.slug);
  return here?.startedAt === state.startedAt && here.digest === state.digest;
};

/** A job that took its workers down with it left no state: the queue itself gave it up. */
function lostState(
  { name, slug, url, labels }: PlanEntry,
  reason: string | undefined,
  toolVersion: string,
  queuedAt: Date,
): RepositoryState {
  return {
    schemaVersion: STATE_VERSION,
    name,
    slug,
    url,
    labels,
    toolVersion,
    digest: '',
    startedAt: queuedAt.toISOString(),
    durationMs: 0,
    outcome: {
      status: 'failed',
      stage: 'migrate',
      why: 'crash',
      message: `given up, its workers died: ${lastWords(reason ?? 'no reason is known', 1)}`,
      retryable: false,
    },
  };
}
