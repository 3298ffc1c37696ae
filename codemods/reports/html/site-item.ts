import type { Mode, Site } from '../../report/report';
import { type DiffLine, type Piece, siteDiff } from '../site-diff';
import { usageText } from '../usage-text';
import type { Wording } from '../wording';
import { placeOf, REVIEW_WORD, rewrittenWord } from '../words';
import { escaped, markup, prose } from './escape';

export interface SiteItem {
  wording: Wording;
  site: Site;
  identity: string;
  mode: Mode;
  /** Why it is for review, where the rule's own advice does not say it. */
  why: string | undefined;
  /** Address of its code, where that is known. */
  source: string | undefined;
  /** Shown where the report knows owners. */
  owners: readonly string[];
}

/**
 * One site of the list, with the link to share, its diff, and what a person must know. In as few elements as it takes: a page may have
 * tens of thousands of these.
 */
export function siteItem({ site, identity, mode, wording, why, source, owners }: SiteItem): string {
  const reason =
    site.status === 'review' ? (why ?? wording.ruleText(site.rule, site.code).advice) : site.reason;
  const meta = [
    site.status === 'review' ? REVIEW_WORD : rewrittenWord[mode],
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
    `<pre class="diff">${siteDiff(site).map(diffLine).join('')}</pre>`,
    reason === undefined ? '' : `<p>${prose(reason)}</p>`,
    site.because === undefined ? '' : `<p class="muted">${prose(`Because ${site.because}`)}</p>`,
    site.notes.length === 0
      ? ''
      : `<ul class="notes">${site.notes.map((note) => `<li>${prose(note)}</li>`).join('')}</ul>`,
    '</li>',
  ].join('');
}

/** A name that is written from right to left must not turn what stands beside it around; ASCII cannot. */
function isolated(name: string): string {
  return /^[ -~]*$/.test(name) ? escaped(name) : `<bdi>${escaped(name)}</bdi>`;
}

const elements: Readonly<Record<DiffLine['kind'], string>> = { same: 'span', removed: 'del', added: 'ins' };

function diffLine(line: DiffLine): string {
  const element = elements[line.kind];
  return `<${element}>${line.pieces.map(piece).join('')}</${element}>`;
}

function piece({ text, changed }: Piece): string {
  return changed ? `<b>${markup(text)}</b>` : markup(text);
}
