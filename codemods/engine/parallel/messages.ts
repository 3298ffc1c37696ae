import type { Answer } from '../../answers/answer';
import { type RewrittenParts, rewrittenFrom } from '../../rewrite/rewritten-file';
import type { BatchResult, FileAnalysis, Unparsable } from '../analyse-batch';
import type { Overview } from '../batch-context';
import type { Package } from '../scan/packages';
import type { Candidate } from '../scan/scan';

/** What another thread is given: plain values, of which it makes the repository again. */
export interface ThreadData {
  root: string;
  rules: readonly string[];
  assumeClients: ReadonlySet<string>;
  explained: ReadonlySet<string>;
  answers: readonly Answer[];
  scope: 'slice' | 'whole';
  needsStack: boolean | undefined;
  files: readonly string[];
  mentions: ReadonlySet<string>;
  packages: readonly Package[];
  candidates: readonly Omit<Candidate, 'bytes'>[];
  overview: Overview;
  /** Indices of candidates. */
  batches: readonly (readonly number[])[];
  /** Of the next batch that nobody has taken. */
  next: SharedArrayBuffer;
}

/** What it says of each batch that it took. */
export interface ThreadMessage {
  index: number;
  files: readonly PortableAnalysis[];
  failed: BatchResult['failed'];
  /** New ones since its last message. */
  crossings: readonly [string, string][];
  outside: readonly string[];
}

/** A file's analysis without what no other thread can be sent: the candidate, and functions. */
export type PortableAnalysis = Omit<FileAnalysis, 'candidate' | 'rewritten'> & {
  rewritten: RewrittenParts | Unparsable;
};

export function portable({ candidate: _, rewritten, ...plain }: FileAnalysis): PortableAnalysis {
  const result = rewritten();
  return { ...plain, rewritten: 'error' in result ? result : result.parts };
}

/** @param candidateOf the candidate of a file, as this thread has it */
export function fromPortable(
  { rewritten, ...plain }: PortableAnalysis,
  candidateOf: (file: string) => Candidate,
): FileAnalysis {
  const result = 'error' in rewritten ? rewritten : rewrittenFrom(rewritten);
  return { ...plain, candidate: candidateOf(plain.file), rewritten: () => result };
}

/** The index of a batch for the thread that asks, each once; past the last one, there is none left. */
export const takeNext = (next: SharedArrayBuffer): number => Atomics.add(new Int32Array(next), 0, 1);
