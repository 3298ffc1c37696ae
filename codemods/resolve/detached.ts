/**
 * The same text as a string of its own. V8 makes a part of a text by pointing into it, and keeps the whole text for as long as the
 * part is kept: a few specifiers in a map would hold all sources of a repository.
 */
export function detached(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
