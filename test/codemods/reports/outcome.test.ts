import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Format } from '../../../codemods/reports/render';
import { render } from './rendered';
import { aFailedVerification, aReport, aRewrittenSite, aSite } from './sample-report';

const read = (text: string): string =>
  stripVTControlCharacters(text)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

describe('a run that was to write, and whose types did not pass', () => {
  const sites = [aRewrittenSite(), aSite({ line: 20 })];

  it.each<[Format, RegExp]>([
    ['terminal', /1\.0\.0, not migrated .* 1 would be rewritten, 1 to review/],
    ['md', /50 % can be done by machine .*would be rewritten/s],
    ['html', /1 of 2 legacy uses can be rewritten by machine .* would be rewritten/],
  ])('is not told as one that wrote: %s', (format, told) => {
    for (const status of ['failed', 'unfinished'] as const) {
      const verification = { ...aFailedVerification, status };
      const text = read(render(aReport(sites, { mode: 'write', verification }), format));
      expect(text).toMatch(told);
      expect(text).not.toMatch(
        /(?<!would be |can be )\brewritten,|(?<!not )migrated,|50 % done|· migrated ·/,
      );
    }
  });

  it('is told as written where they passed', () => {
    const verification = { ...aFailedVerification, status: 'passed' as const, newErrors: [] };
    const text = read(render(aReport(sites, { mode: 'write', verification }), 'terminal'));
    expect(text).toMatch(/1\.0\.0, migrated .* 1 rewritten, 1 to review/);
  });
});

describe('a report without sites says no more than what was looked at', () => {
  it.each<[string, Parameters<typeof aReport>[1], string]>([
    ['all of it', {}, 'No legacy use found'],
    ['one rule', { rules: ['freeze-to-lock'] }, 'No legacy use found by freeze-to-lock, the only rule asked'],
    [
      'some rules',
      { rules: ['freeze-to-lock', 'dynamic-member'] },
      'No legacy use found by freeze-to-lock, dynamic-member, the only rules asked',
    ],
    [
      'not a file that failed',
      { files: [{ file: 'a.js', status: 'failed', error: 'does not parse' }] },
      'No legacy use found in what was read; 1 file failed',
    ],
    [
      'not a blind spot',
      { rules: ['freeze-to-lock'], blindSpots: [{ kind: 'unread-file', file: 'a.html', reason: 'a page' }] },
      'No legacy use found by freeze-to-lock, the only rule asked in what was read; 1 blind spot',
    ],
  ])('%s', (_, rest, told) => {
    for (const format of ['terminal', 'md', 'html'] as const)
      expect(read(render(aReport([], rest), format)).toLowerCase()).toContain(told.toLowerCase());
    expect(render(aReport([], rest), 'html')).not.toContain('reviewed operations only');
  });
});
