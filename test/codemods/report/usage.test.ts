import { describe, expect, it } from 'vitest';
import { ReportError } from '../../../codemods/report/parse';
import { joinUsage } from '../../../codemods/report/usage';
import { readUsage } from '../../../codemods/report/usage-log';
import { aReport, aSite } from '../reports/sample-report';
import { reportErrors } from './published-schema';

const line = (fields: Record<string, unknown> = {}): string =>
  JSON.stringify({
    v: 1,
    run: 'a1',
    pid: 4211,
    startedAt: '2026-10-05T09:00:00.000Z',
    release: '1.0.0',
    code: 'ZENTRA_DEP0001',
    rule: 'freeze-to-lock',
    file: 'src/cards.ts',
    line: 12,
    column: 9,
    function: 'onFraud',
    count: 10,
    firstSeen: '2026-10-05T09:12:44.120Z',
    lastSeen: '2026-10-05T11:02:13.001Z',
    ...fields,
  });

const log = (...lines: string[]) => readUsage([{ name: 'usage.jsonl', lines }]);
const site = aSite({ function: 'onFraud' });
const joined = (...lines: string[]) => joinUsage(aReport([site]), log(...lines));

describe('a usage log', () => {
  it('joins a call site by its place: how often, when, in which release', () => {
    const report = joined(line());
    expect(report.sites[0]?.usage).toEqual({
      count: 10,
      firstSeen: '2026-10-05T09:12:44.120Z',
      lastSeen: '2026-10-05T11:02:13.001Z',
      releases: ['1.0.0'],
      matched: 'exact',
    });
    expect(report.unseen).toEqual([]);
    expect(reportErrors(report)).toEqual([]);
  });

  it('joins a funding by the line of its call, below which its reference stands', () => {
    const funding = aSite({ ...site, line: 15, calls: [{ line: 12, column: 9 }] });
    const { function: _, ...unnamed } = JSON.parse(line()) as Record<string, unknown>;
    const report = joinUsage(aReport([funding]), log(JSON.stringify(unnamed)));
    expect(report.sites[0]?.usage).toMatchObject({ count: 10, matched: 'exact' });
    expect(report.unseen).toEqual([]);
  });

  it('lets a later line of one run replace the earlier, and adds up runs and releases', () => {
    const report = joined(
      line({ count: 1 }),
      line({ count: 100, lastSeen: '2026-10-06T00:00:00.000Z' }),
      line({
        run: 'b2',
        count: 7,
        firstSeen: '2026-09-01T00:00:00.000Z',
        lastSeen: '2026-09-02T00:00:00.000Z',
      }),
      line({ run: 'c3', release: '1.1.0', count: 3 }),
    );
    expect(report.sites[0]?.usage).toMatchObject({
      count: 110,
      firstSeen: '2026-09-01T00:00:00.000Z',
      lastSeen: '2026-10-06T00:00:00.000Z',
      releases: ['1.0.0', '1.1.0'],
    });
  });

  it('adds up several files, the same line in two of them once', () => {
    const usage = readUsage([
      { name: 'a.jsonl', lines: [line()] },
      { name: 'b.jsonl', lines: [line(), line({ run: 'b2' })] },
    ]);
    const report = joinUsage(aReport([site]), usage);
    expect(report.sites[0]?.usage?.count).toBe(20);
    expect(report.usage).toEqual({ logs: 2, callSites: 1, tornLines: 0 });
  });

  it('counts torn lines, and keeps what another process wrote behind one', () => {
    const torn = line({ run: 'gone' }).slice(0, 70);
    const report = joined(
      line(),
      torn,
      `${torn}${line({ run: 'b2', count: 5 })}`,
      '',
      '{"v":1}',
      '\u0000\u0000',
    );
    expect(report.sites[0]?.usage?.count).toBe(15);
    expect(report.usage).toEqual({ logs: 1, callSites: 1, tornLines: 4 });
  });

  it('may be empty', () => {
    expect(joined('').usage).toEqual({ logs: 1, callSites: 0, tornLines: 0 });
  });

  it('that has no readable line is refused by name', () => {
    const read = () => readUsage([{ name: 'notes.txt', lines: ['not', 'a log', ''] }]);
    expect(read).toThrow(ReportError);
    expect(read).toThrow('notes.txt is not a usage log: none of its 2 lines can be read');
  });

  it('in a newer format is refused by name', () => {
    expect(() => log(line(), line({ v: 2 }))).toThrow('usage.jsonl was written in usage format 2');
  });
});

