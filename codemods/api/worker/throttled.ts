import type { Progress } from '../../engine/options';

/** Milliseconds between two words on the progress of one stage. */
const PAUSE = 50;

/** Passes on the first of each stage, the last of each stage, and no more in between than the eye can see. */
export function throttled(
  update: (progress: Progress) => void,
  now: () => number = Date.now,
): (progress: Progress) => void {
  let stage: Progress['stage'] | undefined;
  let last = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const time = now();
    if (progress.stage === stage && progress.done < progress.total && time - last < PAUSE) return;
    stage = progress.stage;
    last = time;
    update(progress);
  };
}
