import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Seen, type Share, shareOut, sightings, takeShare } from './share';
import type { Sighting } from './sighting';

/** Files from which on a second thread is worth its start, which takes as long as to look at a thousand of them. */
const MIN_FILES = 2000;

export interface TogetherOptions {
  /** What this thread does while the other begins. */
  meanwhile: () => Promise<unknown>;
  /** The script of the second thread; without one, or where it is not there, one thread does it all. */
  worker: string | undefined;
}

/**
 * Looks at the files of a large repository in two threads.
 *
 * @returns by the place of a file, what reading it told; `undefined` where one thread is to do it all
 */
export async function sightTogether(
  root: string,
  files: readonly string[],
  { meanwhile, worker }: TogetherOptions,
): Promise<((place: number) => Sighting) | undefined> {
  if (files.length < MIN_FILES || availableParallelism() < 2) return undefined;
  if (worker === undefined || !existsSync(worker)) return undefined;
  const share = shareOut(root, files);
  const others = helper(worker, share);
  await meanwhile();
  const own = takeShare(share);
  const seen = await others;
  return seen && sightings(share, [own, seen]);
}

/** @returns `undefined` where the thread could not do its part: no more of what it took is known */
function helper(script: string, share: Share): Promise<Seen | undefined> {
  return new Promise((resolve) => {
    try {
      new Worker(script, { workerData: share })
        .once('message', resolve)
        .once('error', () => resolve(undefined))
        .once('exit', () => resolve(undefined));
    } catch {
      // Where Node's permissions allow no thread.
      resolve(undefined);
    }
  });
}
