import { QUEUE_STATES, type QueueEntry, queueStatus } from '../../fleet/queue/status';
import { exitCodes, type Io } from '../io';

export interface StatusOptions {
  io: Io;
  redis: string;
  queue: string;
  json: boolean;
}

/** `fleet status`: counts repositories per state, and lists those that are neither waiting nor completed. Exits with 3 if some failed. */
export async function statusCommandLine({ io, redis, queue, json }: StatusOptions): Promise<void> {
  const status = await queueStatus({ redis, queue });
  if (json) io.stdout.write(`${JSON.stringify(status, null, 2)}\n`);
  else {
    if (status.warning !== undefined) io.stderr.write(`zentra-codemods: ${status.warning}\n`);
    io.stdout.write(`${QUEUE_STATES.map((state) => `${status.counts[state]} ${state}`).join(', ')}\n`);
    for (const entry of status.entries) {
      if (entry.state !== 'completed' && entry.state !== 'waiting') io.stdout.write(`${lineOf(entry)}\n`);
    }
  }
  if (status.counts.failed > 0) io.exit(exitCodes.failures);
}

function lineOf({ name, state, attempts, reason }: QueueEntry): string {
  const tried = attempts > 0 ? ` after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}` : '';
  return `${state.padEnd(9)} ${name}${tried}${reason === undefined ? '' : `: ${reason}`}`;
}
