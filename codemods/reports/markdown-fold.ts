import { MARKDOWN_CUT_END } from '../report/own-report';
import { countOf } from './words';

/** GitHub refuses a pull request body of more than 65,536 characters. We count bytes, which are never fewer. */
export const LIMIT = 65_536;

/** Levels of detail, from everything to counts and a few rows. */
export const levels = [
  { code: true, reasons: true, each: true, rows: Number.POSITIVE_INFINITY },
  { code: false, reasons: true, each: true, rows: Number.POSITIVE_INFINITY },
  { code: false, reasons: false, each: true, rows: Number.POSITIVE_INFINITY },
  { code: false, reasons: false, each: false, rows: 300 },
  { code: false, reasons: false, each: false, rows: 100 },
  { code: false, reasons: false, each: false, rows: 20 },
  { code: false, reasons: false, each: false, rows: 5 },
] as const;

/** More sites for review than this never fit when listed one by one. */
export const EACH_LIMIT = 4_000;

export type Level = (typeof levels)[number];

/** A note on the omitted rows of a list; empty if the list is complete. */
export function foldedNote(left: number, singular: string, plural?: string): string[] {
  return left > 0
    ? [
        '',
        `> Folded: ${countOf(left, `more ${singular}`, `more ${plural ?? `${singular}s`}`)}. The HTML report lists every one.`,
      ]
    : [];
}

/** Cuts a body that is too long even at the last level, which only happens with names of thousands of characters. */
export function cut(body: string): string {
  const note = `\n\n> Folded: the rest, because names in it are ${MARKDOWN_CUT_END}\n`;
  const bytes = Buffer.from(body).subarray(0, LIMIT - 1 - Buffer.byteLength(note) - 4);
  const text = bytes.toString('utf8');
  return text.slice(0, Math.max(0, text.lastIndexOf('\n'))) + note;
}
