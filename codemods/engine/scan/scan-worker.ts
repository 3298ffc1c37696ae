import { parentPort, workerData } from 'node:worker_threads';
import { type Share, takeShare } from './share';

/** The thread that helps to look at the files of a large repository. */
const seen = takeShare(workerData as Share);
parentPort?.postMessage(
  seen,
  [...seen.bytes.values()].map(({ buffer }) => buffer),
);
