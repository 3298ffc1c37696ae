import { z } from 'zod';
import { fleetJobSchema } from '../job/fleet-job';

/** A job in the queue, with the version of the tool that it was queued for. */
export const queuedJobSchema = z.strictObject({ toolVersion: z.string(), job: fleetJobSchema });

export type QueuedJob = z.infer<typeof queuedJobSchema>;

/** Prefix of all BullMQ keys of the queue. */
export const QUEUE_PREFIX = 'zentra-fleet';

/** Attempts for each job, including those that ended with the worker's death. */
export const ATTEMPTS = 3;
