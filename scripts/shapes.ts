import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../test/codemods/shapes/catalogue';

/** Regenerates docs/shapes/ from the fixtures. */
export async function main(): Promise<number> {
  const folder = join(import.meta.dirname, '../docs/shapes');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [file, text] of catalogue()) writeFileSync(join(folder, file), text);
  return 0;
}
