import { lstatSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { Look } from '../scan/look';
import { TOOL } from '../tool';
import { cacheHome } from './cache-directory';
import { digestOf, readSealed, writeSealed } from './sealed-file';

/** What was seen in the files of a root, so that those that have not changed since need not be read again. */
export interface Inventory {
  readonly isEmpty: boolean;
  /**
   * What is known of a file.
   *
   * @param path the absolute path of `file`
   * @returns `undefined` for a file that is new or may have changed
   * @throws the system's error, where a file that was there is gone
   */
  lookUp(file: string, path: string): Look | undefined;
  /** @param stats from before the file was read: an edit in between then shows the next time */
  learn(file: string, stats: Stats, seen: Look): void;
  save(): void;
}

/** Knows nothing, and keeps nothing. */
export const noInventory: Inventory = {
  isEmpty: true,
  lookUp: () => undefined,
  learn: () => {},
  save: () => {},
};

interface Entry {
  size: number;
  mtimeMs: number;
  ctimeMs: number;
  ino: number;
  seen: Look;
}

/** One column for each member of the entries, in the same order: three times faster to read than objects. */
interface Columns {
  files: string[];
  sizes: number[];
  mtimes: number[];
  ctimes: number[];
  inodes: number[];
  digests: string[];
  /** 1: mentions the SDK; 2: may hold sites. */
  flags: number[];
}

/**
 * A file system keeps times in ticks of up to two seconds, so that a second edit within one shows nowhere. A file that was edited
 * so shortly before it was seen is not kept; git treats its index the same way.
 */
const TICK_MS = 2000;

/**
 * The inventory of the last run over a root. A file counts as unchanged while its size, its inode, and the times of its last edit
 * and of its last change of any kind, which no program can set, are what they were.
 *
 * @param env whose cache directory it is in
 * @param now milliseconds since the epoch
 */
export function openInventory(
  root: string,
  env: Readonly<Record<string, string | undefined>>,
  now = Date.now(),
): Inventory {
  const key = digestOf(JSON.stringify(TOOL));
  const path = join(cacheHome(env), 'inventory', `${digestOf(root).slice(0, 32)}.json`);
  const before = entriesOf(readSealed(path, key));
  const after = new Map<string, Entry>();
  let learned = 0;
  return {
    isEmpty: before.size === 0,
    lookUp(file, place) {
      const entry = before.get(file);
      if (!entry || !isSame(entry, lstatSync(place))) return undefined;
      after.set(file, entry);
      return entry.seen;
    },
    learn(file, { size, mtimeMs, ctimeMs, ino }, seen) {
      if (Math.max(ctimeMs, mtimeMs) > now - TICK_MS) return;
      after.set(file, { size, mtimeMs, ctimeMs, ino, seen });
      learned += 1;
    },
    save() {
      if (learned === 0 && after.size === before.size) return;
      writeSealed(path, key, JSON.stringify(columnsOf(after)));
    },
  };
}

function isSame(entry: Entry, stats: Stats): boolean {
  return (
    entry.ctimeMs === stats.ctimeMs &&
    entry.mtimeMs === stats.mtimeMs &&
    entry.size === stats.size &&
    entry.ino === stats.ino
  );
}

function entriesOf(content: Buffer | undefined): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  if (!content) return entries;
  const columns = JSON.parse(content.toString('utf8')) as Columns;
  columns.files.forEach((file, at) => {
    const flags = columns.flags[at]!;
    entries.set(file, {
      size: columns.sizes[at]!,
      mtimeMs: columns.mtimes[at]!,
      ctimeMs: columns.ctimes[at]!,
      ino: columns.inodes[at]!,
      seen: {
        digest: columns.digests[at]!,
        mentionsSdk: (flags & 1) !== 0,
        mayHoldSites: (flags & 2) !== 0,
      },
    });
  });
  return entries;
}

function columnsOf(entries: ReadonlyMap<string, Entry>): Columns {
  const all = [...entries.values()];
  return {
    files: [...entries.keys()],
    sizes: all.map(({ size }) => size),
    mtimes: all.map(({ mtimeMs }) => mtimeMs),
    ctimes: all.map(({ ctimeMs }) => ctimeMs),
    inodes: all.map(({ ino }) => ino),
    digests: all.map(({ seen }) => seen.digest),
    flags: all.map(({ seen }) => (seen.mentionsSdk ? 1 : 0) | (seen.mayHoldSites ? 2 : 0)),
  };
}
