import { z } from 'zod';
import { fleetJobSchema } from '../job/fleet-job';

/** What lies in the queue: the job, and the version of the tool that it was queued for. */
export const queuedJobSchema = z.strictObject({ toolVersion: z.string(), job: fleetJobSchema });

export type QueuedJob = z.infer<typeof queuedJobSchema>;

/** How BullMQ keeps the queue: every key of ours starts with the same word. */
export const QUEUE_PREFIX = 'zentra-fleet';

/** How often a job is tried, a worker's death counted as well. */
export const ATTEMPTS = 3;
