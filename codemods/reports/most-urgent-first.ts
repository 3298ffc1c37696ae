import type { Cause, Report, Site } from '../report/report';
import { placeOf } from './words';

/**
 * Sorts the sites of a report: first those that are new since an earlier report, then those that production runs most. Without either,
 * keeps the order.
 */
export function mostUrgentFirst(report: Report): Report {
  const isNew = newIn(report);
  if (isNew === undefined && report.usage === undefined) return report;
  const urgencyOf = (site: Site): Urgency => ({ isNew: Number(isNew?.(site) ?? false), runs: runsOf(site) });
  const sites = [...report.sites].sort((a, b) => moreUrgent(urgencyOf(a), urgencyOf(b)));
  if (!report.causes) return { ...report, sites };
  // A cause is new if one of its sites is new, and its runs are the sum of theirs. Equal causes keep their order.
  const urgency = new Map<string, Urgency>();
  for (const site of sites) {
    if (site.cause === undefined) continue;
    const known = urgency.get(site.cause) ?? NOT_URGENT;
    const own = urgencyOf(site);
    urgency.set(site.cause, {
      isNew: Math.max(known.isNew, own.isNew),
      runs: known.runs + own.runs,
    });
  }
  const of = ({ id }: Cause) => urgency.get(id) ?? NOT_URGENT;
  const causes = [...report.causes].sort((a, b) => moreUrgent(of(a), of(b)));
  return { ...report, sites, causes };
}

/**
 * The rules of some sites, each once: that of the most urgent site first, and otherwise in the given order.
 *
 * @param sites of a report that is sorted by urgency
 */
export function rulesOf(
  report: Report,
  sites: readonly Site[],
  byRule: (a: string, b: string) => number,
): string[] {
  const isNew = newIn(report);
  const first = new Map<string, Urgency>();
  for (const site of sites) {
    if (first.has(site.rule)) continue;
    first.set(site.rule, { isNew: Number(isNew?.(site) ?? false), runs: runsOf(site) });
  }
  return [...first]
    .sort(([a, one], [b, other]) => moreUrgent(one, other) || byRule(a, b))
    .map(([rule]) => rule);
}

/** Tells the sites that are new since the earlier report; `undefined` if none is, or if there is no earlier report. */
export function newIn({ comparison }: Report): ((site: Site) => boolean) | undefined {
  const appeared = new Set((comparison?.appeared ?? []).map(keyOf));
  return appeared.size === 0 ? undefined : (site) => appeared.has(keyOf(site));
}

interface Urgency {
  /** 1 if new since the earlier report, else 0. */
  isNew: number;
  /** Calls that production made. */
  runs: number;
}

const NOT_URGENT: Urgency = { isNew: 0, runs: 0 };

const moreUrgent = (a: Urgency, b: Urgency): number => b.isNew - a.isNew || b.runs - a.runs;

const runsOf = (site: Site): number => site.usage?.count ?? 0;

const keyOf = (site: Site): string => `${placeOf(site)} ${site.rule}`;
