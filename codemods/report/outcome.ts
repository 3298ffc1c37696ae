import type { Mode, Report } from './report';

/** What a run did: its mode, or `refused` if it was to write and its type verification did not pass, so that nothing was written. */
export type Outcome = Mode | 'refused';

export function outcomeOf({ mode, verification }: Pick<Report, 'mode' | 'verification'>): Outcome {
  return mode === 'write' && (verification?.status ?? 'passed') !== 'passed' ? 'refused' : mode;
}
