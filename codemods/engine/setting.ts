import type { Inventory } from './cache/inventory';
import type { FileSystem } from './file-system/file-system';
import type { Migration } from './migration';
import type { ThreadOptions } from './parallel/threads';

/** The settings of a run, with all defaults filled in. */
export interface Setting {
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
