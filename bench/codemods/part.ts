import { join } from 'node:path';
import { cachedTree } from '../generate/write-tree';
import type { Peers } from './install-peers';
import { interleaved, type Measured, type Run, type Subject } from './measure';
import type { BenchOptions } from './options';
import type { Section, Target } from './result';

export interface Measuring {
  options: BenchOptions;
  peers: Peers;
  /** Folder for trees and reports that are kept between runs. */
  cache: string;
  /** Folder for our journal and caches, separate from those of the machine. */
  home: string;
  add: (...sections: Section[]) => void;
}

/** One part of the benchmark: adds its tables and returns its claims, met or not. */
export type Part = (measuring: Measuring) => Target[] | Promise<Target[]>;

/** Makes one run that does not count, to fill the disk's cache, and then the measured ones. */
export function inTurns(subjects: readonly Subject[], { runs }: { runs: number }): Measured[] {
  const print = (name: string, { seconds, peakMb }: Run) =>
    console.error(`  ${seconds.toFixed(3).padStart(8)} s ${peakMb.toFixed(0).padStart(5)} MB  ${name}`);
  interleaved(subjects.slice(0, 1), 1, () => {});
  return interleaved(subjects, runs, print);
}

export const bareNode: Subject = {
  name: 'bare node',
  command: { program: process.execPath, args: ['-e', '0'] },
};

/** Must change when the generator writes other trees for the same options. */
const GENERATOR = 'v1';

export const treeOf = (
  { cache, options }: Measuring,
  tree: { files: number; legacyShare?: number; sitesPerFile?: number },
) => cachedTree(join(cache, 'trees'), GENERATOR, { seed: options.seed, ...tree });

/** What every other program is compared with: it reads the tree, and nothing else. */
export const walk = ({ peers }: Measuring, tree: string): Subject => ({
  name: peers.all.walk.title,
  command: peers.all.walk.command(tree),
});

export const thousands = (count: number) => count.toLocaleString('en-GB');
