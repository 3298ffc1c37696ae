/** This thread's stack is too short for some file: a thread with a longer one may get through. */
export class StackTooShort extends Error {
  override name = 'StackTooShort';
}

/** By its name: what is bundled more than once has more than one class. */
export const isStackTooShort = (error: unknown): boolean =>
  error instanceof Error && error.name === 'StackTooShort';
