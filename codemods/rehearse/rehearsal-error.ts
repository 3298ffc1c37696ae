/** The rehearsal could not be run. The message says why, and what to do. */
export class RehearsalError extends Error {
  override readonly name = 'RehearsalError';
  readonly exitCode = 3;
}
