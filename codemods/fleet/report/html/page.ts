import { bar, ring } from '../../../reports/html/chart';
import { documentOf } from '../../../reports/html/document';
import { escaped, prose } from '../../../reports/html/escape';
import { countOf, numberOf, timeOf } from '../../../reports/words';
import {
  type FleetReport,
  type FleetRepository,
  type FleetTotals,
  percentGone,
  REPOSITORY_STATUSES,
  unknownSites,
} from '../fleet-report';
import { REASONS_SHOWN, reasonCount } from '../reason-text';
import { statusText } from '../status-text';
import { script } from './script';
import { style } from './style';
import { trendChart } from './trend-chart';

/** One self-contained page over all repositories. */
export function fleetHtml(report: FleetReport): string {
  return documentOf({
    title: `${headline(report.totals)} · ${report.tool.name}`,
    style,
    script,
    body: [
      '<a class="skip" href="#repositories">Skip to the repositories</a>',
      '<header class="top"><div class="page">',
      `<p class="eyebrow">Zentra card API migration · fleet · <time datetime="${escaped(report.generatedAt)}">${escaped(timeOf(report.generatedAt))}</time></p>`,
      '</div></header>',
      '<main class="page">',
      hero(report.totals),
      statuses(report.totals),
      groups(report.groups),
      trend(report),
      reasons(report),
      people(report.repositories),
      repositories(report.repositories),
      '</main>',
      `<footer><div class="page">${escaped(report.tool.name)} ${escaped(report.tool.version)}. Gone: of the most legacy uses that were ever seen in each repository.</div></footer>`,
    ],
  });
}

const headline = (totals: FleetTotals): string =>
  totals.peakSites === 0
    ? `No legacy use seen in ${countOf(totals.repositories, 'repository', 'repositories')}`
    : `${numberOf(totals.migrated)} of ${countOf(totals.repositories, 'repository', 'repositories')} migrated`;

function hero(totals: FleetTotals): string {
  const percent = percentGone(totals);
  const needed = totals.attention + totals.failed;
  const lead = [
    percent !== undefined
      ? `${percent} % of the ${countOf(totals.peakSites, 'legacy use')} ever seen ${totals.peakSites === 1 ? 'is' : 'are'} gone.`
      : '',
    unknownSites(totals) > 0
      ? `Of ${numberOf(unknownSites(totals))} nothing is known now: their repositories failed, or were not run.`
      : '',
    totals.ready > 0
      ? `${countOf(totals.ready, 'repository has', 'repositories have')} a patch that only needs to be merged.`
      : '',
    needed > 0
      ? `${countOf(needed, 'repository needs', 'repositories need')} a person: the list says why.`
      : '',
    needed + totals.ready + totals.pending === 0 ? 'Nothing is left to do.' : '',
  ];
  const figures: readonly [name: string, value: number, kind: string][] = [
    ['legacy uses left', totals.sites, ''],
    ['of these in patches', totals.rewritten, 'done'],
    ['need a person', totals.review, 'todo'],
    ...(totals.blindSpots ? [['blind spots', totals.blindSpots, 'todo'] as [string, number, string]] : []),
    ...(totals.failed > 0
      ? [['repositories failed', totals.failed, 'lost'] as [string, number, string]]
      : []),
  ];
  const slices = [
    { kind: 'done' as const, count: totals.goneSites, label: 'gone' },
    { kind: 'patch' as const, count: totals.rewritten, label: 'in patches' },
    {
      kind: 'todo' as const,
      count: totals.peakSites - totals.goneSites - totals.rewritten,
      label: 'left',
    },
  ];
  return [
    '<div class="hero"><div>',
    `<h1>${escaped(headline(totals))}</h1>`,
    `<p class="lead">${lead.filter((sentence) => sentence !== '').join(' ')}</p>`,
    '<dl class="figures">',
    ...figures.map(
      ([name, value, kind]) => `<div class="${kind}"><dt>${name}</dt><dd>${numberOf(value)}</dd></div>`,
    ),
    '</dl></div>',
    // Without legacy uses there is no percentage to show.
    percent === undefined ? '' : ring(slices, percent),
    '</div>',
  ].join('\n');
}

function statuses(totals: FleetTotals): string {
  const present = REPOSITORY_STATUSES.filter((status) => (totals[status] ?? 0) > 0);
  return [
    '<section aria-labelledby="statuses"><h2 id="statuses">Repositories</h2>',
    '<p class="lead">Where each of them is.</p>',

    stripOf(present.map((status) => ({ kind: status, count: totals[status] ?? 0 }))),
    '<ul class="keys-list">',
    ...present.map((status) => {
      const { name, meaning } = statusText[status];
      return `<li><span class="dot ${status}"><b>${numberOf(totals[status] ?? 0)}</b> ${name}</span> <span class="muted">${meaning}</span></li>`;
    }),
    '</ul></section>',
  ].join('\n');
}

function stripOf(parts: readonly { kind: string; count: number }[]): string {
  const total = Math.max(
    1,
    parts.reduce((sum, { count }) => sum + count, 0),
  );
  let start = 0;
  const segments = parts.map(({ kind, count }) => {
    const width = (1000 * count) / total;
    const segment = `<rect class="${kind}" x="${start.toFixed(1)}" width="${width.toFixed(1)}" height="10"/>`;
    start += width;
    return segment;
  });
  return `<svg class="strip" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">${segments.join('')}</svg>`;
}

function groups(all: FleetReport['groups']): string {
  if (all.length === 0) return '';
  return `<section aria-label="Where the work is"><div class="breakdown">${all.map(({ label, values }) => groupTable(label, values)).join('\n')}</div></section>`;
}

