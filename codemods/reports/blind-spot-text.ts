import type { BlindSpot, LeftAlone, Report } from '../report/report';
import { countOf } from './words';

export const BLIND_SPOTS_TITLE = 'Blind spots';

export const BLIND_SPOTS_TEXT =
  'Places that were not read, or that cannot be seen through: they may hide legacy use, and a check fails on each.';

/** `src/generated/api.js:12`, or the file alone without a line. */
export function blindSpotPlace({ file, line }: Pick<BlindSpot, 'file' | 'line'>): string {
  return line === undefined ? file : `${file}:${line}`;
}

/** The reason of a blind spot, with the number of uses behind it if known. */
export function blindSpotText({ reason, uses }: BlindSpot): string {
  return uses === undefined ? reason : `${reason} (${countOf(uses, 'use')})`;
}

/** Number of legacy names that are not the provider's, by kind of evidence; `undefined` if there are none. */
export function leftAloneText(leftAlone: LeftAlone | undefined): string | undefined {
  if (leftAlone === undefined || leftAlone.names === 0) return undefined;
  const evidence = Object.entries(leftAlone.byEvidence)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([kind, count]) => `${count} by ${kind}`);
  const { names } = leftAlone;
  return `${countOf(names, 'legacy name')} left alone, shown to be somebody else's: ${evidence.join(', ')}`;
}

/**
 * Text for a report without sites. Qualifies the result if something was not read, was accepted or was not looked for, or if no file names
 * the SDK.
 */
export function nothingFound(report: Report): string {
  const { summary, blindSpots = [], accepted = [], rules } = report;
  const { filesWithSdk, filesFailed } = summary;
  const unread = [
    ...(blindSpots.length > 0 ? [countOf(blindSpots.length, 'blind spot')] : []),
    ...(filesFailed > 0 ? [`${countOf(filesFailed, 'file')} failed`] : []),
  ];
  const found = rules === undefined ? 'No legacy use found' : `No legacy use found by ${rulesText(rules)}`;
  if (unread.length > 0) return `${found} in what was read; ${unread.join(', ')}`;
  if (rules !== undefined) return found;
  if (accepted.length > 0) {
    return `No legacy use left besides ${countOf(accepted.length, 'accepted place')}`;
  }
  return filesWithSdk === 0
    ? 'No legacy use found, and nothing to look at: no file of these names the SDK'
    : found;
}

const rulesText = (rules: readonly string[]): string =>
  rules.length === 1 ? `${rules[0]}, the only rule asked` : `${rules.join(', ')}, the only rules asked`;
