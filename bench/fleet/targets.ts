import type { Target } from '../codemods/result';
import { atMost } from '../codemods/targets';

/** Largest measured value that still meets the claim. */
const limits = { workersOverRun: 1.1 } as const;

/** Median seconds of the ways in the claim. */
export interface Seconds {
  run: number;
  workers: number;
}

/** The claim of the project about its queue. */
export function targetsOf({ run, workers }: Seconds, concurrency: number): Target[] {
  return [
    atMost(
      `${concurrency} workers on Redis, over ${concurrency} at a time on one machine`,
      limits.workersOverRun,
      workers / run,
      '×',
    ),
  ];
}
