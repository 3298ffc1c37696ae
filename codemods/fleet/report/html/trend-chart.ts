import { escaped } from '../../../reports/html/escape';
import { countOf, dayOf, numberOf, timeOf } from '../../../reports/words';
import type { TrendPoint } from '../fleet-report';

const WIDTH = 720;
const HEIGHT = 180;
const LEFT = 48;
const BOTTOM = 24;
const TOP = 12;
const RIGHT = 12;

/**
 * Legacy uses over the runs as an area, those that need a person as a line in it; time runs to scale. The table below the chart has the
 * same numbers.
 */
export function trendChart(points: readonly TrendPoint[]): string {
  const times = points.map(({ at }) => Date.parse(at));
  const first = times[0] ?? 0;
  const span = Math.max(1, (times.at(-1) ?? 0) - first);
  const most = Math.max(1, ...points.map(({ sites }) => sites));
  const x = (at: string) => LEFT + ((Date.parse(at) - first) / span) * (WIDTH - LEFT - RIGHT);
  const y = (value: number) => HEIGHT - BOTTOM - (value / most) * (HEIGHT - BOTTOM - TOP);
  const line = (value: (point: TrendPoint) => number) =>
    points.map((point) => `${x(point.at).toFixed(1)},${y(value(point)).toFixed(1)}`).join(' ');
  const base = y(0);
  const last = points.at(-1);
  const label = `Legacy uses over ${countOf(points.length, 'run')}: from ${points[0]?.sites ?? 0} to ${last?.sites ?? 0}`;
  return [
    `<svg class="trend" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(label)}">`,
    ...[0, most].map(
      (value) =>
        `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(value)}" y2="${y(value)}"/><text x="${LEFT - 8}" y="${y(value) + 4}" text-anchor="end">${numberOf(value)}</text>`,
    ),
    `<polygon class="area" points="${LEFT},${base} ${line(({ sites }) => sites)} ${WIDTH - RIGHT},${base}"/>`,
    `<polyline class="left" points="${line(({ sites }) => sites)}"/>`,
    `<polyline class="person" points="${line(({ review }) => review)}"/>`,
    ...points.map(
      ({ at, sites }) => `<circle cx="${x(at).toFixed(1)}" cy="${y(sites).toFixed(1)}" r="2.5"/>`,
    ),
    `<text x="${LEFT}" y="${HEIGHT - 6}">${escaped(dayOf(points[0]?.at ?? ''))}</text>`,
    `<text x="${WIDTH - RIGHT}" y="${HEIGHT - 6}" text-anchor="end">${escaped(dayOf(last?.at ?? ''))}</text>`,
    '</svg>',
    '<p class="legend"><span class="left">legacy uses</span> <span class="person">of these, need a person</span></p>',
    `<details class="more"><summary>${countOf(points.length, 'run')} as a table</summary>${trendTable(points)}</details>`,
  ].join('\n');
}

function trendTable(points: readonly TrendPoint[]): string {
  const number = (value: number) => `<td class="number">${numberOf(value)}</td>`;
  return [
    '<table aria-label="Trend"><thead><tr><th scope="col">Run</th>',
    ...['Repositories', 'Legacy uses', 'Need a person', 'Migrated', 'Failed'].map(
      (name) => `<th scope="col" class="number">${name}</th>`,
    ),
    '</tr></thead><tbody>',
    ...points
      .toReversed()
      .map(
        (point) =>
          `<tr><th scope="row">${escaped(timeOf(point.at))}</th>${[point.repositories, point.sites, point.review, point.migrated, point.failed].map(number).join('')}</tr>`,
      ),
    '</tbody></table>',
  ].join('');
}
