import { describe, expect, it } from 'vitest';
import { parseReport, ReportError } from '../../../codemods/report/parse';
import { render } from '../reports/rendered';
import { aFullReport } from '../reports/sample-report';

const saved = render(aFullReport(), 'json');
const changed = (change: (report: Record<string, unknown>) => void): string => {
  const report = JSON.parse(saved);
  change(report);
  return JSON.stringify(report);
};

describe('a saved report', () => {
  it('comes back as it was', () => {
    expect(parseReport(saved, 'r.json')).toEqual(aFullReport());
  });

  it('may start with a byte order mark', () => {
    expect(parseReport(`\ufeff${saved}`, 'r.json')).toEqual(aFullReport());
  });

  it.each([
    [
      'is truncated',
      saved.slice(0, saved.length / 2),
      'r.json ends in the middle of its JSON (it is truncated)',
    ],
    ['is empty', '\n', 'r.json is empty'],
    ['is not JSON', '# Migration', 'r.json is not JSON'],
    ['is other JSON', '{"name":"shop"}', 'not a migration report: it has no schemaVersion'],
    ['is a list', '[]', 'not a migration report: it has no schemaVersion'],
    [
      'is of a newer version',
      changed((r) => Object.assign(r, { schemaVersion: 2 })),
      'has schemaVersion 2, and this version reads 1: update zentra-codemods',
    ],
    [
      'has no version number',
      changed((r) => Object.assign(r, { schemaVersion: 'one' })),
      'has schemaVersion "one"',
    ],
    [
      'lacks a key',
      changed((r) => delete (r.summary as Record<string, unknown>).review),
      'at summary.review',
    ],
    [
      'does not add up',
      changed((r) => Object.assign(r.summary as object, { sites: 600 })),
      'does not add up: summary.sites is 600, and there are',
    ],
    [
      'has a wrong value deep down',
      changed((r) => Object.assign((r.sites as object[])[2]!, { line: '88' })),
      'at sites.2.line',
    ],
  ])('that %s is refused by name', (_, text, message) => {
    expect(() => parseReport(text, 'r.json')).toThrow(ReportError);
    expect(() => parseReport(text, 'r.json')).toThrow(message);
  });

  it('is named without the characters that a terminal obeys', () => {
    expect(() => parseReport('', 'a\u001b[2J\n.json')).toThrow('a\\u001b[2J\\n.json is empty');
  });
});
