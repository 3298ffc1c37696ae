import type { Target } from '../codemods/result';
import { atMost } from '../codemods/targets';

/** Measured values that still meet the claims. */
const limits = { workersOverRun: 1.1, throughputOverLoop: 1 } as const;

/** Median seconds of the ways that the claims are about. */
export interface Seconds {
  loop: number;
  run: number;
  workers: number;
}

/** The claims of the project about its fleets. */
export function targetsOf({ loop, run, workers }: Seconds, concurrency: number): Target[] {
  const throughput = loop / run;
  return [
    {
      claim: `\`fleet run\`, throughput over the shell loop: at least ${limits.throughputOverLoop} ×`,
      measured: `${throughput.toFixed(2)} ×`,
      met: throughput >= limits.throughputOverLoop,
    },
    atMost(
      `${concurrency} workers on Redis, over ${concurrency} at a time on one machine`,
      limits.workersOverRun,
      workers / run,
      '×',
    ),
  ];
}
