import { countOf } from '../words';
import { escaped } from './escape';

export interface Slice {
  kind: 'done' | 'patch' | 'todo' | 'lost';
  count: number;
  label: string;
}

/** A ring chart of the slices, with the percentage in its middle. */
export function ring(slices: readonly Slice[], percent: number): string {
  const total = slices.reduce((sum, slice) => sum + slice.count, 0);
  const label = slices.map((slice) => `${countOf(slice.count, 'site')} ${slice.label}`).join(', ');
  let start = 0;
  const arcs = slices
    .filter((slice) => slice.count > 0)
    .map((slice) => {
      const length = (100 * slice.count) / total;
      const arc = `<circle class="${slice.kind}" cx="60" cy="60" r="52" pathLength="100" stroke-dasharray="${round(length)} 100" stroke-dashoffset="${round(-start)}" transform="rotate(-90 60 60)"/>`;
      start += length;
      return arc;
    });
  return [
    `<svg class="ring" viewBox="0 0 120 120" role="img" aria-label="${escaped(`${percent} per cent: ${label}`)}">`,
    '<circle class="track" cx="60" cy="60" r="52"/>',
    ...arcs,
    `<text x="60" y="61" text-anchor="middle" dominant-baseline="middle">${percent}<tspan dx="2" class="unit">%</tspan></text>`,
    '</svg>',
  ].join('');
}

/** A bar of done and to do, relative to the largest total. Hidden from screen readers, since the table beside it has the numbers. */
export function bar(done: number, todo: number, largest: number): string {
  const scale = largest === 0 ? 0 : 100 / largest;
  const doneWidth = done * scale;
  return [
    '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">',
    '<rect class="track" width="100" height="8"/>',
    done > 0 ? `<rect class="done" width="${round(doneWidth)}" height="8"/>` : '',
    todo > 0 ? `<rect class="todo" x="${round(doneWidth)}" width="${round(todo * scale)}" height="8"/>` : '',
    '</svg>',
  ].join('');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
