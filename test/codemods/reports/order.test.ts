import { describe, expect, it } from 'vitest';
import { compare } from '../../../codemods/report/compare';
import type { Report } from '../../../codemods/report/report';
import { formats } from '../../../codemods/reports/render';
import { render } from './rendered';
import { aReport, aSite } from './sample-report';

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
