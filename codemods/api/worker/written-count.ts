/**
 * How many files a worker has written, in memory that both threads see: its messages may still be on their way when it is stopped,
 * and who stops a run must not read that nothing was written when something was.
 */
export interface WrittenCount {
  readonly shared: SharedArrayBuffer;
  read(): { done: number; total: number };
  set(done: number, total: number): void;
}

/** @param shared of the other thread's count; a new one without it */
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
