import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { useCommandLine } from './command-line';

const { project, zentra } = useCommandLine();

const source = 'client.cards.freeze(id);\n';

it.each<[string, string[], RegExp]>([
  ['an empty path', ['migrate', ''], /argument 'paths' value '' is invalid|'paths'.* It is empty\./],
  ['an empty path among others', ['migrate', 'a.ts', ''], /It is empty\./],
  ['an empty path of review', ['review', '', '--list'], /It is empty\./],
  ['an empty path of undo', ['undo', ''], /It is empty\./],
  ['an empty glob', ['migrate', '--include', ''], /--include <glob>' argument '' is invalid\. It is empty\./],
  ['an empty name of a report', ['migrate', '--report', ''], /--report <file>' argument '' is invalid/],
  ['an empty name of a client', ['migrate', '--assume-client', ''], /It is the name before \.cards alone/],
  [
    'a client with its namespace',
    ['migrate', '--assume-client', 'app.zentra.cards'],
    /--assume-client <name>' argument 'app\.zentra\.cards' is invalid\. It is the name before \.cards alone/,
  ],
  [
    'a bound of a comparison that is not asked for',
    ['migrate', '--verify-timeout', '5'],
    /--verify-timeout goes with --verify\n/,
  ],
  [
    'another bound of it',
    ['migrate', '--check', '--verify-memory', '5'],
    /--verify-memory goes with --verify\n/,
  ],
  [
    'a rule that is asked for and skipped',
    ['migrate', '--rule', 'ZENTRA_DEP0001', '--skip-rule', 'freeze-to-lock'],
    /no rule is left: freeze-to-lock skipped/,
  ],
])('%s is exit 2, and nothing is written', async (_, argv, message) => {
  const cwd = project({ 'a.ts': source });
  const { exitCode, stdout, stderr } = await zentra(argv, { cwd });
  expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringMatching(message)]);
  expect(readFileSync(join(cwd, 'a.ts'), 'utf8')).toBe(source);
});
