import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export interface PrintedCommand {
  page: string;
  command: string;
}

/** The pages that users read. */
export const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((file) => `docs/${file}`)].filter(
  (file) => file.endsWith('.md'),
);

const textOf = (page: string): string => readFileSync(join(root, page), 'utf8');

/** Every command in the shell blocks of a page, without its comment, each once. */
export function printedIn(page: string): PrintedCommand[] {
  const blocks = [...textOf(page).matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block = '']) => block);
  const commands = blocks
    .flatMap((block) => block.split('\n'))
    .map((line) => line.replace(/(^|\s+)#.*$/, '').trim())
    .filter((line) => line !== '');
  return [...new Set(commands)].map((command) => ({ page, command }));
}
