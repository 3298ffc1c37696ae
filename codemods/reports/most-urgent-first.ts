import type { Report, Site } from '../report/report';
import { placeOf } from './words';

/**
 * The report with its sites in the order in which a person wants them: what is new since an earlier report, then what production runs
 * most. Without either, as they were.
 */
export function mostUrgentFirst(report: Report): Report {
  const appeared = new Set((report.comparison?.appeared ?? []).map(keyOf));
  if (appeared.size === 0 && report.usage === undefined) return report;
  const isNew = (site: Site) => Number(appeared.has(keyOf(site)));
  const runs = (site: Site) => site.usage?.count ?? 0;
  return {
    ...report,
    sites: [...report.sites].sort((a, b) => isNew(b) - isNew(a) || runs(b) - runs(a)),
  };
}

const keyOf = (site: Site): string => `${placeOf(site)} ${site.rule}`;
