import { rmSync } from 'node:fs';

/** Total size of the waiting folders at which they are deleted. */
const MAX_BYTES = 512 * 1024 * 1024;

/**
 * Deletes the folders of ended jobs in batches. Deleting each folder before the next one is written is slow on ext4: it reuses no inode
 * within a minute of its file's deletion, and searches past all those inodes for every new file.
 */
export class SpentFolders {
  readonly #folders: string[] = [];
  #bytes = 0;

  constructor(readonly maxBytes = MAX_BYTES) {}

  add(folder: string, bytes: number): void {
    this.#folders.push(folder);
    this.#bytes += bytes;
    if (this.#bytes > this.maxBytes) this.clear();
  }

  clear(): void {
    for (const folder of this.#folders.splice(0)) {
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    }
    this.#bytes = 0;
  }
}
