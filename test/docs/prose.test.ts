import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const pages = execFileSync('git', ['ls-files', '*.md', 'llms.txt'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  // What is generated, and what belongs to a customer.
  .filter(
    (page) =>
      page !== '' && !/^(?:docs\/shapes|bench\/results|fixtures\/(?:projects|customers))\//.test(page),
  );

/** Lines of prose that are too long to read: tables and code have lines of their own kind. */
function longLines(text: string): string[] {
  const prose = text.replace(/^( *)(```)[\s\S]*?^\1```$/gm, '');
  return prose.split('\n').filter((line) => line.length > 120 && !line.startsWith('|'));
}

test.each(pages)('%s has no line of prose above 120 characters', (page) => {
  expect(longLines(readFileSync(join(root, page), 'utf8'))).toEqual([]);
});
