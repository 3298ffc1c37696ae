import { ZentraError } from '../../src/contract/errors';

/** Returns the error that a call rejects with; throws if the call resolves, or rejects with another kind of error. */
export async function rejection(call: Promise<unknown>): Promise<ZentraError> {
  const outcome = await call.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome) {
    if (outcome.error instanceof ZentraError) return outcome.error;
    throw outcome.error;
  }
  throw new Error(`resolved with ${JSON.stringify(outcome.value)}`);
}
