import { append } from '../../resolve/append';

/**
 * Numbers of the patterns that may match an entry itself, ascending. It includes every pattern that does.
 *
 * @param name the last part of the path
 * @param path relative to the ignore file; folders end with `/`
 */
export type PatternIndex = (name: string, path: string) => readonly number[];

/**
 * Finds the patterns of an ignore file by text that a matching path must contain, as most of thousands of patterns are about other names.
 * Entries of ignored folders are not looked up, so a pattern matches an entry only if its last segment matches the entry's name, or, for
 * a pattern that ends in `/**`, if the entry is below it.
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
  /** Patterns by a text that the path of a folder above the entry must contain. */
  const above = fragments();
  /** Patterns without a fixed text: `*`, `[ab]`. */
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

/** The key of a pattern; `undefined` for a line without a pattern. */
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
 * The texts between the wildcards of a segment; a match begins with the first one. The result stops before the first class or escape,
 * as only a parser could read on from there.
 */
function plainRuns(segment: string): string[] {
  const special = segment.search(/[\\[]/);
  return (special < 0 ? segment : segment.slice(0, special)).split(/[*?\s]+/);
}

function longest(runs: readonly string[]): string {
  return runs.reduce((best, run) => (run.length > best.length ? run : best), '');
}

/** Only the matcher knows how letters beyond ASCII fold, so a pattern that has one is found by its other characters. */
function caseless(pattern: string): string {
  return lowerCase(pattern).replace(/[^ -~]/g, '?');
}

function lowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** An index of patterns by a text that must be somewhere in the path. There are few lengths, even of many texts. */
function fragments() {
  const byLength = new Map<number, Map<string, number[]>>();
  return {
    add(text: string, pattern: number): void {
      const known = byLength.get(text.length) ?? new Map<string, number[]>();
      byLength.set(text.length, known);
      append(known, text, pattern);
    },
    /** Adds the patterns whose text is at an offset. */
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
