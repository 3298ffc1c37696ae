/**
 * A cheap test that is never wrong in saying no: whether any pattern of an ignore file could match an entry itself. Most entries are
 * ruled out by their names, which costs a tenth of a full test. Entries of ignored folders are not asked about, so a pattern
 * matches an entry only where its last segment matches the entry's name; one that ends in `/**`, where the entry is below it.
 *
 * @param text an ignore file
 * @returns asked with an entry's name, and its path relative to the file
 */
export function possibleMatch(text: string): (name: string, path: string) => boolean {
  const names = new Set<string>();
  const folders: string[] = [];
  const ends: { head: string; tail: string }[] = [];
  for (const line of text.split(/\r?\n/)) {
    const pattern = line.trim().replace(/^!/, '').replace(/\/+$/, '');
    if (pattern === '' || line.startsWith('#')) continue;
    const folder = /^\/?([^\\*?[\] ]+\/)\*\*$/.exec(pattern)?.[1];
    if (folder !== undefined) {
      folders.push(folder);
      continue;
    }
    const last = pattern.slice(pattern.lastIndexOf('/') + 1);
    if (!/[\\*?[\] ]/.test(last)) names.add(last);
    else {
      // What a name must begin and end with, however the pattern goes on in between.
      const head = /^[^\\*?[\] ]*/.exec(last)![0];
      const tail = /[^\\*?[\] ]*$/.exec(last)![0];
      if (head === '' && (tail === '' || last.includes('\\') || last.includes('['))) return () => true;
      ends.push({ head, tail: last.includes('\\') || last.includes('[') ? '' : tail });
    }
  }
  return (name, path) =>
    names.has(name) ||
    folders.some((folder) => path.startsWith(folder)) ||
    ends.some(({ head, tail }) => name.startsWith(head) && name.endsWith(tail));
}
