import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../../codemods/report/report';
import { render } from './rendered';
import { aFailedVerification, aFullReport, aReport, aRewrittenSite, aSite } from './sample-report';

interface Violation {
  description: string;
  check_name: string;
  fingerprint: string;
  severity: string;
  location: { path: string; lines: { begin: number } };
}

/** What GitLab's documentation demands of a violation. */
const isReport = new Ajv().compile({
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    additionalProperties: false,
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', pattern: '^[0-9a-f]{32}$' },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          // GitLab takes neither an absolute path nor one that begins with a dot and a slash.
          path: { type: 'string', pattern: '^(?!\\.?/)' },
          lines: {
            type: 'object',
            required: ['begin'],
            properties: { begin: { type: 'integer', minimum: 1 } },
          },
        },
      },
    },
  },
});

const violationsOf = (report: Report, base?: string): Violation[] =>
  JSON.parse(render(report, 'gitlab', { base }));

describe("GitLab's code quality report", () => {
  it.each([
    ['a full report', aFullReport()],
    ['nothing left', aReport([])],
    ['a failed comparison of types', aReport([aSite()], { verification: aFailedVerification })],
  ])('has of %s what GitLab demands', (_, report) => {
    const violations = violationsOf(report);
    expect(isReport(violations), JSON.stringify(isReport.errors)).toBe(true);
    expect(violations.length > 0).toBe(report.sites.length > 0);
  });

  it('has each site at its line, more severe where a person is needed', () => {
    expect(violationsOf(aReport([aRewrittenSite({ line: 3 }), aSite({ reason: 'Give it a type' })]))).toEqual(
      [
        {
          description: 'ZENTRA_DEP0001: cards.freeze() is deprecated, use cards.lock(). Give it a type',
          check_name: 'freeze-to-lock',
          fingerprint: expect.any(String),
          severity: 'major',
          location: { path: 'src/cards.ts', lines: { begin: 12 } },
        },
        expect.objectContaining({
          severity: 'minor',
          location: { path: 'src/cards.ts', lines: { begin: 3 } },
        }),
      ],
    );
  });

  it('keeps a fingerprint when lines move, and has another for each of several alike', () => {
    const fingerprints = (...lines: number[]) =>
      violationsOf(
        aReport(
          lines.map((line) => aSite({ line })),
          {
            blindSpots: lines.map((line) => ({
              kind: 'unread-file',
              file: 'a.js',
              line,
              reason: 'is generated',
            })),
          },
        ),
      ).map(({ fingerprint }) => fingerprint);
    expect(fingerprints(5, 9)).toEqual(fingerprints(105, 109));
    expect(new Set(fingerprints(5, 9)).size).toBe(4);
  });

  it('counts what was accepted as information, and what production ran unseen as critical', () => {
    const use = { code: 'ZENTRA_DEP0001', rule: 'freeze-to-lock', count: 3, releases: [] };
    const seen = { firstSeen: '2026-10-01T08:00:00.000Z', lastSeen: '2026-10-02T08:00:00.000Z' };
    const [unseen, accepted] = violationsOf(
      aReport([], {
        unseen: [{ ...use, ...seen }],
        accepted: [
          { by: 'comment', rule: 'freeze-to-lock', file: 'a.ts', line: 4, reason: 'ours since 2019' },
        ],
      }),
    );
    expect(unseen).toMatchObject({
      severity: 'critical',
      check_name: 'unseen-by-the-scan',
      location: { path: 'package.json', lines: { begin: 1 } },
    });
    expect(accepted).toMatchObject({ severity: 'info', description: 'Accepted: ours since 2019' });
  });

  it('names files from the top of the repository', () => {
    expect(violationsOf(aReport([aSite()]), 'services/pay')[0]?.location.path).toBe(
      'services/pay/src/cards.ts',
    );
  });
});
