import { rmSync } from 'node:fs';

/** Of all folders that wait to be deleted. */
const MAX_BYTES = 512 * 1024 * 1024;

/**
 * Deletes the folders of jobs that have ended, many at a time. Deleting each before the next is written is slow on ext4: for a minute it
 * gives the place of a deleted file to no other, and looks past all of those places for every file that it makes.
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