describe('a call site of production', () => {
  const matchedOf = (sites: Parameters<typeof aReport>[0], fields: Record<string, unknown>) =>
    joinUsage(aReport(sites), log(line(fields))).sites.map((one) => one.usage?.matched);

  it('whose line moved is joined by code and function, and marked so', () => {
    expect(matchedOf([site], { line: 40 })).toEqual(['moved']);
  });

  it('that moved joins the nearest of several in its function', () => {
    const sites = [site, { ...site, line: 80 }];
    expect(matchedOf(sites, { line: 70 })).toEqual([undefined, 'moved']);
  });

  it('on a line with two joins the one in its column', () => {
    expect(matchedOf([site, { ...site, column: 60 }], { column: 60 })).toEqual([undefined, 'exact']);
  });

  it('anywhere in the lines of a call is that call', () => {
    const call = aSite({ before: 'zentra.cards\n  .freeze(\n    id,\n  )' });
    expect(matchedOf([call], { line: 13 })).toEqual(['exact']);
  });

  it.each([
    '/srv/app/src/cards.ts',
    'file:///srv/my%20app/src/cards.ts',
    'C:\\app\\src\\cards.ts',
    './src/cards.ts',
    'cards.ts',
  ])('is found when production knows its file as %s', (file) => {
    expect(matchedOf([site], { file })).toEqual(['exact']);
  });

  it('joins the file that shares most of its path', () => {
    const sites = [site, { ...site, file: 'pay/src/cards.ts' }];
    expect(matchedOf(sites, { file: '/srv/pay/src/cards.ts' })).toEqual([undefined, 'exact']);
  });

  it('is not joined to one of several files that fit as well', () => {
    const sites = ['a', 'b'].map((folder) => ({
      ...site,
      file: `${folder}/src/cards.ts`,
      function: undefined as never,
    }));
    const report = joinUsage(aReport(sites), log(line({ file: 'cards.ts' })));
    expect(report.sites.map((one) => one.usage)).toEqual([undefined, undefined]);
    expect(report.unseen).toHaveLength(1);
  });

  it.each(['async onFraud', 'Fraud.onFraud', 'Object.onFraud [as handler]'])(
    'in function %s is in onFraud',
    (name) => {
      expect(matchedOf([site], { line: 40, function: name })).toEqual(['moved']);
    },
  );

  it('of built code joins its source by file name and function, and is marked as moved', () => {
    expect(matchedOf([site], { file: 'dist/cards.js', line: 3 })).toEqual(['moved']);
  });

  it('joins the member computed at run time on its line', () => {
    const { code: _, ...dynamic } = aSite({ rule: 'dynamic-member', before: 'cards[action](id)' });
    expect(matchedOf([dynamic], {})).toEqual(['exact']);
  });

  it('with two references in conflict joins the site of the reference rule', () => {
    const fund = aSite({ rule: 'reference-to-transaction-reference', code: 'ZENTRA_DEP0005' });
    const { rule: _, ...conflict } = JSON.parse(line({ code: 'ZENTRA_DEP0006' }));
    expect(joinUsage(aReport([fund]), log(JSON.stringify(conflict))).sites[0]?.usage?.matched).toBe('exact');
  });

  it('of another code or another function is not taken for a site', () => {
    expect(matchedOf([site], { code: 'ZENTRA_DEP0002' })).toEqual([undefined]);
    expect(matchedOf([site], { line: 40, function: 'nightly' })).toEqual([undefined]);
  });

  it('that has no site is unseen, most used first', () => {
    const report = joined(
      line({ file: 'jobs/a.js', count: 1 }),
      line({ file: 'jobs/b.js', count: 900 }),
      line({ run: 'b2', file: 'jobs/b.js', count: 50 }),
    );
    expect(report.unseen?.map(({ file, count }) => [file, count])).toEqual([
      ['jobs/b.js', 950],
      ['jobs/a.js', 1],
    ]);
    expect(report.usage?.callSites).toBe(2);
  });

  it('whose caller is unknown is unseen without a place', () => {
    const report = joined(line({ file: null, line: 0, column: 0 }));
    expect(report.unseen?.[0]).not.toHaveProperty('file');
    expect(report.unseen?.[0]).not.toHaveProperty('line');
    expect(reportErrors(report)).toEqual([]);
  });
});
