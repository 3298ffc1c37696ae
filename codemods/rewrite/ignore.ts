import { name as tool } from '../package.json';

/** The word that such a comment begins with. */
export const IGNORE = `${tool}-ignore`;

/** `// …-ignore dynamic-member: the router knows lock and unlock only` */
const COMMENT = new RegExp(
  IGNORE +
    /(?:[ \t]+([\w-]+(?:[ \t]*,[ \t]*[\w-]+)*))?[ \t]*(?::[ \t]*(.*?))?[ \t]*(?:\*\/[ \t]*\}?|-->)?[ \t]*$/
      .source,
);

/** Most files hold no such comment, and need not be asked line by line. */
export const mentionsIgnore = (text: string): boolean => text.includes(IGNORE);

/** A comment that accepts something, or means to. */
export type Ignoring =
  | { isValid: true; reason: string }
  /** It names no rule, or gives no reason. */
  | { isValid: false };

/**
 * What the comments right above a line say of it.
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

/** A line that holds a comment and nothing else, in a script, in JSX, in a template or in Markdown. */
function isComment(line: string): boolean {
  return /^\uFEFF?\s*(?:\/\/|\/\*.*\*\/\s*$|\{\s*\/\*.*\*\/\s*\}\s*$|<!--.*-->\s*$)/.test(line);
}

function previousLine(text: string, start: number): number {
  let at = start - 1;
  if (text[at] === '\n' && text[at - 1] === '\r') at--;
  while (at > 0 && text[at - 1] !== '\n' && text[at - 1] !== '\r') at--;
  return at;
}
