import type { Report, Site } from '../report/report';
import type { RequestDifference } from './compare-requests';

/** A difference, with the site of the report that it belongs to, where the wrapper could tell who asked. */
export interface ExplainedDifference extends RequestDifference {
  site: Site | undefined;
}

/** Joins a difference to the site on whose lines the request was made. */
export function explained(difference: RequestDifference, { sites }: Report): ExplainedDifference {
  const place = placeOf(difference.before?.caller) ?? placeOf(difference.after?.caller);
  const site =
    place &&
    sites.find(({ file, line, before }) => {
      const last = line + before.split('\n').length - 1;
      return file === place.file && line <= place.line && place.line <= last;
    });
  return { ...difference, site };
}

function placeOf(caller: string | undefined): { file: string; line: number } | undefined {
  const [, file, line] = /^(.+?):(\d+)(?::\d+)?$/.exec(caller ?? '') ?? [];
  return file === undefined ? undefined : { file, line: Number(line) };
}
