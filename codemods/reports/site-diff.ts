import { diffLines, diffWordsWithSpace } from 'diff';
import type { Site } from '../report/report';
import { visibleCode } from '../report/visible';

/** A piece of a line; `changed` if it differs from the other side. */
export interface Piece {
  text: string;
  changed: boolean;
}

export interface DiffLine {
  kind: 'same' | 'removed' | 'added';
  pieces: readonly Piece[];
}

/** Longer texts are not compared word by word: nobody reads such a diff. */
const WORD_DIFF_LIMIT = 2_000;

/** The site's lines as a diff; without a rewrite, the unchanged lines. */
export function siteDiff(site: Pick<Site, 'before' | 'after'>): DiffLine[] {
  const before = trimmed(site.before);
  if (site.after === undefined) return linesOf(before).map((line) => plain('same', line));
  const after = trimmed(site.after);
  const changes = diffLines(`${before}\n`, `${after}\n`);
  return changes.flatMap((change, index) => {
    if (!change.added && !change.removed) return linesOf(change.value).map((line) => plain('same', line));
    const next = changes[index + 1];
    if (change.removed && next?.added) return replaced(linesOf(change.value), linesOf(next.value));
    if (change.added && changes[index - 1]?.removed) return [];
    return linesOf(change.value).map((line) => plain(change.added ? 'added' : 'removed', line));
  });
}

/** Removed lines, then added ones. If both have the same number, marks the words that differ. */
function replaced(removed: readonly string[], added: readonly string[]): DiffLine[] {
  const paired = removed.length === added.length;
  const words = removed.map((line, index) => (paired ? wordDiff(line, added[index] ?? '') : undefined));
  return [
    ...removed.map((line, index) => words[index]?.removed ?? plain('removed', line)),
    ...added.map((line, index) => words[index]?.added ?? plain('added', line)),
  ];
}

function wordDiff(before: string, after: string): { removed: DiffLine; added: DiffLine } | undefined {
  if (before.length + after.length > WORD_DIFF_LIMIT) return undefined;
  const changes = diffWordsWithSpace(before, after);
  return {
    removed: {
      kind: 'removed',
      pieces: changes
        .filter((change) => !change.added)
        .map((change) => ({ text: change.value, changed: change.removed })),
    },
    added: {
      kind: 'added',
      pieces: changes
        .filter((change) => !change.removed)
        .map((change) => ({ text: change.value, changed: change.added })),
    },
  };
}

function plain(kind: DiffLine['kind'], text: string): DiffLine {
  return { kind, pieces: [{ text, changed: false }] };
}

function linesOf(text: string): string[] {
  return text.replace(/\n$/, '').split('\n');
}

/** Removes the common indentation and the blank lines around the code. */
function trimmed(code: string): string {
  const lines = visibleCode(code)
    .trimEnd()
    .replace(/^(?:[ \t]*\n)+/, '')
    .split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)?.[0] ?? '');
  const shared = indents.reduce((common, indent) => commonPrefix(common, indent), indents[0] ?? '');
  return lines
    .map((line) => (line.startsWith(shared) ? line.slice(shared.length) : line.trimStart()))
    .join('\n');
}

function commonPrefix(a: string, b: string): string {
  let end = 0;
  while (end < a.length && a[end] === b[end]) end += 1;
  return a.slice(0, end);
}
