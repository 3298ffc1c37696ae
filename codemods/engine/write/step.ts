/**
 * The steps between which a run can be interrupted. Tests listen to them to stop the process at each; nothing else does.
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
