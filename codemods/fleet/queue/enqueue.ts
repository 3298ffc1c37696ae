import { createHash } from 'node:crypto';
import { Queue } from 'bullmq';
import { type FleetJob, jobDigest } from '../job/fleet-job';
import { sourceText } from '../manifest/source';
import { commitNow } from '../run/run-fleet';
import { type FleetPlan, readPlan, writePlan } from './fleet-plan';
import { ATTEMPTS, QUEUE_PREFIX, type QueuedJob } from './queued-job';
import { connect, durabilityWarning, type QueueAddress } from './redis';
import { dropResults } from './stored-results';

export interface EnqueueResult {
  queued: number;
  /** Waiting or running already. */
  waiting: number;
  /** Done already, at the same commit, with the same version and settings. */
  unchanged: number;
  /** In the queue before, and no longer listed: taken out, with their results. */
  removed: number;
  warning: string | undefined;
}

export interface Enqueue {
  address: QueueAddress;
  jobs: readonly FleetJob[];
  toolVersion: string;
  /** Milliseconds before a job that failed is tried again; doubled for each later attempt. */
  retryDelay: number;
  signal: AbortSignal;
}

const LOOK_UPS_AT_A_TIME = 8;

/**
 * Queues every repository at the present commit of its ref. A repository that is done for that commit stays done, a failed one is queued
 * again, and one that the manifest no longer lists is removed.
 *
 * @throws {UsageError} when Redis cannot be reached
 * @throws {JobStopped} when the signal ends it
 */
export async function enqueueFleet({
  address,
  jobs,
  toolVersion,
  retryDelay,
  signal,
}: Enqueue): Promise<EnqueueResult> {
  const client = await connect(address, { patient: false });
  const queue = new Queue<QueuedJob>(address.queue, { connection: client, prefix: QUEUE_PREFIX });
  try {
    const result: EnqueueResult = {
      queued: 0,
      waiting: 0,
      unchanged: 0,
      removed: 0,
      warning: await durabilityWarning(client),
    };
    const pinned = await pinAll(jobs, signal);
    const plan: FleetPlan = {
      version: 1,
      toolVersion,
      entries: pinned.map((job) => ({
        name: job.name,
        slug: job.slug,
        url: sourceText(job.source),
        labels: job.labels,
        jobId: jobIdOf(job, toolVersion),
      })),
    };
    const before = await readPlan(client, address.queue);
    // Write the plan before the jobs: otherwise a worker could finish a job that no plan lists.
    await writePlan(client, address.queue, plan);
    for (const [at, job] of pinned.entries()) {
      const jobId = plan.entries[at]?.jobId ?? '';
      const existing = await queue.getJob(jobId);
      const state = await existing?.getState();
      if (state === 'completed') result.unchanged += 1;
      else if (existing !== undefined && state !== 'failed') result.waiting += 1;
      else {
        await existing?.remove();
        await queue.add(
          'migrate',
          { toolVersion, job },
          { jobId, attempts: ATTEMPTS, backoff: { type: 'exponential', delay: retryDelay } },
        );
        result.queued += 1;
      }
    }
    const listed = new Set(plan.entries.map(({ jobId }) => jobId));
    const slugs = new Set(plan.entries.map(({ slug }) => slug));
    for (const { jobId, slug } of before?.entries ?? []) {
      if (!slugs.has(slug)) result.removed += 1;
      if (!listed.has(jobId)) {
        await takeOut(queue, jobId);
        await dropResults(client, address.queue, jobId);
      }
    }
    return result;
  } finally {
    await queue.close();
    client.disconnect();
  }
}

/** A running job cannot be removed; nothing reads its result. */
async function takeOut(queue: Queue, jobId: string): Promise<void> {
  const job = await queue.getJob(jobId);
  await job?.remove().catch(() => undefined);
}

/** A job whose source cannot be asked is queued without a commit: it will fail and say why. */
async function pinAll(jobs: readonly FleetJob[], signal: AbortSignal): Promise<FleetJob[]> {
  const pinned: FleetJob[] = [];
  const waiting = [...jobs.entries()];
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [at, job] = next;
      const commit = await commitNow(job, signal);
      pinned[at] = commit === undefined ? job : { ...job, pinned: commit };
    }
  };
  await Promise.all(Array.from({ length: LOOK_UPS_AT_A_TIME }, lane));
  return pinned;
}

/** Equal work has an equal id, so that the queue recognises finished work. */
function jobIdOf(job: FleetJob, toolVersion: string): string {
  const work = [job.pinned ?? null, jobDigest(job), toolVersion];
  return `${job.slug}.${createHash('sha256').update(JSON.stringify(work)).digest('hex').slice(0, 16)}`;
}
