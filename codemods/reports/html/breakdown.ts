import type { Tally } from '../tally';
import { numberOf, REVIEW_WORD } from '../words';
import { bar } from './chart';
import { path } from './escape';

export interface Breakdown {
  /** Name of the filter. */
  filter: 'rule' | 'folder' | 'owner';
  title: string;
  /** Heading of the column of names. */
  column: string;
  /** Heading of the column of rewritten sites. */
  done: string;
  tallies: readonly Tally[];
  /** Value of the filter for a name. */
  valueOf: (name: string) => number;
}

const ROWS_SHOWN = 8;

/** A table with a bar in each row; its names filter the sites. Rows beyond the first few open on demand. */
export function breakdown(parts: Breakdown): string {
  const largest = Math.max(...parts.tallies.map((tally) => tally.sites));
  const id = `by-${parts.filter}`;
  const rows = parts.tallies.map((tally) => row(tally, parts, largest));
  const rest = rows.slice(ROWS_SHOWN);
  return [
    `<section aria-labelledby="${id}">`,
    `<h2 id="${id}">${parts.title}</h2>`,
    table(parts, rows.slice(0, ROWS_SHOWN), ''),
    rest.length > 0
      ? `<details class="more"><summary>${numberOf(rest.length)} more</summary>${table(parts, rest, ', continued')}</details>`
      : '',
    '</section>',
  ].join('\n');
}

function table(parts: Breakdown, rows: readonly string[], suffix: string): string {
  return [
    `<table aria-label="${parts.title}${suffix}">`,
    `<thead><tr><th scope="col">${parts.column}</th><td class="chart"></td><th scope="col" class="number">${parts.done}</th><th scope="col" class="number">${REVIEW_WORD}</th></tr></thead>`,
    `<tbody>${rows.join('\n')}</tbody>`,
    '</table>',
  ].join('\n');
}

function row(tally: Tally, parts: Breakdown, largest: number): string {
  return [
    `<tr><th scope="row" class="mono"><a href="#sites" data-filter="${parts.filter}" data-value="${parts.valueOf(tally.name)}"><bdi>${path(tally.name)}</bdi></a></th>`,
    `<td class="chart">${bar(tally.rewritten, tally.review, largest)}</td>`,
    `<td class="number">${numberOf(tally.rewritten)}</td><td class="number">${numberOf(tally.review)}</td></tr>`,
  ].join('');
}
