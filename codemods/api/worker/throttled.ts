import type { Progress } from '../../engine/options';

/** Minimum milliseconds between two reports on one stage. */
const PAUSE = 50;

/** Passes on the first and the last report of each stage, and in between one per `PAUSE`. */
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
