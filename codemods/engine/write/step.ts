/**
 * The boundaries between which a run can be cut. Tests listen to stop the process at each of them; nothing else does.
 */
export type Step =
  | 'originals-written'
  | 'journal-committed'
  | 'temporary-written'
  | 'intent-logged'
  | 'renamed'
  | 'created'
  | 'removed'
  | 'ended'
  | 'undo-begun'
  | 'undo-ended';

export type OnStep = (step: Step, file?: string) => void;
