import { createHash } from 'node:crypto';
import { ADVICE_TEXT, ADVICE_TITLE } from '../advice-text';
import type { Owners } from '../codeowners';
import type { Report, Site } from '../report';
import { rollOut } from '../roll-out';
import { byRule } from '../rule-text';
import { identify } from '../site-identity';
import { folderOf, ownersOf, percentDone, tallyByFolder, tallyByOwner, tallyByRule } from '../tally';
import { UNSEEN_ADVICE, UNSEEN_TITLE, unseenPlace, usageText } from '../usage-text';
import { countOf, dayOf, durationOf, modeWord, numberOf, REVIEW_WORD, rewrittenWord, timeOf } from '../words';
import { type Breakdown, breakdown } from './breakdown';
import { ring } from './chart';
import { escaped, prose } from './escape';
import { script } from './script';
import { siteItem } from './site-item';
import { style } from './style';

export interface HtmlOptions {
  codeowners?: Owners | undefined;
}

/**
 * One self-contained page: no network, nothing lost without scripts. Its content security policy lets nothing run or load
 * but its own style and script, whatever the report holds.
 */
export function html(report: Report, options: HtmlOptions = {}): string {
  const view = viewOf(report, options.codeowners);
  const policy = `default-src 'none'; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'; img-src data:; base-uri 'none'; form-action 'none'`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    '<link rel="icon" href="data:,">',
    `<title>${escaped(headline(report))} · ${escaped(report.tool.name)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<a class="skip" href="#sites">Skip to the sites</a>',
    '<header class="top"><div class="page">',
    `<p class="eyebrow">Zentra card API migration · ${modeWord[report.mode]} · <time datetime="${escaped(report.startedAt)}">${escaped(timeOf(report.startedAt))}</time></p>`,
    '<button class="plain" type="button" id="theme" hidden>Dark theme</button>',
    '</div></header>',
    '<main class="page">',
    hero(report),
    unseen(report),
    comparison(report, view),
    breakdowns(report, view),
    closures(report),
    failures(report),
    advice(report),
    siteList(report, view),
    '</main>',
    footer(report),
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** What several parts of the page need: the values of the filters, and the identity of each site. */
interface View {
  rules: readonly string[];
  folders: readonly string[];
  owners: Owners | undefined;
  ownerNames: readonly string[];
  identities: ReadonlyMap<Site, string>;
}

function viewOf(report: Report, owners: Owners | undefined): View {
  const names = (namesOf: (site: Site) => readonly string[]) =>
    [...new Set(report.sites.flatMap(namesOf))].sort();
  return {
    rules: names((site) => [site.rule]).sort(byRule),
    folders: names((site) => [folderOf(site.file)]),
    owners,
    ownerNames: owners ? names((site) => ownersOf(site, owners)) : [],
    identities: identify(report.sites),
  };
}

function headline(report: Report): string {
  const { sites, rewritten } = report.summary;
  if (sites === 0) return 'No legacy use found';
  if (report.mode === 'write') return `${numberOf(rewritten)} of ${countOf(sites, 'legacy use')} rewritten`;
  return `${numberOf(rewritten)} of ${countOf(sites, 'legacy use')} can be rewritten by machine`;
}

function hero(report: Report): string {
  const { summary } = report;
  const lead = [
    summary.review === 0
      ? 'Nothing is left for a person to settle.'
      : `${countOf(summary.review, 'site needs', 'sites need')} a person: the list says why, and what to do.`,
    summary.filesFailed > 0 ? `${countOf(summary.filesFailed, 'file')} failed and stayed untouched.` : '',
  ];
  const figures: readonly [name: string, value: number, kind: string][] = [
    ['legacy uses', summary.sites, ''],
    [rewrittenWord[report.mode], summary.rewritten, 'done'],
    [REVIEW_WORD, summary.review, 'todo'],
    ['files scanned', summary.filesScanned, ''],
    [report.mode === 'write' ? 'files changed' : 'files to change', summary.filesChanged, ''],
    ...(summary.filesFailed > 0
      ? [['files failed', summary.filesFailed, 'lost'] as [string, number, string]]
      : []),
  ];
  const chart = ring(
    [
      { kind: 'done', count: summary.rewritten, label: rewrittenWord[report.mode] },
      { kind: 'todo', count: summary.review, label: REVIEW_WORD },
    ],
    percentDone(summary),
  );
  return [
    '<div class="hero"><div>',
    `<h1>${headline(report)}</h1>`,
    `<p class="lead">${lead.join(' ').trim()}</p>`,
    '<dl class="figures">',
    ...figures.map(
      ([name, value, kind]) => `<div class="${kind}"><dt>${name}</dt><dd>${numberOf(value)}</dd></div>`,
    ),
    '</dl></div>',
    chart,
    '</div>',
  ].join('\n');
}

function unseen(report: Report): string {
  const sites = report.unseen ?? [];
  if (sites.length === 0) return '';
  return [
    '<section class="alarm" aria-labelledby="unseen">',
    `<h2 id="unseen">${UNSEEN_TITLE}: ${numberOf(sites.length)}</h2>`,
    `<p class="lead">${UNSEEN_ADVICE}</p>`,
    '<ul class="rows">',
    ...sites.map(
      (site) =>
        `<li><bdi class="mono">${escaped(unseenPlace(site))}</bdi><span class="muted">${escaped(`${site.code} ${usageText(site)}`)}${site.function === undefined ? '' : `, in <bdi class="mono">${escaped(site.function)}</bdi>`}</span></li>`,
    ),
    '</ul>',
    '</section>',
  ].join('\n');
}

function comparison(report: Report, view: View): string {
  const since = report.comparison;
  if (!since) return '';
  const figures: readonly [name: string, value: number, kind: string][] = [
    ['migrated', since.migrated.length, 'done'],
    ['appeared', since.appeared.length, 'lost'],
    ['remaining', since.remaining.length, 'todo'],
  ];
  const linked = new Map(report.sites.map((site) => [placeOf(site), view.identities.get(site)]));
  return [
    '<section aria-labelledby="since">',
    `<h2 id="since">Since ${escaped(dayOf(since.since.startedAt))}</h2>`,
    '<dl class="figures">',
    ...figures.map(
      ([name, value, kind]) => `<div class="${kind}"><dt>${name}</dt><dd>${numberOf(value)}</dd></div>`,
    ),
    '</dl>',
    sitePlaces('Appeared', since.appeared, linked),
    sitePlaces('Migrated', since.migrated, new Map()),
    '</section>',
  ].join('\n');
}

function sitePlaces(
  title: string,
  sites: readonly Site[],
  linked: ReadonlyMap<string, string | undefined>,
): string {
  if (sites.length === 0) return '';
  const item = (site: Site): string => {
    const place = `<bdi class="mono">${escaped(placeOf(site))}</bdi>`;
    const identity = linked.get(placeOf(site));
    const linkedPlace = identity === undefined ? place : `<a href="#site-${identity}">${place}</a>`;
    return `<li>${linkedPlace}<span class="muted">${escaped(site.rule)}</span></li>`;
  };
  return `<details class="more"><summary>${title}: ${countOf(sites.length, 'site')}</summary><ul class="rows">${sites.map(item).join('\n')}</ul></details>`;
}

function breakdowns(report: Report, view: View): string {
  if (report.sites.length === 0) return '';
  const done = report.mode === 'write' ? 'rewritten' : 'by machine';
  const parts: Breakdown[] = [
    {
      filter: 'rule',
      title: 'By rule',
      column: 'Rule',
      done,
      tallies: tallyByRule(report),
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

function closures(report: Report): string {
  const steps = rollOut(report);
  if (steps.length === 0) return '';
  return [
    '<section aria-labelledby="closures">',
    '<h2 id="closures">Roll-out order: terminate and closures</h2>',
    '<p class="lead">Terminate closes nothing any more. In this order:</p>',
    `<ol class="steps">${steps.map((step) => `<li>${prose(step)}</li>`).join('\n')}</ol>`,
    '</section>',
  ].join('\n');
}

function failures(report: Report): string {
  const failed = report.files.filter((file) => file.status === 'failed');
  if (failed.length === 0) return '';
  return [
    '<section aria-labelledby="failed">',
    '<h2 id="failed">Failed, left untouched</h2>',
    '<ul class="rows">',
    ...failed.map(
      (file) =>
        `<li><bdi class="mono">${escaped(file.file)}</bdi><span class="muted">${prose(file.error ?? 'no reason was recorded')}</span></li>`,
    ),
    '</ul>',
    '</section>',
  ].join('\n');
}

function advice(report: Report): string {
  const entries = report.advice ?? [];
  if (entries.length === 0) return '';
  return [
    '<section aria-labelledby="advice">',
    `<h2 id="advice">${ADVICE_TITLE}: ${numberOf(entries.length)}</h2>`,
    `<p class="lead">${ADVICE_TEXT}</p>`,
    '<ul class="rows">',
    ...entries.map(
      (entry) =>
        `<li><bdi class="mono">${escaped(placeOf(entry))}</bdi><span class="muted">${prose(entry.note)}</span></li>`,
    ),
    '</ul>',
    '</section>',
  ].join('\n');
}

function siteList(report: Report, view: View): string {
  if (report.sites.length === 0) {
    return '<section id="sites" aria-labelledby="sites-title"><h2 id="sites-title">Sites</h2><p class="lead">None: the code uses the reviewed operations only.</p></section>';
  }
  return [
    '<section id="sites" aria-labelledby="sites-title">',
    '<h2 id="sites-title">Sites</h2>',
    filter(view),
    group(report, view, 'review', 'To review'),
    group(report, view, 'rewritten', capitalised(rewrittenWord[report.mode])),
    '</section>',
  ].join('\n');
}

function filter(view: View): string {
  return [
    '<div class="filter" id="filter" hidden>',
    '<form id="filter-form" role="search" aria-label="Filter the sites">',
    '<input id="search" name="q" type="search" placeholder="Search files, code, reasons" aria-label="Search files, code and reasons" autocomplete="off" spellcheck="false">',
    '<select name="status" aria-label="Status"><option value="">Any status</option><option value="review">To review</option><option value="rewritten">Rewritten</option></select>',
    select('rule', 'Rule', 'All rules', view.rules),
    select('folder', 'Folder', 'All folders', view.folders),
    view.owners ? select('owner', 'Owner', 'All owners', view.ownerNames) : '',
    '<button class="plain" type="button" id="reset" hidden>Clear</button>',
    '</form>',
    '<p><span id="shown" role="status"></span><span class="keys"><kbd>/</kbd> search &nbsp; <kbd>j</kbd> <kbd>k</kbd> next, previous</span></p>',
    '</div>',
  ].join('\n');
}

function select(name: string, label: string, all: string, names: readonly string[]): string {
  const options = names.map((option, index) => `<option value="${index}">${escaped(option)}</option>`);
  return `<select name="${name}" aria-label="${label}"><option value="">${all}</option>${options.join('')}</select>`;
}

function group(report: Report, view: View, status: Site['status'], title: string): string {
  const sites = report.sites.filter((site) => site.status === status);
  if (sites.length === 0) return '';
  const items = sites.map((site) => {
    const owners = view.owners ? ownersOf(site, view.owners) : [];
    return siteItem({
      site,
      identity: view.identities.get(site) ?? '',
      mode: report.mode,
      rule: view.rules.indexOf(site.rule),
      folder: view.folders.indexOf(folderOf(site.file)),
      owner: owners.map((owner) => view.ownerNames.indexOf(owner)),
      owners,
    });
  });
  return `<div class="group">\n<h3>${title} <span class="muted">${numberOf(sites.length)}</span></h3>\n<ol class="sites">\n${items.join('\n')}\n</ol>\n</div>`;
}

function footer(report: Report): string {
  const { tool, summary, durationMs, usage } = report;
  const logs = usage
    ? ` Production: ${countOf(usage.callSites, 'call site')} of ${countOf(usage.logs, 'log')}${usage.tornLines > 0 ? `, ${countOf(usage.tornLines, 'torn line')} left out` : ''}.`
    : '';
  return `<footer><div class="page">${escaped(tool.name)} ${escaped(tool.version)}: ${countOf(summary.filesScanned, 'file')} scanned in ${durationOf(durationMs)}. Lines and columns are those before the run.${logs}</div></footer>`;
}

function placeOf(site: Pick<Site, 'file' | 'line' | 'column'>): string {
  return `${site.file}:${site.line}:${site.column}`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
