/**
 * What reading tells of a receiver, before anything is run:
 *
 * - `knowable`: every way that leads to it in the package starts at a client (or at nothing)
 * - `open`: it comes in from outside: through a published export, a container of another package, a computed key
 * - `justified`: a client for certain, but its arguments need a person
 * - `decoy`: somebody else's
 */
export type Verdict = 'knowable' | 'open' | 'justified' | 'decoy';

export interface JudgedReceiver {
  file: string;
  line: number;
  verdict: Verdict;
}

const verdicts: ReadonlySet<string> = new Set<Verdict>(['knowable', 'open', 'justified', 'decoy']);

/**
 * Reads a list of receivers: `lib/api.js knowable 12 30 30`, that is file, verdict, and the line of each as published.
 *
 * @throws {Error} naming the line that is none
 */
export function parseTruth(text: string, name: string): JudgedReceiver[] {
  return text.split('\n').flatMap((entry, index) => {
    if (entry === '' || entry.startsWith('#')) return [];
    const [file = '', verdict = '', ...lines] = entry.split(' ');
    if (!verdicts.has(verdict) || lines.length === 0 || !lines.every((line) => /^[1-9]\d*$/.test(line))) {
      throw new Error(
        `${name}:${index + 1} is not "<file> <verdict> <line>…" with ${[...verdicts].join(', ')}`,
      );
    }
    return lines.map((line) => ({ file, line: Number(line), verdict: verdict as Verdict }));
  });
}
