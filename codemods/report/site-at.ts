import type { Site } from './report';

/** What tells where a site runs. */
export type SitePlace = Pick<Site, 'line' | 'before' | 'calls'>;

/**
 * Whether a call that runs at a line is the site's: it stands on the site's own lines, or is one that sends what the site is in.
 *
 * @param line of the site's file, 1-based, before the migration
 */
export function standsAt({ line: first, before, calls = [] }: SitePlace, line: number): boolean {
  const last = first + before.trimEnd().split('\n').length - 1;
  return (first <= line && line <= last) || calls.some((call) => call.line === line);
}
