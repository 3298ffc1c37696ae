import { describe, expect, it } from 'vitest';
import type { Cause } from '../../../codemods/report/report';
import { type Format, formats } from '../../../codemods/reports/render';
import { render } from './rendered';
import { aFullReport, aReport, aSite } from './sample-report';

const SENTENCE = 'client.cards is untyped, so it cannot be told whether it is one of ours';
const cause: Cause = {
  id: 'c1',
  file: 'src/clients.ts',
  line: 10,
  column: 3,
  question: 'Is what `createClient()` gives at `src/clients.ts:10` a Zentra client?',
  sites: 109,
  advice: 'Give createClient() its return type',
};
const other: Cause = {
  ...cause,
  id: 'c2',
  file: 'src/other.ts',
  sites: 1,
  question: 'Is the other one a client?',
};
const sites = Array.from({ length: 109 }, (_, index) =>
  aSite({ line: index + 1, cause: 'c1', reason: SENTENCE }),
);
const report = aReport([...sites, aSite({ file: 'src/last.ts', cause: 'c2', reason: SENTENCE })], {
  causes: [cause, other],
});
const toRead: readonly Format[] = ['terminal', 'md', 'html', 'github'];

/** Without markup, entities and breaks of lines. */
const wordsOf = (text: string) =>
  text
    .replace(/<[^>]+>|[`*\\]/g, '')
    .replace(/&#39;/g, "'")
    .replace(/\s+/g, ' ');

describe('questions to settle', () => {
  it.each(toRead)('come before the sites that follow from them, as %s', (format) => {
    const words = wordsOf(render(report, format));
    const question = words.indexOf('Is what createClient() gives at src/clients.ts:10 a Zentra client?');
    expect(question).toBeGreaterThan(-1);
    expect(words).toContain('109 sites follow');
    expect(words).toContain('Give createClient() its return type');
    expect(question).toBeLessThan(words.indexOf('src/last.ts'));
  });

  it.each(toRead)('stand in the place of one sentence told 109 times, as %s', (format) => {
    expect(wordsOf(render(report, format)).split(SENTENCE)).toHaveLength(1);
  });

  it('are led to from every result of SARIF', () => {
    const [run] = JSON.parse(render(report, 'sarif')).runs;
    expect(run.results[0].relatedLocations).toMatchObject([
      {
        message: { text: expect.stringContaining('109 sites follow') },
        physicalLocation: { artifactLocation: { uri: 'src/clients.ts' }, region: { startLine: 10 } },
      },
    ]);
  });

  it('come in the order of what production runs', () => {
    const usage = {
      count: 12,
      firstSeen: '2026-10-01T08:00:00.000Z',
      lastSeen: '2026-10-01T08:00:00.000Z',
      releases: [],
      matched: 'exact' as const,
    };
    const used = aReport([...sites, aSite({ file: 'src/last.ts', cause: 'c2', usage })], {
      causes: [cause, other],
      usage: { logs: 1, callSites: 1, tornLines: 0 },
    });
    const text = render(used, 'terminal');
    expect(text.indexOf(other.question)).toBeLessThan(text.indexOf('109 sites follow'));
  });
});

const accepted = [
  { by: 'comment' as const, rule: 'freeze-to-lock', file: 'src/kept.ts', line: 4, reason: 'ours since 2019' },
];

it.each(formats)('what a person accepted stands with its reason, as %s', (format) => {
  const words = wordsOf(render(aReport([], { accepted }), format));
  expect(words).toContain('src/kept.ts');
  expect(words).toContain('ours since 2019');
});

it('a look that finds what was accepted alone does not say that there was nothing', () => {
  const summary = { ...aReport([]).summary, filesWithSdk: 0 };
  const text = render(aReport([], { accepted, summary }), 'terminal');
  expect(text).toContain('No legacy use left besides 1 accepted place;');
  expect(text).not.toContain('nothing to look at');
});

describe('the numbers, once more before what is next', () => {
  const isRepeated = (text: string) =>
    /\n9 legacy uses: 6 would be rewritten, 3 to review.*\n\nNext\n/s.test(text);

  it('where the details are longer than a screen', () => {
    expect(isRepeated(render(aFullReport(), 'terminal', { height: 30 }))).toBe(true);
  });

  it('and not where all of it is on the screen', () => {
    expect(isRepeated(render(aFullReport(), 'terminal', { height: 300 }))).toBe(false);
  });
});
