import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readmeWithTable } from '../../scripts/tables';

const text = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');

it('README.md has the table of rules (npm run docs:tables)', () => {
  expect(text).toBe(readmeWithTable(text));
});

it('a row that the table of rules does not have is taken out', () => {
  const row = '| `ZENTRA_DEP0999` | `cards.gone()` | nothing | `gone` |\n';
  const stale = text.replace(/(\| --- \| --- \| --- \| --- \|\n)(?=\| \[`ZENTRA)/, `$1${row}`);
  expect(stale).toContain(row);
  expect(readmeWithTable(stale)).toBe(text);
});
