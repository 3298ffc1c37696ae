import { type Operation, settled } from '../gateway/caller.js';

/** Who called a function of ours: taken while the call is being made, worked out only as far as it is asked for. */
export interface Caller {
  /** The function of ours that was called. */
  readonly entry: Operation;
  /** Holds the frame above `entry` until it is read. */
  readonly holder: { stack?: unknown };
}

/**
 * An operation that is told who calls it, and otherwise behaves as `pointingAtCaller` has it.
 *
 * The stack is taken right here, in the function that the program calls, and one frame of it: every frame in between, and
 * every one further up, costs as much as the rest of the bookkeeping.
 */
export function knowingCaller(
  name: string,
  run: (caller: Caller, args: unknown[]) => Promise<unknown>,
): Operation {
  const entry: Operation = (...args) => {
    const holder: { stack?: unknown } = {};
    capture(holder, entry, 1);
    return settled(entry, args, (...taken) => run({ entry, holder }, taken));
  };
  Object.defineProperty(entry, 'name', { value: name, configurable: true });
  return entry;
}

/**
 * Lets `holder` have the stack above `entry`. A program may freeze `Error`, or make accessors of its members, at any time: there is
 * no frame then, and the call is made all the same.
 */
function capture(holder: object, entry: Operation, depth: number): void {
  try {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = depth;
    try {
      Error.captureStackTrace(holder, entry);
    } finally {
      Error.stackTraceLimit = limit;
    }
  } catch {
    // There is nobody to tell: this is what the warning would be about.
  }
}

/** Frames looked through where the nearest one is no code of the program, such as `Array.map`. */
const deepest = 32;

/**
 * The stack frame of a caller: code of the program, never a line of ours, of Node's or of the engine's. To be asked before the
 * operation returns.
 *
 * @returns `undefined` where nobody in the program is on the stack, such as a timer that calls the operation itself
 */
export function callerFrame({ entry, holder }: Caller): NodeJS.CallSite | undefined {
  try {
    const nearest = preparedFrames(holder)[0];
    if (nearest === undefined || isOfTheProgram(nearest)) return nearest;
    const further: { stack?: unknown } = {};
    capture(further, entry, deepest);
    return preparedFrames(further).find(isOfTheProgram);
  } catch {
    // Frames of a library's own making may lack what V8's have: the caller is unknown then.
    return undefined;
  }
}

const keepFrames = (_error: Error, frames: NodeJS.CallSite[]) => frames;

/**
 * The first access to `stack` prepares the frames; with `--frozen-intrinsics` they come as text, and are unknown.
 *
 * @throws what accessors of a program's throw, which it may have put in the place of `prepareStackTrace`
 */
function preparedFrames(holder: { stack?: unknown }): readonly NodeJS.CallSite[] {
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = keepFrames;
  try {
    const { stack } = holder;
    return Array.isArray(stack) ? stack : [];
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
}

function isOfTheProgram(frame: NodeJS.CallSite): boolean {
  const file = frame.getFileName();
  // Code out of `eval` has no file, and builtins such as `Array.map` have neither a file nor an origin.
  if (!file) return frame.isEval();
  return !file.startsWith('node:');
}
