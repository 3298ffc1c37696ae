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
  for (let end = line; end > 0; ) {
    const start = previousLine(text, end);
    const above = text.slice(start, end).replace(/[\r\n]+$/, '');
    if (!isComment(above)) return undefined;
    const match = COMMENT.exec(above);
    if (match) {
      const [, rules, reason] = match;
      if (!rules || !reason) return { isValid: false };
      if (rules.split(',').some((rule) => names.includes(rule.trim()))) return { isValid: true, reason };
    }
    end = start;
  }
  return undefined;
}

/** Whether a line holds only a comment, in a script, in JSX, in a template or in Markdown. */
function isComment(line: string): boolean {
  return /^\uFEFF?\s*(?:\/\/|\/\*.*\*\/\s*$|\{\s*\/\*.*\*\/\s*\}\s*$|<!--.*-->\s*$)/.test(line);
}

function previousLine(text: string, start: number): number {
  let at = start - 1;
  if (text[at] === '\n' && text[at - 1] === '\r') at--;
  while (at > 0 && text[at - 1] !== '\n' && text[at - 1] !== '\r') at--;
  return at;
}
