import type { Report } from '../../report/report';
import { blindSpotPlace, blindSpotText } from '../../reports/blind-spot-text';
import type { Done } from './repository-state';

/** Limits that keep a state small; the complete report lies beside it. */
const MAX_GROUPS = 20;
const MAX_TEXT = 300;

type Summary = Pick<Done, 'summary' | 'review' | 'failedFiles' | 'blindSpots' | 'accepted'>;

/** Extracts what the fleet report shows from a repository's report. */
export function summariseReport(report: Report): Summary {
  const groups = new Map<string, Done['review'][number]>();
  for (const site of report.sites) {
    if (site.status !== 'review') continue;
    const reason = (site.reason ?? 'Needs a person').slice(0, MAX_TEXT);
    const key = JSON.stringify([site.rule, reason]);
    const group = groups.get(key) ?? {
      rule: site.rule,
      reason,
      sites: 0,
      first: `${site.file}:${site.line}`.slice(-MAX_TEXT),
    };
    groups.set(key, { ...group, sites: group.sites + 1 });
  }
  const { blindSpots = [], accepted = [] } = report;
  return {
    summary: report.summary,
    review: [...groups.values()].sort((a, b) => b.sites - a.sites).slice(0, MAX_GROUPS),
    failedFiles: report.files
      .filter((file) => file.status === 'failed')
      .slice(0, MAX_GROUPS)
      .map(({ file, error }) => ({
        file: file.slice(-MAX_TEXT),
        error: (error ?? 'failed').slice(0, MAX_TEXT),
      })),
    blindSpots: {
      count: blindSpots.length,
      first: blindSpots.slice(0, MAX_GROUPS).map((spot) => ({
        reason: blindSpotText(spot).slice(0, MAX_TEXT),
        where: blindSpotPlace(spot).slice(-MAX_TEXT),
      })),
    },
    accepted: accepted.length,
  };
}
