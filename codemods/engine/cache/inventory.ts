import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '../digest';
import type { FileStats } from '../file-system/reader';
import { FACTS_LENGTH, type FileFacts, factsAsText, factsFromText } from '../scan/file-facts';
import { TOOL } from '../tool';
import { cacheHome, type Environment } from '../user-directory';
import { readSealed, writeSealed } from './sealed-file';

/** The facts of a root's files, so that unchanged files need not be read again. */
export interface Inventory {
  readonly isEmpty: boolean;
  /**
   * The known facts of a file. Files must be looked up in their order.
   *
   * @param path the absolute path of `file`
   * @returns `undefined` for a file that is new or may have changed
   * @throws the system's error, where a known file is gone
   */
  lookUp(file: string, path: string): FileFacts | undefined;
  /** @param stats from before the file was read, so that the next run notices an edit in between */
  learn(file: string, stats: FileStats, facts: FileFacts): void;
  save(): void;
}

/** An empty inventory that stores nothing. */
export const noInventory: Inventory = {
  isEmpty: true,
  lookUp: () => undefined,
  learn: () => {},
  save: () => {},
};

/**
 * The entries in the order of their files, as arrays rather than objects or JSON: a check of an unchanged repository does little else
 * than read them.
 */
interface Entries {
  /** The facts as text, and the name, of each file. */
  lines: string[];
  /** Size, inode, and times of the last edit and the last change in milliseconds, of each file. */
  stats: ArrayLike<number>;
}

const SIZE_OF_STATS = 4;

/**
 * File systems keep times in ticks of up to two seconds, so that a second edit within a tick does not show. A file that was edited so
 * shortly before it was read is not stored; git treats its index the same way.
 */
const TICK_MS = 2000;

/**
 * The inventory of the last run over a root. A file counts as unchanged if its size, its inode, and the times of its last edit and of its
 * last change of any kind are the same. No program can set the last one.
 *
 * @param release the release of the migration's definition, whose words the files were searched for
 * @param env names the cache directory
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

/** The stats, followed by the lines, which are separated by a character that no file's name can hold. */
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
  // A copy, since a Float64Array needs an aligned offset.
  const numbers = new Float64Array(Uint8Array.from(content.subarray(0, end)).buffer);
  const lines = count === 0 ? [] : content.toString('utf8', end).split('\0');
  return { lines, stats: numbers.subarray(1) };
}
