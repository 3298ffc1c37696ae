import { ZentraError, ZentraValidationError } from '../contract/errors.js';
import { callPromise } from './call-promise.js';

/** An operation; it may throw instead of returning a rejected promise. */
export type Operation = (...args: unknown[]) => Promise<unknown>;

/** A Node-style callback, which old code passes as the last argument. */
export type Callback<T> = (error: Error | null, result?: T) => unknown;

/**
 * Wraps an operation for callers: it never throws but rejects, with an error whose stack contains the caller's line, and it calls a
 * callback in last place.
 *
 * An error before the request still has the caller on the stack, so its stack is taken there. Later errors rely on the engine's
 * asynchronous stack traces, which follow the chain of awaiting functions; capturing the stack of every call in advance would cost a
 * tenth of the throughput.
 */
export function pointingAtCaller(name: string, run: Operation): Operation {
  const entry: Operation = (...args) => settled(entry, args, () => run(...args));
  Object.defineProperty(entry, 'name', { value: name, configurable: true });
  return entry;
}

/**
 * Runs an operation on behalf of `entry`, the function that the caller called. Never throws.
 *
 * @param args the arguments; a callback at the end is removed before `run` is called
 */
export function settled(entry: Operation, args: unknown[], run: () => Promise<unknown>): Promise<unknown> {
  const callback = takenCallback(args);
  let call: Promise<unknown>;
  try {
    if (callback) refuseFurtherCallback(args);
    call = run();
  } catch (error) {
    call = rejectedAtCaller(error, entry);
  }
  if (callback) tell(callback, call);
  return callPromise(call);
}

/** Removes a callback from the end of the arguments; `undefined` and `null` after it are absent arguments, as everywhere. */
function takenCallback(args: unknown[]): Callback<unknown> | undefined {
  let last = args.length - 1;
  while (last >= 0 && (args[last] === undefined || args[last] === null)) last--;
  const callback = args[last];
  if (typeof callback !== 'function') return undefined;
  args.length = last;
  return callback as Callback<unknown>;
}

/** @throws {ZentraValidationError} for a second callback: one for success and one for failure is a form that no method has. */
function refuseFurtherCallback(args: readonly unknown[]): void {
  if (typeof args.at(-1) !== 'function') return;
  throw new ZentraValidationError({
    message: 'A method takes one callback, (error, result), as its last argument: pass one function',
    field: 'arguments',
  });
}

/** Calls the callback once the call has settled. Runs it outside the promise, so that an error in it is an uncaught exception. */
function tell(callback: Callback<unknown>, call: Promise<unknown>): void {
  call.then(
    (result) => process.nextTick(callback, null, result),
    (error: unknown) => process.nextTick(callback, error),
  );
}

/** The promise that `entry` returns after `error` was thrown in it, with a stack that begins at the caller. */
function rejectedAtCaller(error: unknown, entry: Operation): Promise<never> {
  try {
    if (error instanceof ZentraError) Error.captureStackTrace(error, entry);
  } catch {
    // A program may freeze `Error`: the stack is then the one of where the error was made.
  }
  return Promise.reject(error);
}
