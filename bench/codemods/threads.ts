import { availableParallelism } from 'node:os';
import { accuracyOf } from './accuracy';
import type { Subject } from './measure';
import { firstDryRun, reportFile } from './ours';
import { inTurns, type Part, thousands, treeOf } from './part';
import { secondsOf } from './result';
import { atLeast, atMost, limits } from './targets';

/** Of the files that have legacy calls: so much work is what threads are for. */
const LEGACY_SHARE = 0.5;

/** The same run in one thread, and in as many as it takes by itself. */
export const threads: Part = (measuring) => {
  const { options, home, add } = measuring;
  const files = Math.min(...options.files);
  const { folder, summary } = treeOf(measuring, { files, legacyShare: LEGACY_SHARE });
  const cores = availableParallelism();
  const inThreads = (count: number): Subject => {
    const { command, ...subject } = firstDryRun(home, folder);
    const env = { ...command.env, ZENTRA_CODEMODS_THREADS: String(count) };
    return {
      ...subject,
      name: count === 1 ? 'one thread' : `${count} threads`,
      command: { ...command, env },
    };
  };
  const rows = inTurns([inThreads(1), inThreads(cores)], options);
  const { expected, missed, invented } = accuracyOf(reportFile(home), summary);
  add({
    title: `${thousands(files)} files, half of them affected, in one thread and in several`,
    about: `zentra-codemods migrate --dry-run. Of ${thousands(expected)} sites ${missed.length} were missed, and ${invented.length} were reported that are none.`,
    rows,
    baseline: rows[0]!.name,
  });
  const [alone, together] = rows.map(secondsOf) as [number, number];
  return [
    atLeast(`${cores} threads, faster than one`, limits.threadsGain, alone / together, '×'),
    atMost('in threads, sites missed or invented', 0, missed.length + invented.length, ''),
  ];
};
