import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '../digest';
import type { FileStats } from '../file-system/reader';
import { FACTS_LENGTH, type FileFacts, factsAsText, factsFromText } from '../scan/file-facts';
import { TOOL } from '../tool';
import { cacheHome, type Environment } from '../user-directory';
import { readSealed, writeSealed } from './sealed-file';

/** The facts of a root's files, so that those that have not changed since need not be read again. */
export interface Inventory {
  readonly isEmpty: boolean;
  /**
   * What is known of a file. To be asked for files in their order.
   *
   * @param path the absolute path of `file`
   * @returns `undefined` for a file that is new or may have changed
   * @throws the system's error, where a file that was there is gone
   */
  lookUp(file: string, path: string): FileFacts | undefined;
  /** @param stats from before the file was read: an edit in between then shows the next time */
  learn(file: string, stats: FileStats, facts: FileFacts): void;
  save(): void;
}

/** Knows nothing, and keeps nothing. */
export const noInventory: Inventory = {
  isEmpty: true,
  lookUp: () => undefined,
  learn: () => {},
  save: () => {},
};

/**
 * Entries side by side, in the order of their files. Not as objects, nor as JSON: a check of an unchanged repository does little else
 * than to read these.
 */
interface Entries {
  /** Of each its facts as text, and its name. */
  lines: string[];
  /** Size, inode, and times of the last edit and the last change in milliseconds, of each. */
  stats: ArrayLike<number>;
}

const SIZE_OF_STATS = 4;

/**
 * A file system keeps times in ticks of up to two seconds, so that a second edit within one shows nowhere. A file that was edited
 * so shortly before it was read is not kept; git treats its index the same way.
 */
const TICK_MS = 2000;

/**
 * The inventory of the last run over a root. A file counts as unchanged while its size, its inode, and the times of its last edit
 * and of its last change of any kind, which no program can set, are what they were.
 *
 * @param release of the migration's definition, whose words the files were searched for
 * @param env whose cache directory it is in
 * @param now milliseconds since the epoch
 */
export function openInventory(root: string, release: string, env: Environment, now = Date.now()): Inventory {
  const key = digestOf(JSON.stringify([TOOL, release, process.arch, FACTS_LENGTH]));
  const path = join(cacheHome(env), 'inventory', digestOf(root).slice(0, 32));
  const before = entriesFrom(readSealed(path, key));
  const after = { lines: [] as string[], stats: [] as number[] };
  let learned = false;
  let at = 0;
  const keep = (line: string, { size, ino, mtimeMs, ctimeMs }: FileStats) => {
    after.lines.push(line);
    after.stats.push(size, ino, mtimeMs, ctimeMs);
  };
  return {
    isEmpty: before.lines.length === 0,
    lookUp(file, place) {
      while (at < before.lines.length && before.lines[at]!.slice(FACTS_LENGTH) < file) at += 1;
      const line = before.lines[at];
      if (line === undefined || line.slice(FACTS_LENGTH) !== file) return undefined;
      const stats = lstatSync(place);
      if (!isSame(before.stats, at * SIZE_OF_STATS, stats)) return undefined;
      keep(line, stats);
      return factsFromText(line);
    },
    learn(file, stats, facts) {
      if (Math.max(stats.ctimeMs, stats.mtimeMs) > now - TICK_MS) return;
      keep(factsAsText(facts) + file, stats);
      learned = true;
    },
    save() {
      if (learned || after.lines.length !== before.lines.length) writeSealed(path, key, bytesOf(after));
    },
  };
}

function isSame(known: ArrayLike<number>, at: number, { size, ino, mtimeMs, ctimeMs }: FileStats): boolean {
  return (
    known[at] === size && known[at + 1] === ino && known[at + 2] === mtimeMs && known[at + 3] === ctimeMs
  );
}

/** The stats, and behind them the lines, parted by what no file's name can hold. */
function bytesOf({ lines, stats }: Entries): Buffer {
  const numbers = new Float64Array(1 + stats.length);
  numbers[0] = lines.length;
  numbers.set(stats, 1);
  return Buffer.concat([Buffer.from(numbers.buffer), Buffer.from(lines.join('\0'))]);
}

function entriesFrom(content: Buffer | undefined): Entries {
  if (!content) return { lines: [], stats: [] };
  const count = content.readDoubleLE(0);
  const end = (1 + count * SIZE_OF_STATS) * Float64Array.BYTES_PER_ELEMENT;
  // A copy, since numbers must lie at a multiple of their size.
  const numbers = new Float64Array(Uint8Array.from(content.subarray(0, end)).buffer);
  const lines = count === 0 ? [] : content.toString('utf8', end).split('\0');
  return { lines, stats: numbers.subarray(1) };
}
