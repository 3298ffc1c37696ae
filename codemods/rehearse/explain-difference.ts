import type { Report, Site } from '../report/report';
import { standsAt } from '../report/site-at';
import type { RequestDifference } from './compare-requests';

/** A difference, with the site of the report that it belongs to, where the wrapper could tell who asked. */
export interface ExplainedDifference extends RequestDifference {
  site: Site | undefined;
}

/** Joins a difference to the site that the request was made at. */
export function explained(difference: RequestDifference, { sites }: Report): ExplainedDifference {
  const place = placeOf(difference.before?.caller) ?? placeOf(difference.after?.caller);
  const site = place && sites.find((each) => each.file === place.file && standsAt(each, place.line));
  return { ...difference, site };
}

function placeOf(caller: string | undefined): { file: string; line: number } | undefined {
  const [, file, line] = /^(.+?):(\d+)(?::\d+)?$/.exec(caller ?? '') ?? [];
  return file === undefined ? undefined : { file, line: Number(line) };
}
