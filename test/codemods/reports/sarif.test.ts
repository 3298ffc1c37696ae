import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../../codemods/report/report';
import { sarifErrors, sarifSchemaText } from './official-sarif-schema';
import { render } from './rendered';
import { aFailedVerification, aFullReport, aReport, aRewrittenSite, aSite } from './sample-report';

interface Region {
  startLine: number;
  startColumn: number;
  endLine: number;
  endColumn: number;
}

interface Result {
  ruleId: string;
  ruleIndex: number;
  level: string;
  message: { text: string };
  locations: [
    { physicalLocation: { artifactLocation: { uri: string; uriBaseId?: string }; region: Region } },
  ];
  partialFingerprints: Record<string, string>;
  fixes?: [
    { artifactChanges: [{ replacements: [{ deletedRegion: Region; insertedContent: { text: string } }] }] },
  ];
}

const runOf = (report: Report, base?: string) => {
  const log = JSON.parse(render(report, 'sarif', { base }));
  expect(sarifErrors(log)).toEqual([]);
  return log.runs[0];
};
const resultsOf = (report: Report, base?: string): Result[] => runOf(report, base).results;

describe('the SARIF report', () => {
  it('is checked against the schema that its source names', () => {
    expect(createHash('sha256').update(sarifSchemaText).digest('hex')).toBe(
      '1c49a0f2b60444c71bb14878e21e0d882198eff4c539861b133093ad89ed798c',
    );
    expect(sarifErrors({ version: '2.1.0', runs: [{ tool: {} }] })).toEqual([
      "/runs/0/tool must have required property 'driver'",
    ]);
  });

  it('is valid in every mode, full and empty', () => {
    for (const mode of ['write', 'dry-run', 'check'] as const) {
      runOf(aFullReport({ mode }));
      runOf(aReport([], { mode }));
    }
  });

  it('names the command that explains a rule', () => {
    const help = runOf(aFullReport()).tool.driver.rules.find(
      ({ id }: { id: string }) => id === 'freeze-to-lock',
    ).help;
    expect(help.markdown).toContain('`npx zentra-codemods explain ZENTRA_DEP0001`');
  });

  it('describes each rule with help, and each result points at its rule', () => {
    const run = runOf(aFullReport());
    for (const rule of run.tool.driver.rules) {
      expect(rule.shortDescription.text).not.toBe('');
      expect(rule.help.text.length).toBeGreaterThan(40);
      expect(rule.help.markdown).not.toBe('');
    }
    for (const result of run.results) {
      expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
    }
  });

  it('puts first, as errors, what production ran and the scan did not find', () => {
    const [first, ...rest] = resultsOf(aFullReport());
    expect(first).toMatchObject({ ruleId: 'unseen-by-the-scan', level: 'error' });
    expect(rest.map((result) => result.level)).not.toContain('error');
  });

  it('warns of what a person must settle, and notes what the tool rewrites', () => {
    const levels = resultsOf(aReport([aSite({ reason: 'It is untyped' }), aRewrittenSite()]));
    expect(levels.map((result) => result.level)).toEqual(['warning', 'note']);
    expect(levels[0]?.message.text).toBe('cards.freeze() is deprecated, use cards.lock(). It is untyped.');
  });

  it('has relative URIs from the root of the repository, percent-encoded', () => {
    const [result] = resultsOf(aReport([aSite({ file: 'src/a b#?%"é:1.ts' })]), './services/pay/');
    expect(result?.locations[0].physicalLocation.artifactLocation).toEqual({
      uri: 'services/pay/src/a%20b%23%3F%25%22%C3%A9%3A1.ts',
      uriBaseId: '%SRCROOT%',
    });
  });

  it('names no folder of this machine', () => {
    expect(runOf(aFullReport()).originalUriBaseIds['%SRCROOT%']).not.toHaveProperty('uri');
  });

  it('lists after a run only what is left, so that alerts close', () => {
    const run = runOf(aReport([aSite(), aRewrittenSite()], { mode: 'write' }));
    expect(run.results).toHaveLength(1);
    expect(run.properties).toMatchObject({ mode: 'write', rewritten: 1 });
  });

  it('reports a failed file as a notification of a run that did not wholly succeed', () => {
    const [invocation] = runOf(aFullReport()).invocations;
    expect(invocation.executionSuccessful).toBe(false);
    expect(invocation.toolExecutionNotifications[0].message.text).toContain('Not valid UTF-8');
    expect(runOf(aReport([])).invocations[0].executionSuccessful).toBe(true);
  });

  it('notifies of new type errors at their lines: what was not written is in no file that a result could point at', () => {
    const [invocation] = runOf(aReport([], { verification: aFailedVerification })).invocations;
    expect(invocation.toolExecutionNotifications).toMatchObject([
      { level: 'error', message: { text: '1 new type error, so nothing was written.' } },
      {
        level: 'error',
        message: { text: expect.stringContaining('TS2339') },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'src/close.ts' },
              region: { startLine: 5, startColumn: 8 },
            },
          },
        ],
      },
    ]);
    expect(invocation.executionSuccessful).toBe(true);
    const verification = { ...aFailedVerification, status: 'unfinished' as const, newErrors: [] };
    expect(runOf(aReport([], { verification })).invocations[0].executionSuccessful).toBe(false);
  });

  it('notifies of a caller that production did not know, since a result must have a place', () => {
    const { file: _, line: __, column: ___, ...unknown } = aFullReport().unseen![0]!;
    const run = runOf(aReport([], { unseen: [unknown] }));
    expect(run.results).toEqual([]);
    expect(run.invocations[0].toolExecutionNotifications[0].message.text).toContain('ran 5,210 times');
  });

  it('escapes what the format takes for links and placeholders', () => {
    const [result] = resultsOf(aReport([aSite({ reason: 'see [x](y) and {0} or \\' })]));
    expect(result?.message.text).toContain('see \\[x\\](y) and {{0}} or \\\\.');
  });
});

