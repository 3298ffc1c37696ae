import { z } from 'zod';
import type { RepositoryState } from '../job/repository-state';
import type { OutFolder } from '../out-folder';

/** Counts of one finished run, kept for the trend. */
const runSchema = z.object({
  schemaVersion: z.literal(1),
  at: z.iso.datetime(),
  repositories: z.record(
    z.string(),
    z.object({ sites: z.number(), review: z.number(), failed: z.boolean() }),
  ),
});

export type PastRun = z.infer<typeof runSchema>;

/** Earlier runs, oldest first. An unreadable file is left out: a gap in the trend is better than no report. */
export function pastRuns(out: OutFolder): PastRun[] {
  return out
    .list('history')
    .filter((file) => file.endsWith('.json'))
    .map((file) => parse(out.read(`history/${file}`)))
    .filter((run) => run !== undefined)
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}

function parse(text: string | undefined): PastRun | undefined {
  try {
    return runSchema.parse(JSON.parse(text ?? ''));
  } catch {
    return undefined;
  }
}

/** Adds the run that has just finished, unless its counts are those of the last run. */
export function recordRun(out: OutFolder, states: readonly RepositoryState[], at: Date): void {
  const last = pastRuns(out).at(-1);
  const run: PastRun = {
    schemaVersion: 1,
    at: at.toISOString(),
    repositories: Object.fromEntries(
      states.map((state) => [state.slug, countsOf(state, last?.repositories[state.slug])]),
    ),
  };
  if (last !== undefined && JSON.stringify(last.repositories) === JSON.stringify(run.repositories)) return;
  out.write(`history/${run.at.replace(/[:.]/g, '-')}.json`, `${JSON.stringify(run)}\n`);
}

type Counts = PastRun['repositories'][string];

/** A failed repository keeps its last known counts, since its legacy uses are not gone. */
const countsOf = ({ outcome }: RepositoryState, before: Counts | undefined): Counts =>
  outcome.status === 'done'
    ? { sites: outcome.summary.sites, review: outcome.summary.review, failed: false }
    : { sites: before?.sites ?? 0, review: before?.review ?? 0, failed: true };
