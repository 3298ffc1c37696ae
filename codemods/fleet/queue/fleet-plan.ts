import type { Redis } from 'ioredis';
import { z } from 'zod';

/** The repositories as `enqueue` queued them, for `status` and `report`. Kept in Redis beside the queue. */
const planSchema = z.strictObject({
  version: z.literal(1),
  toolVersion: z.string(),
  entries: z.array(
    z.strictObject({
      name: z.string(),
      slug: z.string().regex(/^[a-z0-9][a-z0-9._-]*-[0-9a-f]{8}$/),
      url: z.string(),
      labels: z.record(z.string(), z.string()),
      jobId: z.string(),
    }),
  ),
});

export type FleetPlan = z.infer<typeof planSchema>;
export type PlanEntry = FleetPlan['entries'][number];

const key = (queue: string) => `zentra-fleet:${queue}:plan`;

export async function readPlan(client: Redis, queue: string): Promise<FleetPlan | undefined> {
  const text = await client.get(key(queue));
  return text === null ? undefined : planSchema.parse(JSON.parse(text));
}

export async function writePlan(client: Redis, queue: string, plan: FleetPlan): Promise<void> {
  await client.set(key(queue), JSON.stringify(plan));
}