describe('a fingerprint', () => {
  const fingerprintsOf = (...sites: Parameters<typeof aSite>[0][]) =>
    resultsOf(aReport(sites.map((site) => aSite(site)))).map(
      (result) => result.partialFingerprints.primaryLocationLineHash,
    );

  it('is the same when the lines moved and the code was formatted', () => {
    expect(fingerprintsOf({ line: 12, before: 'a.cards.freeze(id, "lost");' })).toEqual(
      fingerprintsOf({ line: 99, column: 1, before: "a.cards.freeze(\n  id,\n  'lost',\n)" }),
    );
  });

  it('does not change when a site of other code comes before it', () => {
    const [alone] = fingerprintsOf({ line: 12 });
    expect(fingerprintsOf({ line: 2, before: 'other.cards.freeze()' }, { line: 13 })[1]).toBe(alone);
  });

  it('differs between rules, files, code, and equal sites of one file', () => {
    const all = fingerprintsOf(
      {},
      { line: 20 },
      { file: 'b.ts' },
      { before: 'x' },
      { rule: 'unfreeze-to-unlock' },
    );
    expect(new Set(all).size).toBe(5);
  });
});

describe('a fix', () => {
  it.each([
    ['one line', 'a\n  z.cards.freeze(id);\nb\n', '  z.cards.freeze(id);', '  z.cards.lock(id);', 2],
    [
      'several lines',
      'a\nz.cards\n  .updateLimits(id, {\n    daily: 1 })\nb',
      '  .updateLimits(id, {\n    daily: 1 })',
      '  .updateSecurity(id, {\n    x: 1 })',
      3,
    ],
    ['the last line', 'a\nz.cards.freeze(id)', 'z.cards.freeze(id)', 'z.cards.lock(id)', 2],
    [
      'a CRLF file',
      'a\r\nz.cards.freeze(\r\n  id)\r\nb\r\n',
      'z.cards.freeze(\r\n  id)',
      'z.cards.lock(\r\n  id)',
      2,
    ],
  ])('applied to %s gives what the tool would have written', (_, text, before, after, line) => {
    const [result] = resultsOf(aReport([aRewrittenSite({ before, after, line })]));
    expect(applied(text, result!)).toBe(text.replace(before, after));
  });

  it('is offered only where a rewrite exists', () => {
    const [review] = resultsOf(aReport([aSite()]));
    expect(review?.fixes).toBeUndefined();
  });
});

