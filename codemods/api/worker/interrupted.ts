/** A run was stopped through its signal. Every file is whole, with its old bytes or its new ones. */
export class Interrupted extends Error {
  /** As Node's own functions name it. */
  override name = 'AbortError';
  readonly code = 'ABORT_ERR';

  /**
   * @param written how many files were written, of how many: none of none where it had not begun to write
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
