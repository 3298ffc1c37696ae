import { Queue } from 'bullmq';
import { UsageError } from '../../engine/usage-error';
import { lastWords } from '../child/last-words';
import { readPlan } from './fleet-plan';
import { QUEUE_PREFIX, type QueuedJob } from './queued-job';
import { connect, durabilityWarning, type QueueAddress } from './redis';

/** `delayed`: failed, and waiting for its next attempt. */
export const QUEUE_STATES = ['waiting', 'active', 'delayed', 'completed', 'failed'] as const;
export type QueueState = (typeof QUEUE_STATES)[number];

export interface QueueEntry {
  name: string;
  state: QueueState;
  /** Attempts that have ended. */
  attempts: number;
  /** Why it failed last. */
  reason?: string;
}

export interface QueueStatus {
  queue: string;
  counts: Record<QueueState, number>;
  entries: QueueEntry[];
  warning: string | undefined;
}

/**
 * The queue state of each repository of the fleet.
 *
 * @throws {UsageError} when Redis cannot be reached, or nothing was queued
 */
export async function queueStatus(address: QueueAddress): Promise<QueueStatus> {
  const client = await connect(address, { patient: false });
  const queue = new Queue<QueuedJob>(address.queue, { connection: client, prefix: QUEUE_PREFIX });
  try {
    const plan = await readPlan(client, address.queue);
    if (plan === undefined) throw nothingQueued(address);
    const entries: QueueEntry[] = [];
    for (const { name, jobId } of plan.entries) {
      const job = await queue.getJob(jobId);
      const reason = job?.failedReason;
      entries.push({
        name,
        state: stateOf(await job?.getState()),
        attempts: job?.attemptsMade ?? 0,
        ...(reason !== undefined && { reason: lastWords(reason) }),
      });
    }
    const counts = Object.fromEntries(
      QUEUE_STATES.map((state) => [state, entries.filter((entry) => entry.state === state).length]),
    ) as Record<QueueState, number>;
    return { queue: address.queue, counts, entries, warning: await durabilityWarning(client) };
  } finally {
    await queue.close();
    client.disconnect();
  }
}

export const nothingQueued = ({ queue }: QueueAddress): UsageError =>
  new UsageError(`nothing was queued in ${queue}: run \`zentra-codemods fleet enqueue <manifest>\` first`);

const stateOf = (state: string | undefined): QueueState =>
  QUEUE_STATES.find((known) => known === state) ?? 'waiting';
