import type { Report, Site } from '../report/report';
import { standsAt } from '../report/site-at';
import { findSiteOf } from '../report/usage';
import type { UsedSite } from '../report/usage-log';
import type { RequestDifference } from './compare-requests';

/** A difference with its site in the report, if the wrapper knows the call site. */
export interface ExplainedDifference extends RequestDifference {
  site: Site | undefined;
}

/**
 * Joins a difference to the site that made the request. The lines of compiled code match no site; there the site is found by the legacy
 * use that the wrapper logged at the same line.
 *
 * @param uses legacy uses of the run before the migration
 */
export function explained(
  difference: RequestDifference,
  { sites }: Report,
  uses: readonly UsedSite[],
): ExplainedDifference {
  const place = placeOf(difference.before?.caller) ?? placeOf(difference.after?.caller);
  if (!place) return { ...difference, site: undefined };
  const { file, line } = place;
  const onLine = sites.find((each) => each.file === file && standsAt(each, line));
  const use = uses.find((each) => each.line === line && isPartOf(file, each.file));
  return { ...difference, site: onLine ?? (use && findSiteOf(use, sites)) };
}

/** The file of a use is relative to the working directory of its process, which may be below the root. */
const isPartOf = (file: string, used: string | null): boolean => file === used || file.endsWith(`/${used}`);

function placeOf(caller: string | undefined): { file: string; line: number } | undefined {
  const [, file, line] = /^(.+?):(\d+)(?::\d+)?$/.exec(caller ?? '') ?? [];
  return file === undefined ? undefined : { file, line: Number(line) };
}
