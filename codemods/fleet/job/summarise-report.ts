import type { Report } from '../../report/report';
import { blindSpotPlace, blindSpotText } from '../../reports/blind-spot-text';
import { numberOf } from '../../reports/words';
import type { Done } from './repository-state';

/** Limits that keep a state small; the complete report lies beside it. Reasons are added up over all repositories. */
const MAX_REASONS = 1000;
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
    review: withoutMany([...groups.values()].sort((a, b) => b.sites - a.sites)),
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

/** Adds the rest up as one reason, so that no site goes uncounted. */
function withoutMany(groups: Done['review']): Done['review'] {
  const rest = groups.slice(MAX_REASONS);
  const [first] = rest;
  if (first === undefined) return groups;
  const sites = rest.reduce((sum, group) => sum + group.sites, 0);
  const reason = `${numberOf(rest.length)} more reasons, which the repository's own report has`;
  return [...groups.slice(0, MAX_REASONS), { ...first, reason, sites }];
}
