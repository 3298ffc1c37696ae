import { append } from '../../resolve/append';

/**
 * Numbers of the patterns that may match an entry itself, ascending. Never leaves one out that does.
 *
 * @param name the last part of the path
 * @param path relative to the ignore file; folders end with `/`
 */
export type PatternIndex = (name: string, path: string) => readonly number[];

/**
 * Finds the patterns of an ignore file by text that must stand in what they match, as most of thousands of patterns are about other
 * names. Entries of ignored folders are not asked about, so a pattern matches an entry only where its last segment matches the entry's
 * name; one that ends in `/**`, where the entry is below it.
 *
 * @param patterns lines of an ignore file
 * @param ignoreCase whether `A` matches `a`
 */
export function indexPatterns(patterns: readonly string[], ignoreCase: boolean): PatternIndex {
  const names = new Map<string, number[]>();
  const heads = fragments();
  const tails = fragments();
  const insides = fragments();
  const folders = new Map<string, number[]>();
  /** What a folder above the entry must hold. */
  const above = fragments();
  /** Patterns without a text of their own: `*`, `[ab]`. */
  const always: number[] = [];
  patterns.forEach((line, pattern) => {
    const key = keyOf(ignoreCase ? caseless(line) : line);
    if (key === undefined) return;
    if (key.kind === 'name') append(names, key.text, pattern);
    else if (key.kind === 'folder') append(folders, key.text, pattern);
    else if (key.text === '') always.push(pattern);
    else ({ head: heads, tail: tails, inside: insides, above })[key.kind].add(key.text, pattern);
  });
  return (givenName, givenPath) => {
    const [name, path] = ignoreCase ? [lowerCase(givenName), lowerCase(givenPath)] : [givenName, givenPath];
    const found = [...always, ...(names.get(name) ?? [])];
    heads.at(name, 0, found);
    tails.atEnd(name, found);
    insides.anywhere(name, found);
    above.anywhere(path, found);
    if (folders.size > 0) {
      for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1))
        found.push(...(folders.get(path.slice(0, end + 1)) ?? []));
    }
    return found.length > 1 ? [...new Set(found)].sort((a, b) => a - b) : found;
  };
}

interface Key {
  kind: 'name' | 'head' | 'tail' | 'inside' | 'folder' | 'above';
  text: string;
}

/** What to find a pattern by; undefined for a line that is none. */
function keyOf(line: string): Key | undefined {
  const pattern = line.replace(/^!/, '').replace(/\s+$/, '').replace(/\/+$/, '');
  if (pattern === '' || line.startsWith('#')) return undefined;
  const folder = /^\/?([^\\*?[\]\s]+\/)\*\*$/.exec(pattern)?.[1];
  if (folder !== undefined) return { kind: 'folder', text: folder };
  const segments = pattern.split('/');
  if (segments.at(-1) === '**') {
    return { kind: 'above', text: longest(plainRuns(segments.findLast((part) => part !== '**') ?? '')) };
  }
  const last = segments.at(-1)!;
  if (!/[\\*?[\]\s]/.test(last)) return { kind: 'name', text: last };
  const runs = plainRuns(last);
  const text = longest(runs);
  if (text === runs[0]) return { kind: 'head', text };
  return { kind: text === runs.at(-1) && last.endsWith(text) ? 'tail' : 'inside', text };
}

/**
 * The texts between the wildcards of a segment; the first one is what a match begins with. A class ends where only a parser could say,
 * and what is escaped is not itself: nothing counts from the first of those on.
 */
function plainRuns(segment: string): string[] {
  const special = segment.search(/[\\[]/);
  return (special < 0 ? segment : segment.slice(0, special)).split(/[*?\s]+/);
}

function longest(runs: readonly string[]): string {
  return runs.reduce((best, run) => (run.length > best.length ? run : best), '');
}

/** What letters beyond ASCII fold to is the matcher's to say: a pattern that has one is found by the rest of it. */
function caseless(pattern: string): string {
  return lowerCase(pattern).replace(/[^ -~]/g, '?');
}

function lowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Patterns by a text that must stand somewhere. The lengths are few, however many the texts. */
function fragments() {
  const byLength = new Map<number, Map<string, number[]>>();
  return {
    add(text: string, pattern: number): void {
      const known = byLength.get(text.length) ?? new Map<string, number[]>();
      byLength.set(text.length, known);
      append(known, text, pattern);
    },
    /** Of the patterns whose text stands at an offset. */
    at(text: string, offset: number, found: number[]): void {
      for (const [length, known] of byLength)
        found.push(...(known.get(text.slice(offset, offset + length)) ?? []));
    },
    atEnd(text: string, found: number[]): void {
      for (const [length, known] of byLength)
        if (length <= text.length) found.push(...(known.get(text.slice(-length)) ?? []));
    },
    anywhere(text: string, found: number[]): void {
      if (byLength.size === 0) return;
      for (let offset = 0; offset < text.length; offset += 1) this.at(text, offset, found);
    },
  };
}
