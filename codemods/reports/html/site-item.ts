import type { Outcome } from '../../report/outcome';
import type { Site } from '../../report/report';
import type { DiffLine } from '../site-diff';
import { usageText } from '../usage-text';
import type { Wording } from '../wording';
import { placeOf, REVIEW_WORD, rewrittenWord } from '../words';
import { escaped, markup, prose } from './escape';

export interface SiteItem {
  wording: Wording;
  site: Site;
  identity: string;
  diff: readonly DiffLine[];
  outcome: Outcome;
  /** Reason for review, unless the rule's advice says it. */
  why: string | undefined;
  /** Address of the site's code, if known. */
  source: string | undefined;
  /** Code owners; empty if unknown. */
  owners: readonly string[];
}

/**
 * One site of the list, with its link, diff and notes. Uses as few elements as possible, since a page may have tens of thousands of
 * sites.
 */
export function siteItem({ site, identity, diff, outcome, wording, why, source, owners }: SiteItem): string {
  const reason =
    site.status === 'review' ? (why ?? wording.ruleText(site.rule, site.code).advice) : site.reason;
  const meta = [
    site.status === 'review' ? REVIEW_WORD : rewrittenWord[outcome],
    isolated(site.rule),
    ...(site.code === undefined ? [] : [escaped(site.code)]),
    ...(site.function === undefined ? [] : [`in ${isolated(site.function)}`]),
    ...(owners.length === 0 ? [] : [isolated(owners.join(', '))]),
    ...(site.usage ? [escaped(usageText(site.usage))] : []),
    ...(source === undefined ? [] : [`<a href="${escaped(source)}">source</a>`]),
  ];
  return [
    `<li class="site" id="site-${identity}">`,
    `<h4><a href="#site-${identity}">${isolated(placeOf(site))}</a></h4>`,
    `<p class="meta">${meta.join(' · ')}</p>`,
    `<pre class="diff">${diff.map(diffLine).join('')}</pre>`,
    reason === undefined ? '' : `<p>${prose(reason)}</p>`,
    site.because === undefined ? '' : `<p class="muted">${prose(`Because ${site.because}`)}</p>`,
    site.notes.length === 0
      ? ''
      : `<ul class="notes">${site.notes.map((note) => `<li>${prose(note)}</li>`).join('')}</ul>`,
    '</li>',
  ].join('');
}

/** Isolates a name that may be written from right to left, so that it does not reorder the text beside it. ASCII needs no isolation. */
function isolated(name: string): string {
  return /^[ -~]*$/.test(name) ? escaped(name) : `<bdi>${escaped(name)}</bdi>`;
}

const elements: Readonly<Record<DiffLine['kind'], string>> = { same: 'span', removed: 'del', added: 'ins' };

function diffLine(line: DiffLine): string {
  const element = elements[line.kind];
  return `<${element}>${line.pieces.map(({ text }) => markup(text)).join('')}</${element}>`;
}

/**
 * The changed words of a diff: line, start and end of each, one after the other, in UTF-16 units. The page's script marks them
 * in what is on the screen: elements for them would make a fourth of a large page's loading time.
 */
export function changedWords(diff: readonly DiffLine[]): number[] {
  return diff.flatMap(({ pieces }, line) => {
    let end = 0;
    return pieces.flatMap(({ text, changed }) => {
      const start = end;
      end += text.length;
      return changed ? [line, start, end] : [];
    });
  });
}
