import type { Outcome } from '../report/outcome';

/** `1 file`, `1,204 files`. */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${numberOf(count)} ${count === 1 ? singular : plural}`;
}

/** `1,204`. */
export function numberOf(count: number): string {
  // `toLocaleString` would load locale data, which takes 15 ms.
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `450 ms`, `12.3 s`, `3 min 20 s`. */
export function durationOf(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1_000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

/** Day and minute in UTC, from an ISO timestamp. */
export function timeOf(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

export function dayOf(iso: string): string {
  return iso.slice(0, 10);
}

/** The word for sites with status `rewritten`, which depends on whether the run wrote. */
export const rewrittenWord: Readonly<Record<Outcome, string>> = {
  write: 'rewritten',
  refused: 'would be rewritten',
  'dry-run': 'would be rewritten',
  check: 'can be rewritten',
};

export const outcomeWord: Readonly<Record<Outcome, string>> = {
  write: 'migrated',
  refused: 'not migrated',
  'dry-run': 'dry run',
  check: 'check',
};

export const REVIEW_WORD = 'to review';

/** `src/cards.ts:12:9`. */
export function placeOf({ file, line, column }: { file: string; line: number; column: number }): string {
  return `${file}:${line}:${column}`;
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