/** The text with a result's fix applied, by the lines and columns that it names. */
function applied(text: string, result: Result): string {
  const { deletedRegion, insertedContent } = result.fixes![0].artifactChanges[0].replacements[0];
  const starts = [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)];
  const at = (line: number, column: number) => starts[line - 1]! + column - 1;
  const start = at(deletedRegion.startLine, deletedRegion.startColumn);
  const end = at(deletedRegion.endLine, deletedRegion.endColumn);
  return text.slice(0, start) + insertedContent.text + text.slice(end);
}

describe('a region', () => {
  const regionOf = (site: Parameters<typeof aSite>[0]) =>
    JSON.parse(render(aReport([aSite(site)]), 'sarif')).runs[0].results[0].locations[0].physicalLocation
      .region;

  it('ends where the lines of the site do', () => {
    expect(regionOf({ line: 7, column: 3, before: '  z.cards\r\n    .freeze(id)\r\n' })).toEqual({
      startLine: 7,
      startColumn: 3,
      endLine: 8,
      endColumn: 16,
    });
  });

  it('has no end where a secret was taken out of its code', () => {
    expect(regionOf({ line: 7, column: 3, before: "z.cards.freeze('sk_live_abcdefgh')" })).toEqual({
      startLine: 7,
      startColumn: 3,
    });
  });
});

describe('what a person accepted', () => {
  it('is a result that is suppressed, with the reason', () => {
    const accepted = [
      {
        by: 'comment',
        rule: 'freeze-to-lock',
        file: 'a.ts',
        line: 3,
        column: 5,
        before: 'x',
        reason: 'ours',
      },
    ] as const;
    const [run] = JSON.parse(render(aReport([], { accepted: [...accepted] }), 'sarif')).runs;
    expect(run.results).toHaveLength(1);
    expect(run.results[0].suppressions).toEqual([
      { kind: 'inSource', status: 'accepted', justification: 'ours' },
    ]);
    expect(run.tool.driver.rules[run.results[0].ruleIndex].id).toBe('freeze-to-lock');
  });
});

describe('more results than code scanning shows', () => {
  it.each([
    [5_000, undefined],
    [5_001, 'shows 5,000 of them'],
    [25_001, 'refuses a run of more than 25,000 results'],
  ])('%i of them are said in a notification: %s', (count, text) => {
    const sites = Array.from({ length: count }, (_, index) => aSite({ line: index + 1 }));
    const [invocation] = JSON.parse(render(aReport(sites), 'sarif')).runs[0].invocations;
    const [first] = invocation.toolExecutionNotifications;
    if (text === undefined) expect(first).toBeUndefined();
    else expect(first.message.text).toContain(text);
  });

  it('counts all that are results, not uses alone', () => {
    const sites = Array.from({ length: 4_999 }, (_, index) => aSite({ line: index + 1 }));
    const spot = { kind: 'unread-file' as const, file: 'gen.js', reason: 'is generated' };
    const blindSpots = [spot, { ...spot, file: 'other.js' }];
    const [run] = JSON.parse(render(aReport(sites, { blindSpots }), 'sarif')).runs;
    expect(run.results).toHaveLength(5_001);
    expect(run.invocations[0].toolExecutionNotifications[0].message.text).toContain('5,001 results');
  });
});
