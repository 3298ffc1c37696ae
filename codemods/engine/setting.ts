import { sep } from 'node:path';
import { type Inventory, noInventory, openInventory } from './cache/inventory';
import { disk } from './file-system/disk';
import type { FileSystem } from './file-system/file-system';
import { type Migration, releaseOf } from './migration';
import type { MigrateOptions } from './options';
import type { ThreadOptions } from './parallel/threads';
import { replacedAlready, withOriginals } from './write/replaced-already';

export interface MigrateInternals {
  /** `whole` loads every import, for the proof that a slice of the program is enough. */
  scope?: 'slice' | 'whole';
  /** Script of the thread that verifies; without one, the types are checked in this thread. */
  verifyWorker?: string | undefined;
  /** Worker threads for much work; their script must load the same definition. Without them, this thread does all. */
  threads?: ThreadOptions | undefined;
  /** Bytes of source that are analysed at once. */
  batchBytes?: number | undefined;
  /** Packages whose types we supply where they are not installed: name and folder. */
  ownTypes?: (() => ReadonlyMap<string, string>) | undefined;
  /** The file system to read instead of the disk; a run that writes needs the disk. */
  fileSystem?: FileSystem | undefined;
  /** Whether a file that overflows this thread's stack is an error, `StackTooShort`. */
  needsStack?: boolean | undefined;
  /** Whether files that look unchanged since the last run are not read again; true by default. */
  readsInventory?: boolean | undefined;
}

/** The settings of a run, with all defaults filled in. */
export interface Setting {
  /** Absolute real path, with `/`. */
  root: string;
  migration: Migration;
  scope: 'slice' | 'whole';
  fileSystem: FileSystem;
  /** The release that findings are cached for; `undefined` where none are. */
  release: string | undefined;
  inventory: Inventory;
  /** Files that an interrupted run has replaced, with their bytes from before it. */
  replaced: ReadonlyMap<string, Buffer>;
  verifyWorker: string | undefined;
  threads: ThreadOptions | undefined;
  batchBytes: number | undefined;
  ownTypes: () => ReadonlyMap<string, string>;
  needsStack: boolean;
}

/** Fills in the defaults. */
export function settingOf(
  migration: Migration,
  options: MigrateOptions,
  {
    scope = 'slice',
    fileSystem = disk,
    verifyWorker,
    threads,
    batchBytes,
    ownTypes = () => new Map(),
    needsStack = false,
    readsInventory = true,
  }: MigrateInternals,
): Setting {
  const root = fileSystem.realPath(options.root).replaceAll(sep, '/');
  const writes = options.mode === 'write' && fileSystem.isDisk;
  const replaced = writes ? replacedAlready(root, process.env) : new Map<string, Buffer>();
  // Findings of another file system than the disk are not cached, and worker threads read the disk.
  const isResumed = replaced.size > 0;
  const release = fileSystem.isDisk && !isResumed ? releaseOf(migration) : undefined;
  const inventory =
    release === undefined || !readsInventory ? noInventory : openInventory(root, release, process.env);
  return {
    root,
    migration,
    scope,
    fileSystem: isResumed ? withOriginals(fileSystem, root, replaced) : fileSystem,
    release,
    inventory,
    replaced,
    verifyWorker,
    threads: isResumed ? undefined : threads,
    batchBytes,
    ownTypes,
    needsStack,
  };
}
