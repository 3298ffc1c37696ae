import type { BlindSpot, LeftAlone, Report } from '../report/report';
import { countOf } from './words';

export const BLIND_SPOTS_TITLE = 'Blind spots';

export const BLIND_SPOTS_TEXT =
  'Places that were not read, or that cannot be seen through: they may hide legacy use, and a check fails on each.';

/** `src/generated/api.js:12`, as far as it has a line. */
export function blindSpotPlace({ file, line }: Pick<BlindSpot, 'file' | 'line'>): string {
  return line === undefined ? file : `${file}:${line}`;
}

/** What could not be seen, with the number of uses that hang on it where that is known. */
export function blindSpotText({ reason, uses }: BlindSpot): string {
  return uses === undefined ? reason : `${reason} (${countOf(uses, 'use')})`;
}

/** `12 legacy names are somebody else's: 10 by type, 2 by values`; undefined where there are none. */
export function leftAloneText(leftAlone: LeftAlone | undefined): string | undefined {
  if (leftAlone === undefined || leftAlone.names === 0) return undefined;
  const evidence = Object.entries(leftAlone.byEvidence)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([kind, count]) => `${count} by ${kind}`);
  const { names } = leftAlone;
  return `${countOf(names, 'legacy name')} left alone, shown to be somebody else's: ${evidence.join(', ')}`;
}

/** What a report without a site may say: none is there only where nothing was out of sight, and something was to be seen. */
export function nothingFound({ summary: { filesWithSdk }, blindSpots = [] }: Report): string {
  if (blindSpots.length > 0) {
    return `No legacy use found in what was read; ${countOf(blindSpots.length, 'blind spot')}`;
  }
  return filesWithSdk === 0
    ? 'No legacy use found, and nothing to look at: no file of these names the SDK'
    : 'No legacy use found';
}
