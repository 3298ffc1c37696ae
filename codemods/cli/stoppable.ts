import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A signal stopped the command; the exit code names the signal. */
class Stopped extends Error {
  override name = 'Stopped';
  /** 128 + number of the signal, as in shells. */
  readonly exitCode: number;

  constructor(message: string, signal: NodeJS.Signals) {
    super(message);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/**
 * Runs an action that the first signal to this process aborts in good order. A second signal ends the process at once, which is safe,
 * too.
 *
 * @throws {Stopped} with the message of the action's AbortError
 */
export async function stoppable<T>(action: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = (signal: NodeJS.Signals) => controller.abort(signal);
  for (const signal of signals) process.once(signal, stop);
  try {
    return await action(controller.signal);
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError')
      throw new Stopped(error.message, controller.signal.reason);
    throw error;
  } finally {
    for (const signal of signals) process.removeListener(signal, stop);
  }
}
