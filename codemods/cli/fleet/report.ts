import { existsSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../../engine/usage-error';
import { OutFolder } from '../../fleet/out-folder';
import type { Collected, collectResults } from '../../fleet/queue/collect';
import { percentGone } from '../../fleet/report/fleet-report';
import { writeFleetReport } from '../../fleet/report/write-report';
import { countOf } from '../../reports/words';
import type { Io } from '../io';

export interface ReportOptions {
  io: Io;
  toolVersion: string;
  out: string;
  redis: string;
  queue: string;
  /** Whether to copy the queue's results into the folder first. */
  collect: boolean;
}

/** `fleet report`: writes the report of the results in a folder; with `collect`, copies a queue's results there first. */
export async function reportCommandLine({
  io,
  toolVersion,
  out: folder,
  collect,
  redis,
  queue,
}: ReportOptions): Promise<void> {
  const place = path.resolve(io.cwd, folder);
  if (!collect && !existsSync(path.join(place, 'repositories'))) {
    throw new UsageError(
      `${folder} is no folder of a fleet: name the --out of \`fleet run\`, or add --collect for the results of a queue`,
    );
  }
  const out = new OutFolder(place);
  let lock: ReturnType<typeof out.open> | undefined;
  const open = () => {
    lock = out.open();
    return out;
  };
  try {
    // A queue that cannot be read leaves no folder behind.
    const collected = collect ? await fromQueue({ redis, queue }, open) : undefined;
    if (collected === undefined) open();
    const report = writeFleetReport({
      out,
      ...(collected && { listed: collected.listed }),
      toolVersion,
      finished: collected?.complete ?? false,
      now: new Date(),
    });
    const { totals } = report;
    const percent = percentGone(totals);
    const parts = [
      ...(percent === undefined
        ? ['no legacy use seen']
        : [`${percent} % of the legacy uses gone`, `${totals.sites} left`]),
      ...(totals.blindSpots ? [countOf(totals.blindSpots, 'blind spot')] : []),
      `${totals.failed} failed`,
      `${totals.pending} not run yet`,
    ];
    io.stdout.write(
      `${countOf(totals.repositories, 'repository', 'repositories')}: ${parts.join(', ')}\n${path.join(folder, 'fleet.html')}\n`,
    );
  } finally {
    lock?.release();
  }
}

/** Loads the queue's library, which nothing else here needs. */
async function fromQueue(...source: Parameters<typeof collectResults>): Promise<Collected> {
  const queue = await import('../../fleet/queue/collect');
  return queue.collectResults(...source);
}
