import { describe, expect, it } from 'vitest';
import { reportJsonSchema } from '../../../codemods/report/report-json-schema';
import { render } from '../reports/rendered';
import { aFullReport, aReport, aSite } from '../reports/sample-report';
import { publishedSchemaText, reportErrors } from './published-schema';

describe('the published JSON schema', () => {
  it('is the one that the zod definition generates (npm run schemas)', () => {
    expect(publishedSchemaText).toBe(reportJsonSchema());
  });

  it('accepts what the JSON format writes, with every optional key and with none', () => {
    expect(reportErrors(JSON.parse(render(aFullReport(), 'json')))).toEqual([]);
    expect(reportErrors(JSON.parse(render(aReport([]), 'json')))).toEqual([]);
  });

  it('accepts keys that a later version adds', () => {
    expect(reportErrors({ ...aReport([]), later: true })).toEqual([]);
  });

  it.each([
    ['a missing key', { ...aReport([]), summary: undefined }, '/ must have required property'],
    ['another schema version', { ...aReport([]), schemaVersion: 2 }, '/schemaVersion'],
    ['a line counted from 0', aReport([aSite({ line: 0 })]), '/sites/0/line'],
    ['an unknown status', aReport([aSite({ status: 'done' as 'review' })]), '/sites/0/status'],
  ])('refuses %s', (_, report, where) => {
    const [error = ''] = reportErrors(JSON.parse(JSON.stringify(report)));
    expect(error).toContain(where.replace(/^\/ /, ' '));
  });
});
