import { ZentraError } from '../contract/errors.js';

/** May throw before it returns its promise. */
export type Operation = (...args: unknown[]) => Promise<unknown>;

/**
 * The operation as callers see it: it only ever rejects, with an error whose stack reaches the caller's line.
 *
 * What is refused before anything is sent still has its caller on the stack, and gets the frames from there on. Later failures
 * rely on the engine's asynchronous stack traces, which follow the chain of awaiting functions; taking the stack of every call
 * beforehand would cost a tenth of the throughput.
 */
export function pointingAtCaller(name: string, run: Operation): Operation {
  const entry: Operation = (...args) => {
    try {
      return run(...args);
    } catch (error) {
      return rejectedAtCaller(error, entry);
    }
  };
  Object.defineProperty(entry, 'name', { value: name, configurable: true });
  return entry;
}

/** What `entry` answers after `error` was thrown in it. */
export function rejectedAtCaller(error: unknown, entry: Operation): Promise<never> {
  if (error instanceof ZentraError) Error.captureStackTrace(error, entry);
  return Promise.reject(error);
}
