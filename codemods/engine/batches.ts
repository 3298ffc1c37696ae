import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { DisjointSets } from '../resolve/disjoint-sets';
import type { Candidate } from './scan/scan';

/** Bytes of source whose syntax trees are held at once. It bounds the memory of large repositories; an ordinary one fits. */
const BATCH_BYTES = 3.5 * 1024 * 1024;
/** From this size on, several threads are worth their start, and get batches of even size. */
const MANY_BYTES = 4 * BATCH_BYTES;
/** Enough batches for four threads to end at about the same time. */
const BATCHES_OF_MANY = 12;

/** Part of a batch below which the last one joins the one before: where values are followed, a batch loads the files of others, too. */
const SMALL_REST = 1 / 8;

/** Frees the trees of the last batch before the next one; otherwise the heap grows to the memory of the machine. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
}

/**
 * Groups the candidates by the memory that a batch may take. Files connected by imports stay together as long as they fit, so that data
 * flow between them is worked out once. The batches do not depend on the number of threads.
 *
 * @param importsOf files that a candidate imports; asked only where one batch does not hold all
 * @param batchBytes how much source a batch may hold
 */
export function batchesOf(
  candidates: readonly Candidate[],
  importsOf: (candidate: Candidate) => readonly string[],
  batchBytes = BATCH_BYTES,
): Candidate[][] {
  const total = sizeOf(candidates);
  if (total <= batchBytes) return candidates.length === 0 ? [] : [[...candidates]];
  const size = total < MANY_BYTES ? batchBytes : Math.min(batchBytes, total / BATCHES_OF_MANY);
  const batches: Candidate[][] = [];
  let batch: Candidate[] = [];
  let bytes = 0;
  const close = () => {
    if (batch.length > 0) batches.push(batch);
    [batch, bytes] = [[], 0];
  };
  for (const component of componentsOf(candidates, importsOf)) {
    if (bytes + sizeOf(component) > size) close();
    for (const candidate of component) {
      if (bytes + candidate.bytes.length > size) close();
      batch.push(candidate);
      bytes += candidate.bytes.length;
    }
  }
  close();
  const [before, rest] = batches.slice(-2);
  if (before && rest && sizeOf(rest) < size * SMALL_REST) batches.splice(-2, 2, [...before, ...rest]);
  return batches;
}

const sizeOf = (candidates: readonly Candidate[]): number =>
  candidates.reduce((sum, { bytes }) => sum + bytes.length, 0);

/** The components that imports connect, in the order of their first files, each in the order of its files. */
function componentsOf(
  candidates: readonly Candidate[],
  importsOf: (candidate: Candidate) => readonly string[],
): Candidate[][] {
  const byFile = new Map(candidates.map((candidate) => [candidate.file, candidate]));
  const connected = new DisjointSets<Candidate>();
  for (const candidate of candidates) {
    for (const file of importsOf(candidate)) {
      const imported = byFile.get(file);
      if (imported) connected.join(candidate, imported);
    }
  }
  return connected.grouped(candidates);
}
