import { ZentraError } from '../contract/errors.js';
import { callPromise } from './call-promise.js';

/** May throw before it returns its promise. */
export type Operation = (...args: unknown[]) => Promise<unknown>;

/** What old code passes as the last argument, in Node's own form. */
export type Callback<T> = (error: Error | null, result?: T) => unknown;

/**
 * The operation as callers see it: it only ever rejects, with an error whose stack reaches the caller's line, and tells a callback
 * in last place.
 *
 * What is refused before anything is sent still has its caller on the stack, and gets the frames from there on. Later failures
 * rely on the engine's asynchronous stack traces, which follow the chain of awaiting functions; taking the stack of every call
 * beforehand would cost a tenth of the throughput.
 */
export function pointingAtCaller(name: string, run: Operation): Operation {
  const entry: Operation = (...args) => settled(entry, args, () => run(...args));
  Object.defineProperty(entry, 'name', { value: name, configurable: true });
  return entry;
}

/**
 * Runs an operation for the function `entry` that was called. Never throws.
 *
 * @param args a callback at their end is taken off before `run` is called
 */
export function settled(entry: Operation, args: unknown[], run: () => Promise<unknown>): Promise<unknown> {
  const callback = takenCallback(args);
  let call: Promise<unknown>;
  try {
    call = run();
  } catch (error) {
    call = rejectedAtCaller(error, entry);
  }
  if (callback) tell(callback, call);
  return callPromise(call);
}

/** Takes the function off the end of the arguments. */
function takenCallback(args: unknown[]): Callback<unknown> | undefined {
  let last = args.length - 1;
  while (last >= 0 && args[last] === undefined) last--;
  const callback = args[last];
  if (typeof callback !== 'function') return undefined;
  args.length = last;
  return callback as Callback<unknown>;
}

/** Calls back once the call is over. Outside of the promise, so that what the callback throws is an uncaught exception. */
function tell(callback: Callback<unknown>, call: Promise<unknown>): void {
  call.then(
    (result) => process.nextTick(callback, null, result),
    (error: unknown) => process.nextTick(callback, error),
  );
}

/** What `entry` answers after `error` was thrown in it. */
function rejectedAtCaller(error: unknown, entry: Operation): Promise<never> {
  try {
    if (error instanceof ZentraError) Error.captureStackTrace(error, entry);
  } catch {
    // A program may freeze `Error`: the stack is then the one of where the error was made.
  }
  return Promise.reject(error);
}
