import { interleaved, type Measured, type Run, type Subject } from './measure';
import type { BenchOptions } from './options';
import type { Peer, PeerName } from './peers';
import type { Section, Target } from './result';

export interface Measuring {
  options: BenchOptions;
  peers: Record<PeerName, Peer>;
  /** Where trees and reports are kept between runs. */
  cache: string;
  /** Where our own journal and caches are, apart from those of the machine. */
  home: string;
  add: (...sections: Section[]) => void;
}

/** One part of the benchmark: adds its tables, and gives the claims that they hold up or not. */
export type Part = (measuring: Measuring) => Target[] | Promise<Target[]>;

/** One run that does not count, for the disk's cache, and then the measured ones. */
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

export const thousands = (count: number) => count.toLocaleString('en-GB');
