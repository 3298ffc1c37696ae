/** A run was stopped through its signal. Every file is complete, with its old or its new bytes. */
export class Interrupted extends Error {
  /** The name that Node's own functions use. */
  override name = 'AbortError';
  readonly code = 'ABORT_ERR';

  /**
   * @param written how many files were written, and of how many; both are 0 before writing began
   * @param cause the signal's reason
   */
  constructor(
    readonly written: { readonly done: number; readonly total: number },
    cause: unknown,
  ) {
    super(
      written.total > 0
        ? `stopped after ${written.done} of ${written.total} files. Every file is whole, old or new: run the same command again to go on, or "zentra-codemods undo" to go back`
        : 'stopped: nothing was written',
      { cause },
    );
  }
}
