import { describe, expect, it } from 'vitest';
import { parseCodeowners } from '../../../codemods/reports/codeowners';

describe('CODEOWNERS', () => {
  it.each([
    ['*', 'src/a.ts', true],
    ['*.ts', 'deep/er/a.ts', true],
    ['*.ts', 'a.tsx', false],
    ['/src/', 'src/deep/a.ts', true],
    ['/src/', 'lib/src/a.ts', false],
    ['src/', 'lib/src/a.ts', true],
    ['src', 'lib/src/a.ts', true],
    ['lib/src', 'lib/src/a.ts', true],
    ['lib/src', 'x/lib/src/a.ts', false],
    ['docs/*', 'docs/a.md', true],
    ['docs/*', 'docs/deep/a.md', false],
    ['docs/**', 'docs/deep/a.md', true],
    ['**/logs', 'build/logs/a.txt', true],
    ['/apps/**/test', 'apps/x/y/test/a.ts', true],
    ['/apps/**/test', 'apps/test/a.ts', true],
    ['/a?.ts', 'ab.ts', true],
    ['/a.b', 'aXb', false],
    ['/with\\ space/', 'with space/a.ts', true],
    ['/(odd)+[x]', '(odd)+[x]', true],
  ])('%s against %s: %s', (pattern, file, matches) => {
    expect(parseCodeowners(`${pattern} @team`)(file)).toEqual(matches ? ['@team'] : []);
  });

  it('lets the last matching line decide, one without owners included', () => {
    const owners = parseCodeowners('* @all\n/pay/ @pay jo@example.com # money\n/pay/docs/\n');
    expect(owners('a.ts')).toEqual(['@all']);
    expect(owners('pay/a.ts')).toEqual(['@pay', 'jo@example.com']);
    expect(owners('pay/docs/a.md')).toEqual([]);
  });

  it("passes a GitLab section's owners on", () => {
    const owners = parseCodeowners('[Cards][2] @cards\n/cards/\n/cards/ui/ @ui\n^[Docs]\n/docs/ @docs\r\n');
    expect(owners('cards/a.ts')).toEqual(['@cards']);
    expect(owners('cards/ui/a.ts')).toEqual(['@ui']);
    expect(owners('docs/a.md')).toEqual(['@docs']);
  });

  it('counts from the folder of the file, wherever the root of the report is', () => {
    expect(parseCodeowners('/services/pay/ @pay', 'services/pay')('src/a.ts')).toEqual(['@pay']);
    expect(parseCodeowners('/services/pay/ @pay', './services/')('pay/a.ts')).toEqual(['@pay']);
  });
});
