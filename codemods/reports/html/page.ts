import { outcomeOf } from '../../report/outcome';
import type { Report } from '../../report/report';
import type { Owners } from '../codeowners';
import type { SourceLinks } from '../source-links';
import { tallyByFolder, tallyByOwner, tallyByRule } from '../tally';
import type { Wording } from '../wording';
import { countOf, durationOf, outcomeWord, timeOf } from '../words';
import { type Breakdown, breakdown } from './breakdown';
import { documentOf } from './document';
import { escaped } from './escape';
import { headline, hero } from './hero';
import { script } from './script';
import {
  accepted,
  advice,
  answers,
  blindSpots,
  causes,
  comparison,
  failures,
  orderOfRollOut,
  ruleTexts,
  unseen,
  verification,
} from './sections';
import { siteData, siteList } from './site-list';
import { style } from './style';
import { type View, viewOf } from './view';

export interface HtmlOptions {
  wording: Wording;
  codeowners?: Owners | undefined;
  sourceLinks?: SourceLinks | undefined;
}

/** One self-contained page: it loads nothing, and shows everything without scripts. */
export function html(report: Report, { wording, codeowners, sourceLinks }: HtmlOptions): string {
  const view = viewOf(report, wording, codeowners, sourceLinks);
  return documentOf({
    title: `${headline(report)} · ${report.tool.name}`,
    style,
    script,
    body: [
      '<a class="skip" href="#sites">Skip to the sites</a>',
      '<header class="top"><div class="page">',
      `<p class="eyebrow">${escaped(wording.title)} · ${outcomeWord[outcomeOf(report)]} · <time datetime="${escaped(report.startedAt)}">${escaped(timeOf(report.startedAt))}</time></p>`,
      '<button class="plain" type="button" id="theme" hidden>Dark theme</button>',
      '</div></header>',
      '<main class="page">',
      hero(report, view),
      unseen(report),
      comparison(report, view),
      causes(report, view),
      breakdowns(report, view),
      orderOfRollOut(report, view),
      failures(report),
      blindSpots(report),
      verification(report),
      advice(report, view),
      siteList(report, view),
      accepted(report),
      answers(report),
      ruleTexts(report, view),
      '</main>',
      siteData(report, view),
      footer(report),
    ],
  });
}

function breakdowns(report: Report, view: View): string {
  if (report.sites.length === 0) return '';
  const done = outcomeOf(report) === 'write' ? 'rewritten' : 'by machine';
  const parts: Breakdown[] = [
    {
      filter: 'rule',
      title: 'By rule',
      column: 'Rule',
      done,
      tallies: tallyByRule(report, view.wording),
      valueOf: (name) => view.rules.indexOf(name),
    },
    {
      filter: 'folder',
      title: 'By folder',
      column: 'Folder',
      done,
      tallies: tallyByFolder(report),
      valueOf: (name) => view.folders.indexOf(name),
    },
  ];
  if (view.owners) {
    parts.push({
      filter: 'owner',
      title: 'By owner',
      column: 'Owner',
      done,
      tallies: tallyByOwner(report, view.owners),
      valueOf: (name) => view.ownerNames.indexOf(name),
    });
  }
  return `<section aria-label="Where the work is"><div class="breakdown">\n${parts.map(breakdown).join('\n')}\n</div></section>`;
}

function footer(report: Report): string {
  const { tool, summary, durationMs, usage } = report;
  const logs = usage
    ? ` Production: ${countOf(usage.callSites, 'call site')} of ${countOf(usage.logs, 'log')}${usage.tornLines > 0 ? `, ${countOf(usage.tornLines, 'torn line')} left out` : ''}.`
    : '';
  return `<footer><div class="page">${escaped(tool.name)} ${escaped(tool.version)}: ${countOf(summary.filesScanned, 'file')} scanned in ${durationOf(durationMs)}. Lines and columns are those before the run.${logs}</div></footer>`;
}
