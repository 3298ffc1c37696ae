/**
 * Runs bookkeeping whose errors and rejections must neither prevent a call nor end the process.
 *
 * @param failed called with the error; errors in it are ignored
 */
export function unhindered(work: () => unknown, failed: (error: unknown) => void = nothing): void {
  try {
    const result = work();
    if (isPromise(result)) Promise.resolve(result).catch((error) => unhindered(() => failed(error)));
  } catch (error) {
    unhindered(() => failed(error));
  }
}

function nothing(): void {}

function isPromise(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value;
}
