import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A command was stopped by a signal, which says so in its exit code. */
class Stopped extends Error {
  override name = 'Stopped';
  /** As shells count it. */
  readonly exitCode: number;

  constructor(message: string, signal: NodeJS.Signals) {
    super(message);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/**
 * Runs something that a signal to this process stops in good order. A second signal ends the process at once, which is safe, too.
 *
 * @throws {Stopped} with the words of the AbortError that it ended with
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
