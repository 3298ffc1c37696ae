/**
 * Copies a text. In V8 a substring points into the whole text and keeps it in memory: a few specifiers in a map would keep all sources
 * of a repository.
 */
export function detached(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
