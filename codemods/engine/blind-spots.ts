import type { BlindSpot } from '../report/report';

/** Each blind spot once, in the order of files and lines, whatever stage found it. */
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

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
