import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../test/codemods/shapes/catalogue';

/** Writes docs/shapes.md; with `--check`, only says whether it is up to date. */
export async function main([flag]: readonly string[]): Promise<number> {
  const page = join(import.meta.dirname, '../docs/shapes.md');
  const text = catalogue();
  if (flag !== '--check') {
    writeFileSync(page, text);
    return 0;
  }
  if (readFileSync(page, 'utf8') === text) return 0;
  console.error('docs/shapes.md is not what the fixtures say: run npm run docs:shapes');
  return 1;
}
