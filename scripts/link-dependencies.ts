import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const repository = join(import.meta.dirname, '..');

/** Links the dependencies of the repository into a copy of it. */
export function linkDependencies(copy: string): void {
  for (const folder of ['node_modules', 'codemods/node_modules']) {
    if (existsSync(join(repository, folder))) symlinkSync(join(repository, folder), join(copy, folder));
  }
}
