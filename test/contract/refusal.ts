import { ZentraError } from '../../src/contract/errors';

/** The error that `run` throws; fails where it throws none, or none of ours. */
export function refusal(run: () => unknown): ZentraError {
  try {
    run();
  } catch (error) {
    if (error instanceof ZentraError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
