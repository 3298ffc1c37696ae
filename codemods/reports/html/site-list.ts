import type { Report, Site } from '../../report/report';
import { folderOf, ownersOf } from '../tally';
import { capitalised, numberOf, rewrittenWord } from '../words';
import { escaped } from './escape';
import { siteItem } from './site-item';
import type { View } from './view';

/** Every site, those to review first, under a filter that only scripts show. */
export function siteList(report: Report, view: View): string {
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
      wording: view.wording,
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
