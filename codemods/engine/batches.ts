import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Candidate } from './scan/scan';

/** Bytes of source whose syntax trees are held at once: bounds the memory of large repositories, and cuts no ordinary one. */
const BATCH_BYTES = 3.5 * 1024 * 1024;

/** Between batches, before the next trees come on top of the last ones: left alone, the heap grows to what the machine has. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
}

/** The candidates in their order, as many at once as memory should hold. */
export function* batchesOf(candidates: readonly Candidate[]): Generator<Candidate[]> {
  let batch: Candidate[] = [];
  let bytes = 0;
  for (const candidate of candidates) {
    if (batch.length > 0 && bytes + candidate.bytes.length > BATCH_BYTES) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(candidate);
    bytes += candidate.bytes.length;
  }
  if (batch.length > 0) yield batch;
}
