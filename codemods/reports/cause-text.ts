import type { Cause, Report, Site } from '../report/report';
import { countOf } from './words';

export const CAUSES_TITLE = 'Questions to settle';

export const CAUSES_TEXT = 'Each answer settles every site that follows from it.';

/** `482 sites follow from`; the place of the cause follows. */
export function followText({ sites }: Cause): string {
  return `${countOf(sites, 'site follows', 'sites follow')} from`;
}

/** The reason why a site is for review. If it follows from a question, only refers to the question's place. */
export function reasonsOf({ causes = [] }: Report): (site: Site) => string | undefined {
  const places = new Map(causes.map(({ id, file, line }) => [id, `${file}:${line}`]));
  return ({ cause, reason }) => {
    const place = cause === undefined ? undefined : places.get(cause);
    return place === undefined ? reason : `Follows from the question about ${place}`;
  };
}
