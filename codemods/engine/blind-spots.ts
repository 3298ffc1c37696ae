import { compareText } from '../report/compare-text';
import { redact } from '../report/redaction';
import type { Accepted, BlindSpot } from '../report/report';
import { type Ignoring, ignoringAbove, mentionsIgnore, startOfFence } from '../rewrite/ignore';

/** The distinct blind spots of all stages, in the order of files and lines. */
export function inOrder(blindSpots: readonly BlindSpot[]): BlindSpot[] {
  const byPlace = new Map<string, BlindSpot>();
  for (const spot of blindSpots) {
    const key = JSON.stringify([spot.file, spot.line, spot.kind, spot.reason]);
    if (!byPlace.has(key)) byPlace.set(key, spot);
  }
  return [...byPlace.values()].sort(
    (a, b) =>
      compareText(a.file, b.file) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      compareText(a.kind, b.kind) ||
      compareText(a.reason, b.reason),
  );
}

/**
 * Removes the blind spots that a comment above their line accepts.
 *
 * @param textOf a file's text, where it can be read
 */
export function withoutAccepted(
  blindSpots: readonly BlindSpot[],
  textOf: (file: string) => string | undefined,
): { open: BlindSpot[]; accepted: Accepted[] } {
  const open: BlindSpot[] = [];
  const accepted: Accepted[] = [];
  for (const spot of blindSpots) {
    const { kind, file, line } = spot;
    const text = line === undefined ? undefined : textOf(file);
    const ignoring = text === undefined ? undefined : ignoringIn(file, text, startOfLine(text, line!), kind);
    if (ignoring?.isValid) {
      accepted.push({ by: 'comment', rule: kind, file, line, reason: redact(ignoring.reason) });
    } else open.push(spot);
  }
  return { open, accepted };
}

/** The comment that accepts a blind spot of a line: above it or, in Markdown, above the fence that it is in. */
function ignoringIn(file: string, text: string, start: number, kind: string): Ignoring | undefined {
  const above = ignoringAbove(text, start, [kind]);
  if (above?.isValid || !/\.mdx?$/.test(file) || !mentionsIgnore(text)) return above;
  const fence = startOfFence(text, start);
  return fence === undefined ? above : ignoringAbove(text, fence, [kind]);
}

function startOfLine(text: string, line: number): number {
  const lineEnds = /\r\n|\n|\r/g;
  for (let count = 1; count < line; count++) if (!lineEnds.exec(text)) return text.length;
  return lineEnds.lastIndex;
}
