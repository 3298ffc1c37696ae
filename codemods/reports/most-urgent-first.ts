import type { Cause, Report, Site } from '../report/report';
import { placeOf } from './words';

/**
 * Sorts the sites of a report: first those that are new since an earlier report, then those that production runs most. Without either,
 * keeps the order.
 */
export function mostUrgentFirst(report: Report): Report {
  const appeared = new Set((report.comparison?.appeared ?? []).map(keyOf));
  if (appeared.size === 0 && report.usage === undefined) return report;
  const isNew = (site: Site) => Number(appeared.has(keyOf(site)));
  const runs = (site: Site) => site.usage?.count ?? 0;
  const sites = [...report.sites].sort((a, b) => isNew(b) - isNew(a) || runs(b) - runs(a));
  if (!report.causes) return { ...report, sites };
  // A cause is new if one of its sites is new, and its runs are the sum of theirs. Equal causes keep their order.
  const urgency = new Map<string, { isNew: number; runs: number }>();
  for (const site of sites) {
    if (site.cause === undefined) continue;
    const known = urgency.get(site.cause) ?? { isNew: 0, runs: 0 };
    urgency.set(site.cause, { isNew: Math.max(known.isNew, isNew(site)), runs: known.runs + runs(site) });
  }
  const of = ({ id }: Cause) => urgency.get(id) ?? { isNew: 0, runs: 0 };
  const causes = [...report.causes].sort((a, b) => of(b).isNew - of(a).isNew || of(b).runs - of(a).runs);
  return { ...report, sites, causes };
}

const keyOf = (site: Site): string => `${placeOf(site)} ${site.rule}`;
