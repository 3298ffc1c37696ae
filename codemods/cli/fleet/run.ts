import path from 'node:path';
import { UsageError } from '../../engine/usage-error';
import { JobStopped } from '../../fleet/job/job-failure';
import type { ChildProgram } from '../../fleet/job/run-migration';
import { sourceText } from '../../fleet/manifest/source';
import { OutFolder } from '../../fleet/out-folder';
import { progressLines } from '../../fleet/progress/lines';
import { liveTable } from '../../fleet/progress/live-table';
import { writeFleetReport } from '../../fleet/report/write-report';
import { type FleetRunResult, runFleet } from '../../fleet/run/run-fleet';
import { shellWord } from '../../reports/next-steps';
import { countOf } from '../../reports/words';
import { exitCodes, type Io } from '../io';
import { commandOf } from '../runner';
import { fleetEnd } from './fleet-end';
import { jobsOfManifest } from './jobs-of-manifest';

const RETRY_DELAY_MS = 1_000;

export interface RunOptions {
  io: Io;
  child: ChildProgram;
  toolVersion: string;
  manifest: string;
  out: string;
  concurrency: number;
  attempts: number;
  push: boolean;
  signal: AbortSignal;
}

/** `fleet run`: runs the fleet on this machine, shows progress on the terminal, and writes the report into the folder. */
export async function runCommandLine({
  io,
  manifest,
  push,
  out: folder,
  toolVersion,
  ...options
}: RunOptions): Promise<void> {
  const jobs = jobsOfManifest(manifest, io.cwd, push);
  const out = new OutFolder(path.resolve(io.cwd, folder));
  if (path.resolve(io.cwd, manifest) === path.join(out.folder, 'fleet.json')) {
    throw new UsageError(`the report would replace the manifest ${manifest}: name another folder for --out`);
  }
  const lock = out.open();
  try {
    const colors = io.env.NO_COLOR === undefined || io.env.NO_COLOR === '';
    const table = io.stdout.isTTY === true ? liveTable(jobs.length, io.stdout, colors) : undefined;
    const onEvent = table?.onEvent ?? progressLines(jobs.length, (text) => io.stdout.write(text));
    const clock = table && setInterval(table.tick, 1_000);
    const result = await runFleet({
      jobs,
      out,
      toolVersion,
      retryDelay: RETRY_DELAY_MS,
      onEvent,
      ...options,
    }).finally(() => {
      clearInterval(clock);
      table?.stop();
    });
    const report = writeFleetReport({
      out,
      listed: jobs.map(({ name, slug, labels, source }) => ({ name, slug, labels, url: sourceText(source) })),
      toolVersion,
      finished: result.remaining === 0,
      now: new Date(),
    });
    const words = ['fleet', 'run', manifest, '--out', folder].map(shellWord);
    const again = commandOf(io, ...words, ...(push ? ['--push'] : []));
    io.stdout.write([endText(result), ...fleetEnd(report, folder, again), ''].join('\n'));
    if (result.remaining > 0) throw new JobStopped();
    if (result.failed > 0) io.exit(exitCodes.failures);
  } finally {
    lock.release();
  }
}

function endText({ finished, skipped, failed, remaining }: FleetRunResult): string {
  const parts = [
    `${countOf(finished, 'repository', 'repositories')} done`,
    `${skipped} unchanged`,
    `${failed} failed`,
    ...(remaining > 0 ? [`${remaining} left: run the same command to go on`] : []),
  ];
  return parts.join(', ');
}
