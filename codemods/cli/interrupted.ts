import { constants } from 'node:os';

/** A run that writes was stopped by a signal. Every file is whole. */
export class Interrupted extends Error {
  override name = 'Interrupted';
  /** As shells count it. */
  readonly exitCode: number;

  /** @param written how many files were written, of how many: none where it had not begun to write */
  constructor(signal: NodeJS.Signals, written: { done: number; total: number }) {
    super(
      written.total > 0
        ? `stopped after ${written.done} of ${written.total} files. Every file is whole, old or new: run the same command again to go on, or "zentra-codemods undo" to go back`
        : 'stopped: nothing was written',
    );
    this.exitCode = 128 + constants.signals[signal];
  }
}
