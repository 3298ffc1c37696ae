import { enqueueFleet } from '../../fleet/queue/enqueue';
import { countOf } from '../../reports/words';
import type { Io } from '../io';
import { jobsOfManifest } from './jobs-of-manifest';

const RETRY_DELAY_MS = 5_000;

export interface EnqueueOptions {
  io: Io;
  toolVersion: string;
  manifest: string;
  redis: string;
  queue: string;
  push: boolean;
  signal: AbortSignal;
}

/** `fleet enqueue`: adds the manifest's repositories to the queue. */
export async function enqueueCommandLine({
  io,
  manifest,
  push,
  redis,
  queue,
  ...options
}: EnqueueOptions): Promise<void> {
  const jobs = jobsOfManifest(manifest, io.cwd, push);
  const result = await enqueueFleet({
    address: { redis, queue },
    jobs,
    retryDelay: RETRY_DELAY_MS,
    ...options,
  });
  if (result.warning !== undefined) io.stderr.write(`zentra-codemods: ${result.warning}\n`);
  const parts = [
    `${countOf(result.queued, 'repository', 'repositories')} queued`,
    `${result.waiting} queued before`,
    `${result.unchanged} unchanged`,
    ...(result.removed > 0
      ? [
          `${result.removed} taken out, which ${manifest} does not list (another fleet needs a --queue of its own)`,
        ]
      : []),
  ];
  io.stdout.write(`${parts.join(', ')}\n`);
}
