import type { SiteUsage, UnseenSite } from '../report/report';
import { countOf, dayOf } from './words';

export const UNSEEN_TITLE = 'Unseen by the scan';

export const UNSEEN_ADVICE =
  'Production ran these, and the scan found no source for them: they are the ones that would break. Look for code outside the scanned folders, in generated files or in a dependency, or for a call whose name is computed at run time.';

/** `src/cards.js:41:22`, without the parts that the usage log does not have. */
export function unseenPlace({ file, line, column }: UnseenSite): string {
  return file === undefined
    ? 'caller unknown'
    : [file, line, column].filter((part) => part !== undefined).join(':');
}

/** `ran 1,204 times, last 2026-11-02, in release 4.2.0`. */
export function usageText(usage: SiteUsage | UnseenSite): string {
  const moved = 'matched' in usage && usage.matched === 'moved' ? ' (its line moved since)' : '';
  const [first, ...others] = usage.releases;
  const releases =
    first === undefined
      ? ''
      : `, in ${others.length > 0 ? 'releases' : 'release'} ${[first, ...others].join(', ')}`;
  return `ran ${countOf(usage.count, 'time')}, last ${dayOf(usage.lastSeen)}${releases}${moved}`;
}
