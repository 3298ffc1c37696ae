import { createHash } from 'node:crypto';
import type { Site } from './report';

/** The code of a site without what formatters change: white space, quotes, a trailing comma or semicolon. */
export function normalisedCode(code: string): string {
  return code
    .replace(/["'`]/g, "'")
    .replace(/\s+/g, '')
    .replace(/[,;]+(?=[)\]}]|$)/g, '');
}

/**
 * An identity for each site that does not change when lines move or code is formatted: rule, file, normalised code, and the
 * site's number among equal ones, counted from the top. Twelve hexadecimal digits; links, fingerprints and comparisons use it.
 */
export function identify(sites: readonly Site[]): ReadonlyMap<Site, string> {
  const seen = new Map<string, number>();
  return new Map(
    [...sites].sort(byPlace).map((site) => {
      const key = JSON.stringify([site.rule, site.file, normalisedCode(site.before)]);
      const occurrence = (seen.get(key) ?? 0) + 1;
      seen.set(key, occurrence);
      return [site, createHash('sha256').update(`${key}#${occurrence}`).digest('hex').slice(0, 12)];
    }),
  );
}

function byPlace(a: Site, b: Site): number {
  return a.line - b.line || a.column - b.column;
}
