import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { compare } from '../../../codemods/report/compare';
import { render } from './rendered';
import { aFullReport, aReport, aRewrittenSite, aSite } from './sample-report';

const text = render(aFullReport(), 'terminal');
const positionOf = (part: string): number => {
  expect(text).toContain(part);
  return text.indexOf(part);
};
const nextOf = (output: string): string[] =>
  output
    .slice(output.indexOf('\nNext\n') + 6)
    .split('\n')
    .filter((line) => /^ {2}\S/.test(line))
    .map((line) => line.trim());

describe('the terminal report', () => {
  it('says first how much there is, how much of it a machine does, and how much needs a person', () => {
    expect(text).toContain('9 legacy uses; 431 files scanned in 2.1 s');
    expect(text).toContain('6 would be rewritten, 3 to review');
    expect(text).toMatch(/█+░+ 66 %/);
  });

  it('writes large numbers alike everywhere', () => {
    const sites = Array.from({ length: 1200 }, (_, line) => aSite({ line: line + 1 }));
    const report = render(aReport(sites, { mode: 'check' }), 'terminal');
    expect(report).not.toMatch(/\b1200 (?:legacy|to review|sites)/);
    expect(report).toContain('0 can be rewritten, 1,200 to review');
  });

  it('lists what production ran unseen before every rule', () => {
    expect(positionOf('Unseen by the scan (1)')).toBeLessThan(positionOf('freeze-to-lock'));
    positionOf('dist/jobs/close.js:14:9');
  });

  it('groups the sites by rule in the order of the table', () => {
    const rules = [
      'freeze-to-lock  ZENTRA_DEP0001',
      'unfreeze-to-unlock',
      'terminate-to-lock-and-restrict',
      'update-limits-to-security',
      'reference-to-transaction-reference',
      'dynamic-member',
    ];
    const positions = rules.map((rule) => positionOf(`\n${rule}`));
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
  });

  it('gives each site to review its place, its code, why, and what production says', () => {
    const at = text.slice(positionOf('services/legacy/jobs.js:88:5'));
    expect(at).toMatch(/client\.cards\.freeze\(row\.card_id\)\n\s+The receiver `client` is untyped/);
    expect(at).toMatch(/ran 31 times, last 2026-11-01, in release 4\.2\.0 \(its line\s+moved since\)/);
  });

  it('starts every place with the path from where the reader stands', () => {
    expect(render(aReport([aSite()]), 'terminal', { base: '../shop/' })).toContain(
      '    ../shop/src/cards.ts:12:9\n',
    );
  });

  it.each([80, 120])('stays within %d columns', (width) => {
    const lines = stripVTControlCharacters(render(aFullReport(), 'terminal', { width, color: true })).split(
      '\n',
    );
    expect(lines.filter((line) => line.length > width)).toEqual([]);
  });

  it('has no escape sequence without colour', () => {
    expect(text).toBe(stripVTControlCharacters(text));
    expect(render(aFullReport(), 'terminal', { color: true })).not.toBe(text);
  });

  it('counts the rewritten sites of a rule beyond the twentieth', () => {
    const sites = Array.from({ length: 23 }, (_, index) => aRewrittenSite({ line: index + 1 }));
    const output = render(aReport(sites), 'terminal');
    expect(output).toContain('src/cards.ts:20:9');
    expect(output).not.toContain('src/cards.ts:21:9');
    expect(output).toContain('… and 3 more; a --report file lists them all');
  });

  it('shows of a long line what changed in it', () => {
    const before = `${'x'.repeat(60)}.cards.freeze(id)`;
    const output = render(
      aReport([aRewrittenSite({ before, after: before.replace('freeze', 'lock') })]),
      'terminal',
    );
    expect(output).toContain('src/cards.ts:12:9  …x.cards.lock(id)\n');
  });

  it('gives the notes on single rewrites', () => {
    const site = aRewrittenSite({ notes: ['The reference documents only daily and monthly limits'] });
    expect(render(aReport([site]), 'terminal')).toContain('      Note: The reference documents only');
  });

  it('says of rewritten sites, too, how often production ran them', () => {
    expect(text).toMatch(/freeze\.ts:31:11 .*\n {6}In production: ran 1,204 times/);
  });

  it('names the files that failed, and why', () => {
    expect(text).toMatch(
      /1 file failed, left untouched\n {2}services\/legacy\/latin1\.js\n {4}Not valid UTF-8/,
    );
  });

  it('warns that terminate closes nothing, only where something terminates', () => {
    expect(text).toContain('Terminate closes nothing any more');
    expect(render(aReport([aSite()]), 'terminal')).not.toContain('Terminate');
  });

  it('lists what appeared since an earlier report', () => {
    const report = aReport([aSite()]);
    const output = render(report, 'terminal', { since: compare(aReport([]), report) });
    expect(output).toContain('0 migrated, 1 appeared, 0 remaining');
    expect(output).toContain('new  src/cards.ts:12:9  freeze-to-lock');
  });

  describe('ends with the next command to type', () => {
    it('after a dry run: the run', () => {
      expect(nextOf(text)[0]).toBe('zentra-codemods migrate');
    });

    it('for the same paths, quoted for a shell', () => {
      const output = render(aFullReport(), 'terminal', { invocation: { selection: ['src', "it's here"] } });
      expect(nextOf(output)[0]).toBe("zentra-codemods migrate src 'it'\\''s here'");
    });

    it('after a check that found something: the diff, then the run', () => {
      const output = render(aFullReport({ mode: 'check' }), 'terminal');
      expect(nextOf(output).slice(0, 2)).toEqual([
        'zentra-codemods migrate --dry-run',
        'zentra-codemods migrate',
      ]);
    });

    it('after a run: the diff, the lines marked for review, and the way back', () => {
      const output = render(aFullReport({ mode: 'write' }), 'terminal');
      expect(nextOf(output)).toEqual([
        'git diff',
        'zentra-codemods review',
        "git grep -n --untracked 'TODO(zentra-codemods)'",
        'zentra-codemods migrate --check',
        'zentra-codemods undo',
      ]);
    });

    it('when nothing is left: the check that keeps it so', () => {
      const output = render(aReport([]), 'terminal');
      expect(output).toContain('No legacy use found; 431 files scanned');
      expect(nextOf(output)).toEqual(['zentra-codemods migrate --check']);
    });
  });
});
