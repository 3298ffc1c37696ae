import { type Operation, settled } from '../gateway/operation.js';

// biome-ignore lint/complexity/noBannedTypes: whatever the program can call
type Callable = Function;

/** The caller of an operation: recorded during the call, resolved only when it is needed. */
export interface Caller {
  /** The function that the program called: the operation, or what `calledThrough` was given. */
  readonly entry: Callable;
  /** Holds the frame of the operation and the one above, which are resolved when `stack` is read. */
  readonly holder: { stack?: unknown } | undefined;
}

/** A stack frame in the program's code. */
export interface CallingFrame {
  readonly frame: NodeJS.CallSite;
  /** Name of the script; for code from `eval`, its origin. */
  readonly script: string;
}

/** The engine's own class: a program may replace `Error` with a class that adds frames. */
const EnginesError = Error;

/** The function through which the program calls an operation, until the operation has begun. */
let through: Callable | undefined;

/**
 * Calls an operation in a function that the program called in its place: the operation's caller is then that of the function.
 *
 * @param entry the function that the program called; within another such call, the outer function counts
 */
export function calledThrough<T>(entry: Callable, call: () => T): T {
  const outer = through;
  through = outer ?? entry;
  try {
    return call();
  } finally {
    through = outer;
  }
}

/**
 * Makes an operation that records its caller, and otherwise behaves as `pointingAtCaller` does.
 *
 * The stack is captured directly in the function that the program calls, and only two frames, because each further frame costs as much as
 * all other bookkeeping. A program may freeze `Error` or turn its members into accessors at any time: then there is no frame, and the call
 * is made nevertheless.
 */
export function knowingCaller(
  name: string,
  run: (caller: Caller, args: unknown[]) => Promise<unknown>,
): Operation {
  const entry: Operation = (...args) => {
    const called = through ?? entry;
    through = undefined;
    let holder: Caller['holder'];
    try {
      const limit = EnginesError.stackTraceLimit;
      try {
        EnginesError.stackTraceLimit = 2;
        // Above another function, the frame is further away, and looked for only when it is needed.
        if (called === entry) holder = new EnginesError();
      } finally {
        EnginesError.stackTraceLimit = limit;
      }
    } catch {
      // There is nobody to tell: this is what the warning would be about.
    }
    return settled(entry, args, () => run({ entry: called, holder }, args));
  };
  Object.defineProperty(entry, 'name', { value: name, configurable: true });
  return entry;
}

/** Number of frames to search if the nearest one is not code of the program, such as `Array.map`. */
const deepest = 32;

/**
 * The stack frame of a caller in the program's code, never in ours, Node's or the engine's. Must be called before the operation returns.
 *
 * @returns `undefined` if no code of the program is on the stack, for example when a timer calls the operation itself
 */
export function callingFrame({ entry, holder }: Caller): CallingFrame | undefined {
  try {
    if (!holder) return furtherFrame(entry);
    const nearest = preparedFrames(holder)[1];
    return nearest && (ofTheProgram(nearest) ?? furtherFrame(entry));
  } catch {
    // Frames made by a library may lack methods of V8's frames: the caller is then unknown.
    return undefined;
  }
}

function furtherFrame(entry: Callable): CallingFrame | undefined {
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
 * The first access to `stack` prepares the frames; with `--frozen-intrinsics` they are text, so the caller is unknown.
 *
 * @throws errors of the program's own accessors, which may have replaced `prepareStackTrace`
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
  // Code from `eval` has no file; builtins such as `Array.map` have neither a file nor an origin.
  return frame.isEval() ? { frame, script: frame.getEvalOrigin() ?? '' } : undefined;
}
