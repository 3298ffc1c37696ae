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

/** The pages for whoever works on this repository. */
export const housePages = ['CONTRIBUTING.md', 'SECURITY.md', 'bench/README.md', 'fixtures/README.md'];

/** Every command in the shell blocks of a page, and in the steps of its YAML, without its comment, each once. */
export function printedIn(page: string): PrintedCommand[] {
  const blocks = [...textOf(page).matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)];
  const commands = blocks.flatMap(([, language, block = '']) => {
    const lines = block.split('\n').map((line) => line.replace(/(^|\s+)#.*$/, '').trim());
    if (language === 'sh') return lines.filter((line) => line !== '');
    // A block without a language is what a program prints; a command in it would be run by nobody.
    return lines.flatMap((line) => /^(?:- )?(?:run: )?((?:npx|zentra-codemods) .*)$/.exec(line)?.[1] ?? []);
  });
  return [...new Set(commands)].map((command) => ({ page, command }));
}

/** Scripts of package.json that a page names, in blocks or in prose: `npm run bench:fleet`. */
export const scriptsIn = (page: string): string[] =>
  [...textOf(page).matchAll(/\bnpm (?:run )?(test|(?<=run )[\w:-]+)/g)].map(([, script = '']) => script);

/** Test files and folders that a page names: `npx vitest run test/codemods/engine/walk`. */
export const testsIn = (page: string): string[] =>
  [...textOf(page).matchAll(/\bvitest run (test\/[\w./-]+)/g)].map(([, path = '']) => path);
