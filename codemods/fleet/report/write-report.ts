import { visibleJson } from '../../report/visible';
import type { RepositoryState } from '../job/repository-state';
import type { OutFolder } from '../out-folder';
import { buildFleetReport, type Listed } from './build-report';
import { type FleetReport, fleetReportSchema } from './fleet-report';
import { pastRuns, recordRun } from './history';
import { fleetHtml } from './html/page';
import { fleetMarkdown } from './markdown';

export interface WriteReport {
  out: OutFolder;
  /** The fleet's repositories; by default those of the last report. */
  listed?: readonly Listed[];
  toolVersion: string;
  /** Whether a run has finished: the trend records only those. */
  finished: boolean;
  now: Date;
}

/** Writes `fleet.json`, `fleet.md` and `fleet.html` from the states in the folder. */
export function writeFleetReport({ out, listed, toolVersion, finished, now }: WriteReport): FleetReport {
  const states = out.states();
  const entries = listed ?? lastListed(out) ?? states;
  const listedSlugs = new Set(entries.map(({ slug }) => slug));
  const known = states.filter(({ slug }) => listedSlugs.has(slug));
  if (finished) recordRun(out, known, now);
  const report = buildFleetReport({
    listed: entries,
    states: new Map<string, RepositoryState>(known.map((state) => [state.slug, state])),
    history: pastRuns(out),
    toolVersion,
    generatedAt: now,
  });
  out.write('fleet.json', visibleJson(report));
  out.write('fleet.md', fleetMarkdown(report));
  out.write('fleet.html', fleetHtml(report));
  return report;
}

/** The repositories of the last report, including those that no run has reached. */
function lastListed(out: OutFolder): readonly Listed[] | undefined {
  try {
    return fleetReportSchema.parse(JSON.parse(out.read('fleet.json') ?? '')).repositories;
  } catch {
    return undefined;
  }
}
