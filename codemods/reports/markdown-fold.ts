import { countOf } from './words';

/** GitHub refuses a pull request's body beyond 65,536 characters; counted in bytes, which are never fewer. */
export const LIMIT = 65_536;

/** What the longest section may hold before it is folded further, from all there is to numbers only. */
export const levels = [
  { code: true, reasons: true, each: true, rows: Number.POSITIVE_INFINITY },
  { code: false, reasons: true, each: true, rows: Number.POSITIVE_INFINITY },
  { code: false, reasons: false, each: true, rows: Number.POSITIVE_INFINITY },
  { code: false, reasons: false, each: false, rows: 300 },
  { code: false, reasons: false, each: false, rows: 100 },
  { code: false, reasons: false, each: false, rows: 20 },
  { code: false, reasons: false, each: false, rows: 5 },
] as const;

/** More sites to review than this do not fit one by one, whatever their names. */
export const EACH_LIMIT = 4_000;

export type Level = (typeof levels)[number];

/** What a list leaves out, in its place; nothing where it is whole. */
export function foldedNote(left: number, singular: string, plural?: string): string[] {
  return left > 0
    ? [
        '',
        `> Folded: ${countOf(left, `more ${singular}`, `more ${plural ?? `${singular}s`}`)}. The HTML report lists every one.`,
      ]
    : [];
}

/** Names of thousands of characters are all that gets here. */
export function cut(body: string): string {
  const note =
    '\n\n> Folded: the rest, because names in it are too long for a pull request. The HTML report has it.\n';
  const bytes = Buffer.from(body).subarray(0, LIMIT - 1 - Buffer.byteLength(note) - 4);
  const text = bytes.toString('utf8');
  return text.slice(0, Math.max(0, text.lastIndexOf('\n'))) + note;
}
