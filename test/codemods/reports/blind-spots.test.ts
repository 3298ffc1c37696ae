import { describe, expect, it } from 'vitest';
import type { Report } from '../../../codemods/report/report';
import { render } from './rendered';
import { aReport } from './sample-report';

const spots: NonNullable<Report['blindSpots']> = [
  {
    kind: 'unread-file',
    file: 'src/api.gen.js',
    reason: 'is generated and names the SDK: migrate its source',
  },
  { kind: 'missing-import', file: 'src/pay.ts', line: 3, reason: '#zentra leads nowhere', uses: 4 },
];
const report = aReport([], {
  blindSpots: spots,
  leftAlone: { names: 12, byEvidence: { values: 2, type: 10 } },
});
const others = "12 legacy names left alone, shown to be somebody else's: 10 by type, 2 by values";

describe('what was not seen', () => {
  it.each(['terminal', 'md', 'html'] as const)('is named with its place, reason and uses: %s', (format) => {
    const text = render(report, format, { width: 200 }).replaceAll('&#39;', "'");
    expect(text).toContain('src/api.gen.js');
    expect(text).toContain('is generated and names the SDK: migrate its source');
    expect(text).toMatch(/src\/pay\.ts:3/);
    expect(text.replaceAll('\\', '')).toContain('#zentra leads nowhere (4 uses)');
    expect(text).toContain(others);
  });

  it.each(['terminal', 'md', 'html'] as const)(
    'keeps a report from saying that nothing was found: %s',
    (format) => {
      expect(render(report, format)).toMatch(/no legacy use found in what was read; 2 blind spots/i);
      expect(render(aReport([]), format)).toMatch(/no legacy use found(?! in what)/i);
    },
  );

  it('is not passed over where the page says what is left for a person', () => {
    expect(render(report, 'html')).toContain('2 blind spots may hide legacy use.');
    expect(render(report, 'html')).not.toContain('Nothing is left for a person');
    expect(render(aReport([]), 'html')).toContain('Nothing is left for a person to settle.');
  });

  it('is a result of code scanning, with an identity that its line has no part in', () => {
    const resultsOf = (given: Report) => JSON.parse(render(given, 'sarif', { base: 'app' })).runs[0].results;
    const [generated, missing] = resultsOf(report);
    expect(generated).toMatchObject({
      ruleId: 'blind-spot',
      level: 'warning',
      properties: { kind: 'unread-file' },
    });
    expect(missing.locations[0].physicalLocation).toMatchObject({
      artifactLocation: { uri: 'app/src/pay.ts' },
      region: { startLine: 3 },
    });
    const moved = aReport([], { blindSpots: [spots[0]!, { ...spots[1]!, line: 30 }] });
    expect(resultsOf(moved)[1].partialFingerprints).toEqual(missing.partialFingerprints);
  });

  it('is what to settle next', () => {
    expect(render(report, 'terminal')).toContain('once the 2 blind spots above can be seen or are accepted');
  });

  it('is counted beyond the first fifty on a terminal', () => {
    const many = Array.from({ length: 60 }, (_, index) => ({ ...spots[0]!, file: `src/${index}.js` }));
    const text = render(aReport([], { blindSpots: many }), 'terminal');
    expect(text).toContain('src/49.js');
    expect(text).not.toContain('src/50.js');
    expect(text).toContain('… and 10 more');
  });
});
