import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const repository = join(import.meta.dirname, '..');

/** Gives a copy of the repository the dependencies of the original, as links. */
export function linkDependencies(copy: string): void {
  for (const folder of ['node_modules', 'codemods/node_modules']) {
    if (existsSync(join(repository, folder))) symlinkSync(join(repository, folder), join(copy, folder));
  }
}
