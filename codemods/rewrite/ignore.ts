import { name as tool } from '../package.json';

/** The first word of an ignore comment. */
export const IGNORE = `${tool}-ignore`;

/** `// …-ignore dynamic-member: the router knows lock and unlock only` */
const COMMENT = new RegExp(
  IGNORE +
    /(?:[ \t]+([\w-]+(?:[ \t]*,[ \t]*[\w-]+)*))?[ \t]*(?::[ \t]*(.*?))?[ \t]*(?:\*\/[ \t]*\}?|-->)?[ \t]*$/
      .source,
);

/** A quick test for the whole file: most files have no ignore comment. */
export const mentionsIgnore = (text: string): boolean => text.includes(IGNORE);

/** An ignore comment, valid or not. */
export type Ignoring =
  | { isValid: true; reason: string }
  /** It names no rule, or gives no reason. */
  | { isValid: false };

/**
 * Finds the ignore comment for a line, among the comments directly above it.
 *
 * @param line offset of the line's start
 * @param names by which the line may be accepted: a rule, its code, or a kind of blind spot
 */
export function ignoringAbove(text: string, line: number, names: readonly string[]): Ignoring | undefined {
  for (const comment of commentsAbove(text, line)) {
    const match = COMMENT.exec(comment);
    if (!match) continue;
    const [, rules, reason] = match;
    if (!rules || !reason) return { isValid: false };
    if (namesIn(rules).some((rule) => names.includes(rule))) return { isValid: true, reason };
  }
  return undefined;
}

/** The names that the ignore comments above a line give, whatever they are: rules, their codes, kinds of blind spots, or none of these. */
export const namesIgnoredAbove = (text: string, line: number): string[] =>
  [...commentsAbove(text, line)].flatMap((comment) => namesIn(COMMENT.exec(comment)?.[1] ?? ''));

const namesIn = (rules: string): string[] => rules.split(',').flatMap((rule) => rule.trim() || []);

/** The comments directly above a line, the nearest first, each as one line. */
function* commentsAbove(text: string, line: number): Generator<string> {
  for (let end = line; end > 0; ) {
    const start = startOfComment(text, end);
    if (start === undefined) return;
    yield asOneLine(text.slice(start, end));
    end = start;
  }
}

/** Start of the line on which a comment begins that ends directly above a line, and that has its lines to itself. */
function startOfComment(text: string, end: number): number | undefined {
  const start = previousLine(text, end);
  const above = text.slice(start, end).replace(/[\r\n]+$/, '');
  if (isComment(above)) return start;
  const closing = /(?:\*\/(?=\s*\}?\s*$)|-->(?=\s*$))/.exec(above);
  if (!closing) return undefined;
  const opened = text.lastIndexOf(closing[0] === '-->' ? '<!--' : '/*', start);
  if (opened < 0 || text.indexOf(closing[0], opened) < start) return undefined;
  const first = startOfLine(text, opened);
  return /^\uFEFF?\s*(?:\{\s*)?$/.test(text.slice(first, opened)) ? first : undefined;
}

/** Without the line breaks of a comment, and the stars that its lines begin with. */
const asOneLine = (comment: string): string =>
  comment.replace(/[\r\n]+$/, '').replace(/\s*(?:\r\n|\n|\r)\s*\*?(?!\/)[ \t]*/g, ' ');

/** Whether a line holds only a comment, in a script, in JSX, in a template or in Markdown. */
function isComment(line: string): boolean {
  return /^\uFEFF?\s*(?:\/\/|\/\*.*\*\/\s*$|\{\s*\/\*.*\*\/\s*\}\s*$|<!--.*-->\s*$)/.test(line);
}

function previousLine(text: string, start: number): number {
  let at = start - 1;
  if (text[at] === '\n' && text[at - 1] === '\r') at--;
  return startOfLine(text, at);
}

function startOfLine(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text[at - 1] !== '\n' && text[at - 1] !== '\r') at--;
  return at;
}

const FENCE = /^[ \t>]*(?:[-*+][ \t]+|\d+[.)][ \t]+)?(`{3,}|~{3,})([^\r\n]*)/gm;

/** Start of the line that opens the fence of a Markdown page in which an offset is; `undefined` outside of every fence. */
export function startOfFence(page: string, offset: number): number | undefined {
  let open: { start: number; mark: string } | undefined;
  for (const { index, 1: mark = '', 2: rest = '' } of page.matchAll(FENCE)) {
    if (index >= offset) break;
    if (open === undefined) open = { start: index, mark };
    else if (mark.startsWith(open.mark) && rest.trim() === '') open = undefined;
  }
  return open?.start;
}
