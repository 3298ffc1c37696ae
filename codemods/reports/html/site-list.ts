import { outcomeOf } from '../../report/outcome';
import type { Report, Site } from '../../report/report';
import { nothingFound } from '../blind-spot-text';
import { reasonsOf } from '../cause-text';
import { folderOf, ownersOf } from '../tally';
import { capitalised, numberOf, rewrittenWord } from '../words';
import { escaped } from './escape';
import { changedWords, siteItem } from './site-item';
import type { View } from './view';

/** All sites, those for review first, below a filter that is visible only with scripts. */
export function siteList(report: Report, view: View): string {
  if (report.sites.length === 0) {
    return `<section id="sites" aria-labelledby="sites-title"><h2 id="sites-title">Sites</h2><p class="lead">${escaped(nothingFound(report))}.</p></section>`;
  }
  return [
    '<section id="sites" aria-labelledby="sites-title">',
    '<h2 id="sites-title">Sites</h2>',
    filter(report, view),
    group(report, view, 'review', 'To review'),
    group(report, view, 'rewritten', capitalised(rewrittenWord[outcomeOf(report)])),
    '</section>',
  ].join('\n');
}

function filter(report: Report, view: View): string {
  return [
    '<div class="filter" id="filter" hidden>',
    '<form id="filter-form" role="search" aria-label="Filter the sites">',
    '<input id="search" name="q" type="search" placeholder="Search files, code, reasons" aria-label="Search files, code and reasons" autocomplete="off" spellcheck="false">',
    '<select name="status" aria-label="Status"><option value="">Any status</option><option value="0">To review</option><option value="1">Rewritten</option></select>',
    select('rule', 'Rule', 'All rules', view.rules),
    select('folder', 'Folder', 'All folders', view.folders),
    view.owners ? select('owner', 'Owner', 'All owners', view.ownerNames) : '',
    report.usage
      ? '<select name="ran" aria-label="Production"><option value="">Run or not</option><option value="1">Ran in production</option><option value="0">Not seen in production</option></select>'
      : '',
    view.causes.length > 0 ? select('cause', 'Cause', 'All causes', view.causeNames) : '',
    '<select name="sort" aria-label="Order"><option value="">Most urgent first</option><option value="file">By file</option><option value="rule">By rule</option></select>',
    '<button class="plain" type="button" id="copy">Copy places</button>',
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

/** Number of sites that a browser lays out together, or skips while they are off the screen. */
const CHUNK = 50;

function group(report: Report, view: View, status: Site['status'], title: string): string {
  const sites = report.sites.filter((site) => site.status === status);
  if (sites.length === 0) return '';
  const reasonOf = reasonsOf(report);
  const items = sites.map((site) =>
    siteItem({
      wording: view.wording,
      site,
      identity: view.identities.get(site) ?? '',
      diff: view.diffs.get(site) ?? [],
      outcome: outcomeOf(report),
      why: reasonOf(site),
      source: view.sourceLinks?.(site.file, site.line),
      owners: view.owners ? ownersOf(site, view.owners) : [],
    }),
  );
  const chunks: string[] = [];
  for (let at = 0; at < items.length; at += CHUNK) {
    const isWhole = items.length - at >= CHUNK;
    chunks.push(
      `<ol class="sites${isWhole ? ' whole' : ''}">\n${items.slice(at, at + CHUNK).join('\n')}\n</ol>`,
    );
  }
  return `<div class="group">\n<h3>${title} <span class="muted">${numberOf(sites.length)}</span></h3>\n${chunks.join('\n')}\n</div>`;
}

/** The rank of each place when sorted by file, line and column. */
function ranks(places: readonly Pick<Site, 'file' | 'line' | 'column'>[]): number[] {
  const order = places.map((_, index) => index);
  order.sort((a, b) => {
    const [one, other] = [places[a]!, places[b]!];
    if (one.file !== other.file) return one.file < other.file ? -1 : 1;
    return one.line - other.line || one.column - other.column;
  });
  const rank = new Array<number>(places.length);
  for (const [position, index] of order.entries()) rank[index] = position;
  return rank;
}

/**
 * The filter values and the changed words of each site, in the order of the list. They are numbers, stored apart from the markup, so
 * that filtering does not read the markup.
 */
export function siteData(report: Report, view: View): string {
  const position = (names: readonly string[]) => new Map(names.map((name, index) => [name, index]));
  const [rules, folders] = [position(view.rules), position(view.folders)];
  const [owners, causes] = [position(view.ownerNames), position(view.causes)];
  const listed = inListOrder(report);
  const data = {
    words: listed.map((site) => changedWords(view.diffs.get(site) ?? [])),
    status: listed.map(({ status }) => (status === 'review' ? 0 : 1)),
    file: ranks(listed.map(({ file, line, column }) => ({ file, line, column }))),
    rule: listed.map(({ rule }) => rules.get(rule)),
    folder: listed.map(({ file }) => folders.get(folderOf(file))),
    ...(view.owners && {
      owner: listed.map((site) => ownersOf(site, view.owners!).map((owner) => owners.get(owner))),
    }),
    ...(report.usage && { ran: listed.map(({ usage }) => (usage ? 1 : 0)) }),
    ...(view.causes.length > 0 && {
      cause: listed.map(({ cause }) => (cause === undefined ? -1 : (causes.get(cause) ?? -1))),
    }),
  };
  return `<script type="application/json" id="site-data">${JSON.stringify(data)}</script>`;
}

const inListOrder = ({ sites }: Report): Site[] =>
  (['review', 'rewritten'] as const).flatMap((status) => sites.filter((site) => site.status === status));
