import { type Operation, settled } from '../gateway/caller.js';

/** Who called a function of ours: taken while the call is being made, worked out only as far as it is asked for. */
export interface Caller {
  /** The function of ours that was called. */
  readonly entry: Operation;
  /** Has the frame of `entry`, and the one above it, until it is read. */
  readonly holder: { stack?: unknown } | undefined;
}

/** A frame of the program. */
export interface CallingFrame {
  readonly frame: NodeJS.CallSite;
  /** Name of the script; of code without one, where it was made. */
  readonly script: string;
}

/** The engine's own: a program may put another class in its place, which adds frames. */
const EnginesError = Error;

/**
 * An operation that is told who calls it, and otherwise behaves as `pointingAtCaller` has it.
 *
 * The stack is taken right here, in the function that the program calls, and two frames of it, by the engine's fastest way: every frame in
 * between, and every one further up, costs as much as the rest of the bookkeeping. A program may freeze `Error`, or make accessors of its
 * members, at any time: there is no frame then, and the call is made all the same.
 */
export function knowingCaller(
  name: string,
  run: (caller: Caller, args: unknown[]) => Promise<unknown>,
): Operation {
  const entry: Operation = (...args) => {
    let holder: Caller['holder'];
    try {
      const limit = EnginesError.stackTraceLimit;
      try {
        EnginesError.stackTraceLimit = 2;
        holder = new EnginesError();
      } finally {
        EnginesError.stackTraceLimit = limit;
      }
    } catch {
      // There is nobody to tell: this is what the warning would be about.
    }
    return settled(entry, args, () => run({ entry, holder }, args));
  };
  Object.defineProperty(entry, 'name', { value: name, configurable: true });
  return entry;
}

/** Frames looked through where the nearest one is no code of the program, such as `Array.map`. */
const deepest = 32;

/**
 * The stack frame of a caller: code of the program, never a line of ours, of Node's or of the engine's. To be asked before the
 * operation returns.
 *
 * @returns `undefined` where nobody in the program is on the stack, such as a timer that calls the operation itself
 */
export function callingFrame({ entry, holder }: Caller): CallingFrame | undefined {
  if (!holder) return undefined;
  try {
    const nearest = preparedFrames(holder)[1];
    return nearest && (ofTheProgram(nearest) ?? furtherFrame(entry));
  } catch {
    // Frames of a library's own making may lack what V8's have: the caller is unknown then.
    return undefined;
  }
}

function furtherFrame(entry: Operation): CallingFrame | undefined {
  const holder: { stack?: unknown } = {};
  const limit = EnginesError.stackTraceLimit;
  EnginesError.stackTraceLimit = deepest;
  try {
    EnginesError.captureStackTrace(holder, entry);
  } finally {
    EnginesError.stackTraceLimit = limit;
  }
  for (const frame of preparedFrames(holder)) {
    const calling = ofTheProgram(frame);
    if (calling) return calling;
  }
  return undefined;
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

function ofTheProgram(frame: NodeJS.CallSite): CallingFrame | undefined {
  const file = frame.getFileName();
  if (file) return file.startsWith('node:') ? undefined : { frame, script: file };
  // Code out of `eval` has no file, and builtins such as `Array.map` have neither a file nor an origin.
  return frame.isEval() ? { frame, script: frame.getEvalOrigin() ?? '' } : undefined;
}
