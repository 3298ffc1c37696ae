import { outcomeOf } from '../../report/outcome';
import type { Report } from '../../report/report';
import { nothingFound } from '../blind-spot-text';
import { percentDone } from '../tally';
import { countOf, numberOf, placeOf, REVIEW_WORD, rewrittenWord } from '../words';
import { ring } from './chart';
import { path, prose } from './escape';
import type { View } from './view';

/** One sentence: the number of sites found and rewritten. */
export function headline(report: Report): string {
  const { sites, rewritten } = report.summary;
  if (sites === 0) return nothingFound(report);
  if (outcomeOf(report) === 'write')
    return `${numberOf(rewritten)} of ${countOf(sites, 'legacy use')} rewritten`;
  return `${numberOf(rewritten)} of ${countOf(sites, 'legacy use')} can be rewritten by machine`;
}

/** The sentence, the figures and the chart: progress at a glance. */
export function hero(report: Report, view: View): string {
  const { summary } = report;
  const spots = report.blindSpots?.length ?? 0;
  const lead = [
    summary.review + spots === 0 ? 'Nothing is left for a person to settle.' : '',
    summary.review === 0
      ? ''
      : `${countOf(summary.review, 'site needs', 'sites need')} a person: the list says why, and what to do.`,
    spots === 0 ? '' : `${countOf(spots, 'blind spot')} may hide legacy use.`,
    summary.filesFailed > 0 ? `${countOf(summary.filesFailed, 'file')} failed and stayed untouched.` : '',
  ];
  const figures: readonly [name: string, value: number, kind: string][] = [
    ['legacy uses', summary.sites, ''],
    [rewrittenWord[outcomeOf(report)], summary.rewritten, 'done'],
    [REVIEW_WORD, summary.review, 'todo'],
    ['files scanned', summary.filesScanned, ''],
    [outcomeOf(report) === 'write' ? 'files changed' : 'files to change', summary.filesChanged, ''],
    ...(summary.filesFailed > 0
      ? [['files failed', summary.filesFailed, 'lost'] as [string, number, string]]
      : []),
  ];
  // Without sites there is no percentage to show.
  const chart =
    summary.sites === 0
      ? ''
      : ring(
          [
            { kind: 'done', count: summary.rewritten, label: rewrittenWord[outcomeOf(report)] },
            { kind: 'todo', count: summary.review, label: REVIEW_WORD },
          ],
          percentDone(summary),
        );
  return [
    '<div class="hero"><div>',
    `<h1>${headline(report)}</h1>`,
    `<p class="lead">${lead.filter((sentence) => sentence !== '').join(' ')}</p>`,
    startHere(report, view),
    '<dl class="figures">',
    ...figures.map(
      ([name, value, kind]) => `<div class="${kind}"><dt>${name}</dt><dd>${numberOf(value)}</dd></div>`,
    ),
    '</dl></div>',
    chart,
    '</div>',
  ].join('\n');
}

/** Links the first site for review from the first screen. */
function startHere(report: Report, view: View): string {
  const site = report.sites.find(({ status }) => status === 'review');
  if (!site) return '';
  const cause = report.causes?.find(({ id }) => id === site.cause);
  const reason = cause?.question ?? site.reason ?? view.wording.ruleText(site.rule, site.code).advice;
  return `<p class="start">Start with <a href="#site-${view.identities.get(site)}"><bdi class="mono">${path(placeOf(site))}</bdi></a>. ${prose(reason)}</p>`;
}
