import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { analyseBatch, type BatchResult } from '../analyse-batch';
import type { BatchContext } from '../batch-context';
import { collectGarbage } from '../batches';
import type { Candidate } from '../scan/scan';
import { candidateFacts } from '../scan/scan';
import { fromPortable, type ThreadData, type ThreadMessage, takeNext } from './messages';

export interface ThreadOptions {
  /** Script that runs {@link analyseInThread} with the definition of this run. */
  script: string;
  /** How many threads work, this one included. */
  count: number;
  /** Mebibytes for the values of each other thread; one that needs more ends, and this one takes over. */
  memory: number;
  /** With fewer batches than this, other threads take longer to start than they save. */
  fewest?: number;
  /** Whether this thread takes batches while others do; true by default. */
  takesPart?: boolean;
}

/** Measured: a thread that loads the compiler takes as long as one or two batches. */
const FEWEST = 4;

type OnProgress = (done: number) => void;

export interface InThreads {
  /** In the order of the batches. */
  results: readonly BatchResult[];
  /** What other threads came upon. */
  crossings: readonly (readonly [string, string])[];
  outside: readonly string[];
}

/** In this thread, one batch after the other. */
export function analysedHere(
  batches: readonly (readonly Candidate[])[],
  context: BatchContext,
  onProgress: OnProgress,
): BatchResult[] {
  let done = 0;
  return batches.map((batch, index) => {
    const result = analyseBatch(batch, context, (count) => onProgress(done + count));
    done += batch.length;
    if (index + 1 < batches.length) collectGarbage();
    return result;
  });
}

/**
 * In this thread and others, each of which takes the next batch when it is ready. A batch of a thread that failed, or that could not be had,
 * is analysed here: what comes out is the same.
 *
 * @returns `undefined` where the work is too small for that
 * @throws {StackTooShort}
 */
export async function analysedInThreads(
  batches: readonly (readonly Candidate[])[],
  context: BatchContext,
  {
    script,
    count,
    memory,
    fewest = FEWEST,
    takesPart = true,
    onProgress,
  }: ThreadOptions & { onProgress: OnProgress },
): Promise<InThreads | undefined> {
  if (count < 2 || batches.length < fewest) return undefined;
  const next = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const workerData = threadData(batches, context, next);
  const candidates = new Map(context.scan.candidates.map((candidate) => [candidate.file, candidate]));
  const results = new Map<number, BatchResult>();
  const crossings: [string, string][] = [];
  const outside: string[] = [];
  let done = 0;
  const keep = (index: number, result: BatchResult) => {
    results.set(index, result);
    done += batches[index]!.length;
    onProgress(done);
  };
  const others = Array.from({ length: Math.min(count, batches.length) - 1 }, () => {
    const worker = new Worker(script, { workerData, resourceLimits: { maxOldGenerationSizeMb: memory } });
    worker.on('message', ({ index, files, failed, ...found }: ThreadMessage) => {
      crossings.push(...found.crossings);
      outside.push(...found.outside);
      keep(index, {
        failed,
        files: files.map((file) => fromPortable(file, (name) => candidates.get(name)!)),
      });
    });
    // Whatever it did not get to is done here.
    worker.on('error', () => {});
    return worker;
  });
  const ended = Promise.all(others.map((worker) => once(worker, 'exit').catch(() => {})));
  const analyseHere = (index: number) => {
    keep(index, analyseBatch(batches[index]!, context));
    collectGarbage();
  };
  try {
    if (takesPart) {
      for (let index = takeNext(next); index < batches.length; index = takeNext(next)) analyseHere(index);
    }
    await ended;
    for (const index of batches.keys()) if (!results.has(index)) analyseHere(index);
  } finally {
    await Promise.all(others.map((worker) => worker.terminate()));
  }
  return { results: [...batches.keys()].map((index) => results.get(index)!), crossings, outside };
}

function threadData(
  batches: readonly (readonly Candidate[])[],
  { root, assumeClients, explained, answers, scope, needsStack, scan, transforms, ...context }: BatchContext,
  next: SharedArrayBuffer,
): ThreadData {
  const { files, mentions, packages, candidates } = scan;
  const indexOf = new Map(candidates.map((candidate, index) => [candidate, index]));
  const { standIns, ambient, clientOptions, seeksRenamed } = context;
  return {
    root,
    rules: transforms.map(({ rule }) => rule),
    assumeClients,
    explained,
    answers: answers.answers,
    scope,
    needsStack,
    files,
    mentions,
    packages: packages.all,
    candidates: candidates.map(candidateFacts),
    overview: { standIns, ambient, clientOptions, seeksRenamed },
    batches: batches.map((batch) => batch.map((candidate) => indexOf.get(candidate)!)),
    next,
  };
}
