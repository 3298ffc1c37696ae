/** This thread's stack is too short for some file: a thread with a longer one may get through. */
export class StackTooShort extends Error {
  override name = 'StackTooShort';
}

/** Compares the name, as a class that is bundled more than once is several classes. */
export const isStackTooShort = (error: unknown): boolean =>
  error instanceof Error && error.name === 'StackTooShort';
