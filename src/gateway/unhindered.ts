/**
 * Runs bookkeeping that must not keep a call from going out, nor end the process: whatever it throws, or rejects with.
 *
 * @param failed told of it; what goes wrong there has nobody left to be told to
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
