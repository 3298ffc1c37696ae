import type { Answer } from '../../answers/answer';
import { type RewrittenParts, rewrittenFrom } from '../../rewrite/rewritten-file';
import type { BatchResult, FileAnalysis, Unparsable } from '../analyse-batch';
import type { Overview } from '../batch-context';
import type { Package } from '../scan/packages';
import type { Candidate } from '../scan/scan';

/** The input of a worker thread: plain values, from which it opens the repository again. */
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
  leaving: ReadonlySet<string>;
  packages: readonly Package[];
  candidates: readonly Omit<Candidate, 'bytes'>[];
  overview: Overview;
  /** Indices of candidates. */
  batches: readonly (readonly number[])[];
  /** Index of the next batch in the work queue. */
  next: SharedArrayBuffer;
}

/** The result of one batch, from a worker thread. */
export interface ThreadMessage {
  index: number;
  files: readonly PortableAnalysis[];
  failed: BatchResult['failed'];
  /** The new crossings since its last message. */
  crossings: readonly [string, string][];
  outside: readonly string[];
}

/** A file's analysis without the parts that cannot be sent between threads: the candidate, and functions. */
export type PortableAnalysis = Omit<FileAnalysis, 'candidate' | 'rewritten'> & {
  rewritten: RewrittenParts | Unparsable;
};

export function portable({ candidate: _, rewritten, ...plain }: FileAnalysis): PortableAnalysis {
  const result = rewritten();
  return { ...plain, rewritten: 'error' in result ? result : result.parts };
}

/** @param candidateOf this thread's candidate of a file */
export function fromPortable(
  { rewritten, ...plain }: PortableAnalysis,
  candidateOf: (file: string) => Candidate,
): FileAnalysis {
  const result = 'error' in rewritten ? rewritten : rewrittenFrom(rewritten);
  return { ...plain, candidate: candidateOf(plain.file), rewritten: () => result };
}

/** Takes the index of the next batch. Past the last batch, the work queue is empty. */
export const takeNext = (next: SharedArrayBuffer): number => Atomics.add(new Int32Array(next), 0, 1);
