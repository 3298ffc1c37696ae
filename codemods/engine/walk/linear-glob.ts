import picomatch from 'picomatch';
import { UsageError } from '../usage-error';

/** A test for one path, with `/`. */
type PathTest = (path: string) => boolean;

/** One character of a path segment, or `*`. */
type Token = '*' | ((character: string) => boolean);
/** The tokens of one segment, or `**`. */
type Segment = '**' | readonly Token[];

/**
 * A test for a glob in time proportional to pattern times path. A regular expression with ten stars may take minutes, and a pattern from
 * the migrated repository must not stall a gate. The meaning is picomatch's with `dot`.
 *
 * @throws {UsageError} for more alternatives, or more repeated groups, than can be matched in good time
 */
export function linearGlob(pattern: string): PathTest {
  if (/[@?*+!]\(|\(/.test(pattern)) return groupGlob(pattern);
  if (pattern.startsWith('!')) {
    const matches = linearGlob(pattern.slice(1));
    return (path) => !matches(path);
  }
  const globs = withoutBraces(pattern).map(segmentsOf);
  return (path) => {
    const segments = path.split('/');
    return globs.some((glob) => matchesAll(glob, segments));
  };
}

/** Repetitions up to which backtracking is still fast. */
const MAX_REPEATED = 3;

/** `@(a|b)`: groups need a regular expression, so its repetitions are bounded. */
function groupGlob(pattern: string): PathTest {
  if ((pattern.match(/\*+|\+/g) ?? []).length > MAX_REPEATED) {
    throw new UsageError(
      `the glob ${pattern} has a group and more than ${MAX_REPEATED} wildcards: write it as several globs`,
    );
  }
  return picomatch(pattern, { dot: true });
}

/** Alternatives that one pattern may expand to. */
const MAX_ALTERNATIVES = 1000;

/** Expands `a{b,c}` to `ab` and `ac`, from the innermost braces outwards, and `{1..3}` to its numbers. */
function withoutBraces(pattern: string): string[] {
  const done: string[] = [];
  const pending = [pattern];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const braces = /(?<!\\)\{((?:[^{},\\]|\\.)*(?:,(?:[^{},\\]|\\.)*)+|-?\d+\.\.-?\d+)\}/.exec(next);
    if (!braces) {
      done.push(next);
    } else {
      const [whole, inside] = braces as unknown as [string, string];
      const [before, behind] = [next.slice(0, braces.index), next.slice(braces.index + whole.length)];
      for (const choice of choicesOf(inside)) pending.push(before + choice + behind);
    }
    if (done.length + pending.length > MAX_ALTERNATIVES) {
      throw new UsageError(
        `the glob ${pattern} stands for more than ${MAX_ALTERNATIVES} others: write fewer braces`,
      );
    }
  }
  return done;
}

function choicesOf(inside: string): string[] {
  const range = /^(-?\d+)\.\.(-?\d+)$/.exec(inside);
  if (!range) return inside.split(/(?<!\\),/);
  const [from, to] = [Number(range[1]), Number(range[2])];
  const count = Math.min(Math.abs(to - from), MAX_ALTERNATIVES) + 1;
  return Array.from({ length: count }, (_, index) => String(from + (to < from ? -index : index)));
}

/** `a/**` matches `a`, too; `a*\/**` only entries below it. */
function segmentsOf(glob: string): readonly Segment[] {
  const segments = glob.replace(/^\.\//, '').split('/').map(segmentOf);
  const last = segments.findLast((segment) => segment !== '**');
  return segments.at(-1) === '**' && last?.at(-1) === '*' ? [...segments, ['*']] : segments;
}

function segmentOf(text: string): Segment {
  if (text === '**') return '**';
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!;
    const set =
      character === '[' ? /^\[[!^]?\]?(?:\[:\w+:\]|\\.|[^\]\\])*\]/.exec(text.slice(at))?.[0] : undefined;
    if (character === '*') {
      if (tokens.at(-1) !== '*') tokens.push('*');
    } else if (character === '?') {
      tokens.push(() => true);
    } else if (set !== undefined) {
      tokens.push(inSet(set));
      at += set.length - 1;
    } else {
      if (character === '\\' && at + 1 < text.length) at += 1;
      const wanted = text[at]!;
      tokens.push((found) => found === wanted);
    }
  }
  return tokens;
}

/** `[a-z]`, `[!a-z]`, `[[:digit:]]` */
function inSet(set: string): (character: string) => boolean {
  const matches = picomatch(set, { dot: true });
  const known = new Map<string, boolean>();
  return (character) => {
    const found = known.get(character) ?? matches(character);
    known.set(character, found);
    return found;
  };
}

/** Only the last `*` or `**` is extended, one step at a time: earlier ones need no backtracking. */
function matchesAll(glob: readonly Segment[], path: readonly string[]): boolean {
  return greedy(
    glob,
    path,
    (part) => part === '**',
    (part, segment) => matchesSegment(part as readonly Token[], segment),
  );
}

function matchesSegment(tokens: readonly Token[], segment: string): boolean {
  return greedy(
    tokens,
    [...segment],
    (token) => token === '*',
    (token, found) => (token as (character: string) => boolean)(found),
  );
}

function greedy<Part, Item>(
  parts: readonly Part[],
  items: readonly Item[],
  isWild: (part: Part) => boolean,
  matches: (part: Part, item: Item) => boolean,
): boolean {
  let [part, item] = [0, 0];
  let retry: { part: number; item: number } | undefined;
  while (item < items.length) {
    if (part < parts.length && isWild(parts[part]!)) {
      retry = { part, item };
      part += 1;
    } else if (part < parts.length && matches(parts[part]!, items[item]!)) {
      part += 1;
      item += 1;
    } else if (retry) {
      retry.item += 1;
      part = retry.part + 1;
      item = retry.item;
    } else {
      return false;
    }
  }
  return parts.slice(part).every(isWild);
}
