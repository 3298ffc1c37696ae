import { describe, expect, it } from 'vitest';
import { ReportError } from '../../../codemods/report/parse';
import { formatOf } from '../../../codemods/reports/render';
import { render } from './rendered';
import { aFullReport } from './sample-report';

describe('the format of a report file', () => {
  it.each([
    ['report.json', 'json'],
    ['out/Report.MD', 'md'],
    ['a.b/report.html', 'html'],
    ['report.sarif', 'sarif'],
  ])('of %s is %s', (file, format) => {
    expect(formatOf(file)).toBe(format);
  });

  it.each([
    'report.txt',
    'report',
    'report.',
    'json',
    'a.json/report',
    'report.terminal',
    'report.constructor',
  ])('of %s is refused by name', (file) => {
    expect(() => formatOf(file)).toThrow(ReportError);
    expect(() => formatOf(file)).toThrow(`No report format for ${file}: its extension must be`);
  });
});

describe('the JSON format', () => {
  it('is the report', () => {
    expect(JSON.parse(render(aFullReport(), 'json'))).toEqual(aFullReport());
  });

  it('has the comparison with an earlier report, where there is one', () => {
    const since = {
      since: { startedAt: '2026-10-01T00:00:00.000Z', mode: 'check' as const },
      migrated: [],
      appeared: [],
      remaining: [],
    };
    expect(JSON.parse(render(aFullReport(), 'json', { since })).comparison).toEqual(since);
  });
});
