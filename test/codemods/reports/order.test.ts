import { describe, expect, it } from 'vitest';
import { compare } from '../../../codemods/report/compare';
import type { Report } from '../../../codemods/report/report';
import { formats } from '../../../codemods/reports/render';
import { render } from './rendered';
import { aReport, aRewrittenSite, aSite } from './sample-report';

const ran = (count: number) => ({
  count,
  firstSeen: '2026-10-01T08:00:00.000Z',
  lastSeen: '2026-11-02T21:40:00.000Z',
  releases: [],
  matched: 'exact' as const,
});
const cold = aSite({ file: 'a-cold.ts' });
const warm = aSite({ file: 'b-warm.ts', usage: ran(10) });
const hot = aSite({ file: 'c-hot.ts', usage: ran(12_000) });
const usage = { logs: 1, callSites: 2, tornLines: 0 };

/** Files in the order in which a text first names them as a place. */
const orderIn = (text: string) => [
  ...new Set(Array.from(text.matchAll(/([abcd]-\w+\.ts)/g), ([, file]) => file)),
];

describe('the order of sites', () => {
  it.each(formats.filter((format) => format !== 'json'))(
    'is what production runs most first, as %s',
    (format) => {
      const report = aReport([cold, warm, hot], { usage });
      expect(orderIn(render(report, format))).toEqual(['c-hot.ts', 'b-warm.ts', 'a-cold.ts']);
    },
  );

  it.each(formats.filter((format) => format !== 'json'))('is what is new first, as %s', (format) => {
    const fresh = aSite({ file: 'd-new.ts' });
    const report = aReport([cold, hot, fresh], { usage });
    const since = compare(aReport([cold, hot]), report);
    expect(orderIn(render(report, format, { since }))[0]).toBe('d-new.ts');
  });

  it('is the same as ever without usage and baseline, and in JSON', () => {
    const files = (report: Report) =>
      JSON.parse(render(report, 'json')).sites.map(({ file }: { file: string }) => file);
    expect(files(aReport([cold, hot], { usage }))).toEqual(['a-cold.ts', 'c-hot.ts']);
    expect(orderIn(render(aReport([cold, hot]), 'terminal'))).toEqual(['a-cold.ts', 'c-hot.ts']);
  });
});

describe('the order of rules', () => {
  const [cool, hottest] = [
    aSite({ file: 'a-cool.ts' }),
    aRewrittenSite({ file: 'b-hottest.ts', rule: 'update-limits-to-security', code: 'ZENTRA_DEP0004' }),
  ];

  it.each(['terminal', 'md'] as const)(
    'is that of their hottest sites, which come first whatever their rule is, as %s',
    (format) => {
      const report = aReport([cool, { ...hottest, usage: ran(9_000) }], { usage });
      expect(orderIn(render(report, format))).toEqual(['b-hottest.ts', 'a-cool.ts']);
    },
  );

  it('is that of what is new, before all questions', () => {
    const cause = { id: 'aaaaaaaaaaaa', file: 'a-cool.ts', line: 1, column: 1, sites: 1 };
    const asked = { ...cool, cause: cause.id };
    const causes = [{ ...cause, question: 'Whose is it?', advice: 'Say it' }];
    const report = aReport([asked, hottest], { causes });
    const since = compare(aReport([asked]), report);
    for (const format of ['terminal', 'md', 'github', 'gitlab'] as const)
      expect(orderIn(render(report, format, { since }))[0], format).toBe('b-hottest.ts');
    const page = render(report, 'html', { since });
    expect(page.indexOf('id="since"')).toBeLessThan(page.indexOf('id="causes"'));
  });

  it('is the table’s where nothing is urgent', () => {
    expect(orderIn(render(aReport([hottest, cool]), 'terminal'))).toEqual(['a-cool.ts', 'b-hottest.ts']);
  });
});

it('tells in an annotation what production ran and what is new', () => {
  const report = aReport([{ ...hot }, aSite({ file: 'd-new.ts' })], { usage });
  const since = compare(aReport([hot]), report);
  for (const format of ['github', 'gitlab'] as const) {
    const text = render(report, format, { since });
    expect(text, format).toContain('ran 12,000 times');
    expect(text, format).toMatch(/New(?:%3A|:) ZENTRA_DEP0001/);
  }
  expect(render(report, 'github', { since })).toContain('2 to review, 1 new, 0 blind spots');
});
