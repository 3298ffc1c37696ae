import { parseArgs } from 'node:util';

export interface FleetBenchOptions {
  repositories: number;
  files: number;
  runs: number;
  concurrency: number;
}

export const usage = `usage: npm run bench:fleet -- [options]

  --repositories 200   generated repositories
  --files 300          source files in each
  --runs 3             measured runs of each way
  --concurrency 2      repositories at a time, and workers on the queue
`;

/** @throws {TypeError} naming the option at fault */
export function fleetBenchOptions(args: string[]): FleetBenchOptions {
  const { values } = parseArgs({
    args,
    options: {
      repositories: { type: 'string', default: '200' },
      files: { type: 'string', default: '300' },
      runs: { type: 'string', default: '3' },
      concurrency: { type: 'string', default: '2' },
    },
  });
  return {
    repositories: whole('--repositories', values.repositories),
    files: whole('--files', values.files),
    runs: whole('--runs', values.runs),
    concurrency: whole('--concurrency', values.concurrency),
  };
}

function whole(option: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new TypeError(`${option} takes whole numbers from 1, not ${JSON.stringify(text)}`);
}
