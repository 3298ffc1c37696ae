import type { Mode, Site } from '../../report/report';
import { type DiffLine, type Piece, siteDiff } from '../site-diff';
import { usageText } from '../usage-text';
import type { Wording } from '../wording';
import { REVIEW_WORD, rewrittenWord } from '../words';
import { escaped, markup, path, prose } from './escape';

export interface SiteItem {
  wording: Wording;
  site: Site;
  identity: string;
  mode: Mode;
  /** Values of the filters. */
  rule: number;
  folder: number;
  owner: readonly number[];
  /** Shown where the report knows owners. */
  owners: readonly string[];
}

/** One site of the list, with the link to share, its diff, and what a person must know. */
export function siteItem(item: SiteItem): string {
  const { site, identity } = item;
  const reason =
    site.status === 'review'
      ? (site.reason ?? item.wording.ruleText(site.rule, site.code).advice)
      : site.reason;
  const meta = [
    `<span class="status">${site.status === 'review' ? REVIEW_WORD : rewrittenWord[item.mode]}</span>`,
    `<span>${escaped(site.rule)}</span>`,
    ...(site.function === undefined
      ? []
      : [`<span>in <bdi class="mono">${escaped(site.function)}</bdi></span>`]),
    ...(item.owners.length === 0 ? [] : [`<span><bdi>${escaped(item.owners.join(', '))}</bdi></span>`]),
    ...(site.usage ? [`<span>${escaped(usageText(site.usage))}</span>`] : []),
  ];
  return [
    `<li class="site" id="site-${identity}" tabindex="-1" data-status="${site.status}" data-rule="${item.rule}" data-folder="${item.folder}" data-owner="${item.owner.join(' ')}">`,
    `<h4 class="mono"><a href="#site-${identity}"><bdi>${path(site.file)}</bdi><span class="at">:${site.line}:${site.column}</span></a></h4>`,
    `<div class="meta">${meta.join(' ')}</div>`,
    `<pre class="diff"><code>${siteDiff(site).map(diffLine).join('')}</code></pre>`,
    reason === undefined ? '' : `<p>${prose(reason)}</p>`,
    site.notes.length === 0
      ? ''
      : `<ul class="notes">${site.notes.map((note) => `<li>${prose(note)}</li>`).join('')}</ul>`,
    '</li>',
  ].join('');
}

const elements: Readonly<Record<DiffLine['kind'], string>> = { same: 'span', removed: 'del', added: 'ins' };

function diffLine(line: DiffLine): string {
  const element = elements[line.kind];
  return `<${element} class="line">${line.pieces.map(piece).join('')}</${element}>`;
}

function piece({ text, changed }: Piece): string {
  return changed ? `<b>${markup(text)}</b>` : markup(text);
}
