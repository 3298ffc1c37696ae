import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { analyseBatch, type BatchResult } from '../analyse-batch';
import type { BatchContext } from '../batch-context';
import { collectGarbage } from '../batches';
import { getsValues } from '../reach';
import type { Candidate } from '../scan/scan';
import { candidateFacts } from '../scan/scan';
import { fromPortable, type ThreadData, type ThreadMessage, takeNext } from './messages';

export interface ThreadOptions {
  /** Script that runs {@link analyseInThread} with the definition of this run. */
  script: string;
  /** The number of threads, including this one. */
  count: number;
  /** Mebibytes of heap for each worker thread. If one needs more, it ends, and this thread takes over. */
  memory: number;
  /** With fewer batches than this, worker threads take longer to start than they save; worked out from the files by default. */
  fewest?: number | undefined;
  /** Whether this thread takes batches, too; true by default. */
  takesPart?: boolean;
}

/** Measured: a thread takes as long to load the compiler as to analyse one or two batches whose files import the SDK. */
const FEWEST = 4;
/** Where most files get their clients as values, one batch takes several times as long. */
const FEWEST_OF_VALUES = 2;

type OnProgress = (done: number) => void;

export interface InThreads {
  /** In the order of the batches. */
  results: readonly BatchResult[];
  /** The crossings that the worker threads found. */
  crossings: readonly (readonly [string, string])[];
  outside: readonly string[];
}

/** Analyses the batches in this thread, one after the other. */
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
 * Analyses the batches in this thread and in workers, each of which takes the next batch from the work queue. If a worker fails or cannot
 * start, its batches are analysed here, with the same result.
 *
 * @returns `undefined` where there is too little work for several threads
 * @throws {StackTooShort}
 */
export async function analysedInThreads(
  batches: readonly (readonly Candidate[])[],
  context: BatchContext,
  { script, count, memory, fewest, takesPart = true, onProgress }: ThreadOptions & { onProgress: OnProgress },
): Promise<InThreads | undefined> {
  if (count < 2 || batches.length < (fewest ?? fewestFor(batches, context))) return undefined;
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
    // This thread analyses the batches that a failed worker leaves.
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

/** The files' imports are asked for only where the answer depends on them. */
function fewestFor(
  batches: readonly (readonly Candidate[])[],
  { root, imports, mentions }: BatchContext,
): number {
  if (batches.length < FEWEST_OF_VALUES || batches.length >= FEWEST) return FEWEST;
  const files = batches.flat();
  const values = files.filter(({ file }) => getsValues(`${root}/${file}`, imports, mentions));
  return values.length * 2 > files.length ? FEWEST_OF_VALUES : FEWEST;
}

function threadData(
  batches: readonly (readonly Candidate[])[],
  { root, assumeClients, explained, answers, scope, needsStack, scan, transforms, ...context }: BatchContext,
  next: SharedArrayBuffer,
): ThreadData {
  const { files, mentions, leaving, packages, candidates } = scan;
  const indexOf = new Map(candidates.map((candidate, index) => [candidate, index]));
  const { standIns, ambient, clientOptions, seeksRenamed, hasGlobals } = context;
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
    leaving,
    packages: packages.all,
    candidates: candidates.map(candidateFacts),
    overview: { standIns, ambient, clientOptions, seeksRenamed, hasGlobals },
    batches: batches.map((batch) => batch.map((candidate) => indexOf.get(candidate)!)),
    next,
  };
}
