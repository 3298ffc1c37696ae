/**
 * Counts the files that a worker has written, in memory shared by both threads. Messages can be lost when the worker is stopped, and the
 * caller must not read that nothing was written when something was.
 */
export interface WrittenCount {
  readonly shared: SharedArrayBuffer;
  read(): { done: number; total: number };
  set(done: number, total: number): void;
}

/** @param shared memory of the other thread's count; without it, a new count is made */
export function writtenCount(shared = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT)): WrittenCount {
  const counts = new Int32Array(shared);
  return {
    shared,
    read: () => ({ done: Atomics.load(counts, 0), total: Atomics.load(counts, 1) }),
    set(done, total) {
      Atomics.store(counts, 0, done);
      Atomics.store(counts, 1, total);
    },
  };
}
