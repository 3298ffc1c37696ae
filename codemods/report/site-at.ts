import type { Site } from './report';

/** The fields of a site that locate its calls. */
export type SitePlace = Pick<Site, 'line' | 'before' | 'calls'>;

/**
 * Whether a call at a line belongs to the site: the line is one of the site's own, or one of its `calls`.
 *
 * @param line line of the site's file, 1-based, before the migration
 */
export function standsAt({ line: first, before, calls = [] }: SitePlace, line: number): boolean {
  const last = first + before.trimEnd().split('\n').length - 1;
  return (first <= line && line <= last) || calls.some((call) => call.line === line);
}
