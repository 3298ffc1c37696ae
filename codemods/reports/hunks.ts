import { diffArrays } from 'diff';

/** Replaces the text between two offsets. */
export interface TextEdit {
  start: number;
  end: number;
  text: string;
}

/** A part of a unified diff. */
export interface Hunk {
  /** 1-based; the line before the hunk if the hunk has no lines on this side. */
  oldStart: number;
  oldLines: number;
  newStart: number;
  newLines: number;
  /** Lines prefixed with ` `, `-` or `+`, without line feeds. */
  lines: readonly string[];
}

/** Replaces a range of lines. */
interface Change {
  /** 0-based. */
  start: number;
  end: number;
  /** Lines with their line feeds. */
  added: readonly string[];
}

/** A range of lines with the edits that touch it. */
interface Region {
  first: number;
  last: number;
  edits: TextEdit[];
}

/** Limit of the diff within one region. Beyond it, the region is shown as replaced completely. */
const MAX_EDIT_LENGTH = 400;

/**
 * Builds the hunks of a unified diff from the edits. Compares only the lines around the edits, so that the cost grows with the sum of
 * file size and edits; comparing two whole texts costs their product.
 *
 * @param edits in any order, without overlaps
 * @param context unchanged lines around each change
 */
export function hunksOf(before: string, edits: readonly TextEdit[], context: number): Hunk[] {
  const lines = linesOf(before);
  const changes = joined(regionsOf(edits, lines).flatMap((region) => changesIn(region, lines)));
  return inHunks(changes, context).map(laidOut(lines, context));
}

/** A single edit that turns one text into the other: replaces everything between their common prefix and suffix. */
export function editBetween(before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let tail = 0;
  while (tail < shorter - start && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) };
}

interface Lines {
  text: string;
  /** Offset of each line, then the offset of the end. */
  starts: readonly number[];
  count: number;
}

/** A line includes its line feed, as in git; a line feed at the end of the text starts no further line. */
function linesOf(text: string): Lines {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  if (starts.at(-1) !== text.length) starts.push(text.length);
  return { text, starts, count: starts.length - 1 };
}

/** Groups edits that touch the same lines. */
function regionsOf(edits: readonly TextEdit[], { starts, count }: Lines): Region[] {
  const regions: Region[] = [];
  let line = 0;
  const lineAt = (offset: number): number => {
    while (line + 1 < count && starts[line + 1]! <= offset) line += 1;
    return line;
  };
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const first = lineAt(edit.start);
    const last = lineAt(edit.end);
    const region = regions.at(-1);
    if (region && first <= region.last) {
      region.last = last;
      region.edits.push(edit);
    } else regions.push({ first, last, edits: [edit] });
  }
  return regions;
}

/** The changed lines of a region. */
function changesIn({ first, last, edits }: Region, { text, starts, count }: Lines): Change[] {
  const end = Math.min(last + 1, count);
  const [from, to] = [starts[first]!, starts[end]!];
  const old = splitLines(text.slice(from, to));
  let after = '';
  let at = from;
  for (const edit of edits) {
    after += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  const added = splitLines(after + text.slice(at, to));
  let head = 0;
  while (head < old.length && head < added.length && old[head] === added[head]) head += 1;
  let tail = 0;
  const shared = Math.min(old.length, added.length) - head;
  while (tail < shared && old.at(-1 - tail) === added.at(-1 - tail)) tail += 1;
  return comparedLines(
    old.slice(head, old.length - tail),
    added.slice(head, added.length - tail),
    first + head,
  );
}

/** Diffs the lines of a region, so that common lines within it are not shown as changed. */
function comparedLines(old: string[], added: string[], start: number): Change[] {
  if (old.length === 0 && added.length === 0) return [];
  const whole = { start, end: start + old.length, added };
  if (old.length === 0 || added.length === 0 || old.length + added.length === 2) return [whole];
  const pieces = diffArrays(old, added, { maxEditLength: MAX_EDIT_LENGTH });
  if (!pieces) return [whole];
  const changes: Change[] = [];
  let line = start;
  for (const { added: isNew, removed: isOld, value } of pieces) {
    if (isNew) changes.push({ start: line, end: line, added: value });
    else {
      if (isOld) changes.push({ start: line, end: line + value.length, added: [] });
      line += value.length;
    }
  }
  return changes;
}

/** Merges adjacent changes, so that removed lines come before added ones. */
function joined(changes: readonly Change[]): Change[] {
  const result: (Change & { added: string[] })[] = [];
  for (const { start, end, added } of changes) {
    const previous = result.at(-1);
    if (previous && previous.end === start) {
      previous.end = end;
      for (const line of added) previous.added.push(line);
    } else result.push({ start, end, added: [...added] });
  }
  return result;
}

/** Groups changes whose context lines touch or overlap into one hunk. */
function inHunks(changes: readonly Change[], context: number): Change[][] {
  const hunks: Change[][] = [];
  for (const change of changes) {
    const hunk = hunks.at(-1);
    if (hunk && change.start - hunk.at(-1)!.end <= 2 * context) hunk.push(change);
    else hunks.push([change]);
  }
  return hunks;
}

/** Numbers the lines of the hunks. Call it in order: each hunk moves the lines after it. */
function laidOut(lines: Lines, context: number): (changes: readonly Change[]) => Hunk {
  let moved = 0;
  return (changes) => {
    const from = Math.max(0, changes[0]!.start - context);
    const to = Math.min(lines.count, changes.at(-1)!.end + context);
    const shown: string[] = [];
    const show = (sign: string, line: string) => {
      if (line.endsWith('\n')) shown.push(sign + line.slice(0, -1));
      else shown.push(sign + line, '\\ No newline at end of file');
    };
    const oldLine = (at: number) => lines.text.slice(lines.starts[at], lines.starts[at + 1]);
    let at = from;
    let grown = 0;
    for (const { start, end, added } of changes) {
      for (; at < start; at += 1) show(' ', oldLine(at));
      for (; at < end; at += 1) show('-', oldLine(at));
      for (const line of added) show('+', line);
      grown += added.length - (end - start);
    }
    for (; at < to; at += 1) show(' ', oldLine(at));
    const oldLines = to - from;
    const newLines = oldLines + grown;
    const hunk = {
      oldStart: oldLines === 0 ? from : from + 1,
      oldLines,
      newStart: newLines === 0 ? from + moved : from + moved + 1,
      newLines,
      lines: shown,
    };
    moved += grown;
    return hunk;
  };
}

/** The lines of a text, with their line feeds. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
