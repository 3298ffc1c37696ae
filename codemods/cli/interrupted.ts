import { constants } from 'node:os';
import type { Progress } from '../engine/options';

/** A run that writes was stopped by a signal. Every file is whole. */
export class Interrupted extends Error {
  override name = 'Interrupted';
  /** As shells count it. */
  readonly exitCode: number;

  constructor(signal: NodeJS.Signals, at: Progress | undefined) {
    super(
      at?.stage === 'write'
        ? `stopped after ${at.done} of ${at.total} files. Every file is whole, old or new: run the same command again to go on, or "zentra-codemods undo" to go back`
        : 'stopped: nothing was written',
    );
    this.exitCode = 128 + constants.signals[signal];
  }
}
