/** Frames looked through for the caller where the nearest one is no code of the program, such as `Array.map`. */
const depth = 32;

const keepFrames = (_error: Error, frames: NodeJS.CallSite[]) => frames;

/**
 * The stack frame that called `entry`: code of the program, never a line of ours, of Node's or of the engine's.
 *
 * One frame is taken first, because that is what a call from a known place pays each time.
 *
 * @returns `undefined` where nobody in the program is on the stack, such as a timer that calls `entry` itself
 */
export function callerFrame(entry: Entry): NodeJS.CallSite | undefined {
  const [nearest] = framesAbove(entry, 1);
  if (nearest === undefined || isOfTheProgram(nearest)) return nearest;
  return framesAbove(entry, depth).find(isOfTheProgram);
}

/** A function of ours that the program calls. */
export type Entry = (...args: never[]) => unknown;

function framesAbove(entry: Entry, count: number): readonly NodeJS.CallSite[] {
  const { stackTraceLimit, prepareStackTrace } = Error;
  const holder: { stack?: unknown } = {};
  try {
    Error.stackTraceLimit = count;
    Error.prepareStackTrace = keepFrames;
    Error.captureStackTrace(holder, entry);
    // Read here: the frames are prepared on the first access.
    return Array.isArray(holder.stack) ? holder.stack : [];
  } catch {
    // `--frozen-intrinsics`: the call goes on, from an unknown place.
    return [];
  } finally {
    restore(stackTraceLimit, prepareStackTrace);
  }
}

function restore(limit: number, prepare: typeof Error.prepareStackTrace): void {
  try {
    Error.stackTraceLimit = limit;
    Error.prepareStackTrace = prepare;
  } catch {
    // Frozen: nothing was changed either.
  }
}

function isOfTheProgram(frame: NodeJS.CallSite): boolean {
  const file = frame.getFileName();
  // Code out of `eval` has no file, and builtins such as `Array.map` have neither a file nor an origin.
  if (!file) return frame.isEval();
  return !file.startsWith('node:');
}