function groupTable(label: string, values: FleetReport['groups'][number]['values']): string {
  const largest = Math.max(...values.map(({ peakSites }) => peakSites));
  const id = `by-${escaped(label)}`;
  return [
    `<section aria-labelledby="${id}"><h2 id="${id}">By ${escaped(label)}</h2>`,
    `<table aria-labelledby="${id}"><thead><tr><th scope="col">${escaped(label)}</th><td class="chart"></td>`,
    '<th scope="col" class="number">migrated</th><th scope="col" class="number">uses left</th></tr></thead><tbody>',
    ...values.map((totals) =>
      [
        `<tr><th scope="row"><a href="#repositories" data-search="${escaped(totals.value)}"><bdi>${escaped(totals.value)}</bdi></a></th>`,
        `<td class="chart">${bar(totals.goneSites, totals.peakSites - totals.goneSites, largest)}</td>`,
        `<td class="number">${numberOf(totals.migrated)}/${numberOf(totals.repositories)}</td><td class="number">${numberOf(totals.sites)}</td></tr>`,
      ].join(''),
    ),
    '</tbody></table></section>',
  ].join('\n');
}

function trend({ trend: points }: FleetReport): string {
  if (points.length < 2) return '';
  return `<section aria-labelledby="trend"><h2 id="trend">Trend</h2>\n${trendChart(points)}</section>`;
}

/** Reasons of one repository that are visible without opening its details. */
const OWN_REASONS_SHOWN = 3;

function reasons({ reasons: all = [] }: FleetReport): string {
  if (all.length === 0) return '';
  const items = all
    .slice(0, REASONS_SHOWN)
    .map((reason) => `<li>${prose(reason.text)} <span class="muted">${reasonCount(reason)}</span></li>`);
  return `<section class="person" aria-labelledby="reasons"><h2 id="reasons">Why, over all repositories</h2><ul>${items.join('\n')}</ul></section>`;
}

function people(all: readonly FleetRepository[]): string {
  const needy = all.filter(({ status }) => status === 'failed' || status === 'attention');
  if (needy.length === 0) return '';
  return [
    '<section class="person" aria-labelledby="people"><h2 id="people">Where a person is needed</h2>',
    ...needy.map((repository) =>
      [
        `<h3>${linked(repository)}<span class="muted dot ${repository.status}">${statusText[repository.status].name}</span></h3>`,
        reasonList(repository.why.slice(0, OWN_REASONS_SHOWN)),
        repository.why.length > OWN_REASONS_SHOWN
          ? `<details class="more"><summary>${countOf(repository.why.length - OWN_REASONS_SHOWN, 'more reason')}</summary>${reasonList(repository.why.slice(OWN_REASONS_SHOWN))}</details>`
          : '',
      ].join(''),
    ),
    '</section>',
  ].join('\n');
}

function reasonList(reasons: FleetRepository['why']): string {
  const items = reasons.map(({ text, sites, where }) => {
    const count = sites === undefined ? '' : ` <span class="muted">${countOf(sites, 'site')}</span>`;
    const place = where === undefined ? '' : ` <bdi class="mono muted">${escaped(where)}</bdi>`;
    return `<li>${prose(text)}${count}${place}</li>`;
  });
  return `<ul>${items.join('\n')}</ul>`;
}

const linked = ({ name, links }: FleetRepository): string =>
  links.html === undefined
    ? `<bdi>${escaped(name)}</bdi>`
    : `<a href="${escaped(links.html)}"><bdi>${escaped(name)}</bdi></a>`;

function repositories(all: readonly FleetRepository[]): string {
  return [
    '<section id="repositories" aria-labelledby="repositories-title"><h2 id="repositories-title">All repositories</h2>',
    '<div class="filter" id="filter" hidden><form id="filter-form" role="search" aria-label="Filter the repositories">',
    '<input name="q" type="search" placeholder="Search names, labels" aria-label="Search names and labels" autocomplete="off" spellcheck="false">',
    '<select name="status" aria-label="Status"><option value="">Any status</option>',
    ...REPOSITORY_STATUSES.map((status) => `<option value="${status}">${statusText[status].name}</option>`),
    '</select></form><p><span id="shown" role="status"></span></p></div>',
    '<div class="wide" role="group" aria-labelledby="repositories-title" tabindex="0"><table class="repositories" aria-labelledby="repositories-title"><thead><tr><th scope="col">Repository</th><th scope="col">Status</th><th scope="col" class="number">Uses</th><th scope="col" class="number extra">Rewritten</th><th scope="col" class="number">To review</th><td></td></tr></thead><tbody>',
    ...all.map(row),
    '</tbody></table></div></section>',
  ].join('\n');
}

function row(repository: FleetRepository): string {
  const { status, labels, sites, rewritten, review, links, branch, pushed } = repository;
  const labelText = [
    ...Object.values(labels),
    ...(pushed === true && branch !== undefined ? [`pushed to ${branch}`] : []),
  ];
  const others = [
    ...(links.markdown === undefined ? [] : [`<a href="${escaped(links.markdown)}">Markdown</a>`]),
    ...(links.json === undefined ? [] : [`<a href="${escaped(links.json)}">JSON</a>`]),
    ...(links.patch === undefined ? [] : [`<a href="${escaped(links.patch)}">patch</a>`]),
  ];
  return [
    `<tr data-status="${status}"><th scope="row">${linked(repository)}<div class="labels">${escaped(labelText.join(' · '))}</div></th>`,
    `<td class="status"><span class="dot ${status}">${statusText[status].name}</span></td>`,
    `<td class="number">${numberOf(sites)}</td><td class="number extra">${numberOf(rewritten)}</td><td class="number">${numberOf(review)}</td>`,
    `<td class="links">${others.join(' ')}</td></tr>`,
  ].join('');
}
