import pc from 'picocolors';
import { redact } from '../report/redaction';
import { visible, visibleCode } from '../report/visible';
import { editBetween, hunksOf, type TextEdit } from './hunks';

/** One file's text before and after. */
export interface TextChange {
  /** Relative to the root, with `/`. */
  file: string;
  /** Path to which `after` is written, if it differs. */
  movedTo?: string | undefined;
  before: string;
  after: string;
  /** The edits that turn `before` into `after`, if known: they spare a comparison of the texts. */
  edits?: readonly TextEdit[] | undefined;
}

export interface UnifiedDiffOptions {
  color?: boolean | undefined;
  /** Unchanged lines around each change; 3 by default. */
  context?: number | undefined;
}

/**
 * The changes as one unified diff in the form of `git diff`, for reading: redacts what looks like a key, and
 * escapes control characters.
 */
export function unifiedDiff(changes: readonly TextChange[], options: UnifiedDiffOptions = {}): string {
  const colors = pc.createColors(options.color ?? false);
  const paint = (line: string): string => {
    if (line.startsWith('@@')) return colors.cyan(line);
    if (line.startsWith('+')) return colors.green(line);
    if (line.startsWith('-')) return colors.red(line);
    return line;
  };
  return changes
    .filter((change) => change.before !== change.after || change.movedTo !== undefined)
    .flatMap((change) => [
      ...headOf(change).map((line) => colors.bold(line)),
      ...shownHunks(change, options).map(paint),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

function headOf({ file, movedTo, before, after }: TextChange): string[] {
  const [from, to] = [quoted(`a/${file}`), quoted(`b/${movedTo ?? file}`)];
  const renamed =
    movedTo === undefined ? [] : [`rename from ${quoted(file)}`, `rename to ${quoted(movedTo)}`];
  const sides = before === after ? [] : [`--- ${from}`, `+++ ${to}`];
  return [`diff --git ${from} ${to}`, ...renamed, ...sides];
}

function shownHunks({ before, after, edits }: TextChange, { context = 3 }: UnifiedDiffOptions): string[] {
  return hunksOf(before, edits ?? [editBetween(before, after)], context).flatMap((hunk) => [
    `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`,
    ...redact(hunk.lines.join('\n')).split('\n').map(shown),
  ]);
}

/** Keeps the carriage return of a line, so that the diff of a CRLF file stays valid. */
function shown(line: string): string {
  return line.endsWith('\r') ? `${visibleCode(line.slice(0, -1))}\r` : visibleCode(line);
}

/** Quotes a name with a quote, a backslash or a control character, as git does. */
function quoted(name: string): string {
  const safe = redact(name);
  return visible(safe) === safe && !/["\\]/.test(safe)
    ? safe
    : `"${visible(safe.replace(/["\\]/g, '\\$&'))}"`;
}
