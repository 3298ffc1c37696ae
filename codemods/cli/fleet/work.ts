import path from 'node:path';
import type { ChildProgram } from '../../fleet/job/run-migration';
import { outcomeText } from '../../fleet/progress/outcome-text';
import { workOnFleet } from '../../fleet/queue/work';
import type { Io } from '../io';

export interface WorkOptions {
  io: Io;
  child: ChildProgram;
  toolVersion: string;
  redis: string;
  queue: string;
  concurrency: number;
  cache: string;
  /** Seconds after which the worker takes over a job of a lost worker. */
  takeOverAfter: number;
  untilEmpty: boolean;
  signal: AbortSignal;
}

/** `fleet work`: runs one worker until it is stopped or, with `untilEmpty`, until the queue is empty. */
export async function workCommandLine({
  io,
  redis,
  queue,
  cache,
  takeOverAfter,
  ...options
}: WorkOptions): Promise<void> {
  await workOnFleet({
    ...options,
    address: { redis, queue },
    cacheFolder: path.resolve(io.cwd, cache),
    takeOverAfter: takeOverAfter * 1000,
    onEnded: (state) => io.stdout.write(`${state.name}: ${outcomeText(state)}\n`),
  });
}
