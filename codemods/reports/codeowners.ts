/** The owners of a file, as CODEOWNERS spells them; none if no pattern matches or the last matching pattern names no owner. */
export type Owners = (file: string) => readonly string[];

interface Entry {
  matches: RegExp;
  owners: readonly string[];
}

/**
 * Reads a CODEOWNERS file. The last matching pattern decides; patterns without owners inherit those of GitLab's section header.
 *
 * @param text Content of the file.
 * @param prefix Folder of the report's root, relative to the folder that CODEOWNERS governs; empty if they are the same.
 */
export function parseCodeowners(text: string, prefix = ''): Owners {
  const folder = prefix === '' || prefix === '.' ? '' : `${prefix.replace(/^\.\//, '').replace(/\/+$/, '')}/`;
  const entries = entriesOf(text);
  return (file) => entries.findLast((entry) => entry.matches.test(folder + file))?.owners ?? [];
}

function entriesOf(text: string): Entry[] {
  const entries: Entry[] = [];
  let sectionOwners: readonly string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const words = wordsOf(line);
    const section = /^\^?\[[^\]]*\](?:\[\d+\])?/.exec(line.trim());
    if (section) {
      sectionOwners = wordsOf(line.trim().slice(section[0].length));
      continue;
    }
    const [pattern, ...owners] = words;
    if (pattern === undefined) continue;
    entries.push({ matches: patternOf(pattern), owners: owners.length > 0 ? owners : sectionOwners });
  }
  return entries;
}

/** Words of a line up to its comment; a backslash keeps a space or a `#` in the word. */
function wordsOf(line: string): string[] {
  const words = line.match(/(?:\\.|[^\s\\])+/g) ?? [];
  const comment = words.findIndex((word) => word.startsWith('#'));
  return (comment === -1 ? words : words.slice(0, comment)).map((word) => word.replace(/\\(.)/g, '$1'));
}

/**
 * A pattern with a slash before its end is anchored. A pattern that names a folder matches everything below it, except if its last
 * segment is `*`, which matches only in its own folder.
 */
function patternOf(pattern: string): RegExp {
  const anchored = /\/./.test(pattern);
  const inner = pattern.replace(/^\//, '').replace(/\/$/, '/**');
  const source = inner.split('/').map(segmentOf).join('');
  const below = /(?:^|\/)\*\*?$/.test(inner) && anchored ? '' : '(?:/.*)?';
  return new RegExp(`^${anchored || pattern.startsWith('/') ? '' : '(?:.*/)?'}${source}${below}$`, 's');
}

function segmentOf(segment: string, index: number, segments: readonly string[]): string {
  const last = index === segments.length - 1;
  if (segment === '**') return last ? '.*' : '(?:[^/]*/)*';
  const source = segment
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '[^/]*')
    .replace(/\?/g, '[^/]');
  return last ? source : `${source}/`;
}
