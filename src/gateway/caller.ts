import { ZentraError } from '../contract/errors.js';

type Operation = (...args: unknown[]) => Promise<unknown>;

/**
 * The operation with errors whose stack starts at its caller. The frames are taken before the first asynchronous step, where
 * they still exist, and only turned into text when something fails.
 */
export function pointingAtCaller(name: string, run: Operation): Operation {
  const entry: Operation = async (...args) => {
    const caller: { stack?: unknown } = {};
    Error.captureStackTrace(caller, entry);
    try {
      return await run(...args);
    } catch (error) {
      if (error instanceof ZentraError) point(error, caller.stack);
      throw error;
    }
  };
  Object.defineProperty(entry, 'name', { value: name, configurable: true });
  return entry;
}

function point(error: ZentraError, stack: unknown): void {
  if (typeof stack !== 'string') return;
  const frames = stack.indexOf('\n    at ');
  if (frames === -1) return;
  error.stack = `${error.name}: ${error.message}${stack.slice(frames)}`;
}
