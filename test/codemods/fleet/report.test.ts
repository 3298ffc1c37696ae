import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fleetEnd } from '../../../codemods/cli/fleet/fleet-end';
import type { RepositoryState } from '../../../codemods/fleet/job/repository-state';
import { summariseReport } from '../../../codemods/fleet/job/summarise-report';
import { OutFolder } from '../../../codemods/fleet/out-folder';
import { buildFleetReport, type Listed } from '../../../codemods/fleet/report/build-report';
import {
  type FleetReport,
  fleetReportSchema,
  percentGone,
} from '../../../codemods/fleet/report/fleet-report';
import { fleetReportJsonSchema } from '../../../codemods/fleet/report/fleet-report-json-schema';
import { recordRun } from '../../../codemods/fleet/report/history';
import { fleetHtml } from '../../../codemods/fleet/report/html/page';
import { fleetMarkdown } from '../../../codemods/fleet/report/markdown';
import { writeFleetReport } from '../../../codemods/fleet/report/write-report';
import { launchChromium } from '../../chromium';
import { hostileTexts } from '../reports/hostile-report';
import { aReport, aSite } from '../reports/sample-report';
import { temporary } from './repository';
import { doneState, failedState } from './states';

const listedOf = (states: readonly RepositoryState[]): Listed[] =>
  states.map(({ name, slug, url, labels }) => ({ name, slug, url, labels }));

function reportOf(
  states: readonly RepositoryState[],
  given: { listed?: Listed[]; history?: Parameters<typeof buildFleetReport>[0]['history'] } = {},
) {
  return buildFleetReport({
    listed: given.listed ?? listedOf(states),
    states: new Map(states.map((state) => [state.slug, state])),
    history: given.history ?? [],
    toolVersion: '0.0.0',
    generatedAt: new Date('2026-03-01T12:00:00Z'),
  });
}

const fleet = [
  doneState('acme/clean', { labels: { team: 'cards', customer: 'acme' } }),
  doneState('acme/ready', { rewritten: 5, labels: { team: 'cards', customer: 'acme' }, pushed: true }),
  doneState('onda/review', { rewritten: 2, review: 3, labels: { team: 'wallet' } }),
  doneState('onda/broken', { filesFailed: 1, labels: { team: 'wallet' } }),
  failedState('onda/failed', 'git fetch failed: no such repository', { team: 'wallet' }),
];
const late: Listed = { name: 'onda/late', slug: 'onda--late-00000000', url: 'x', labels: {} };
const past = (at: string, sites: Record<string, number>) => ({
  schemaVersion: 1 as const,
  at,
  repositories: Object.fromEntries(
    fleet.map(({ name, slug }) => [slug, { sites: sites[name] ?? 0, review: 0, failed: false }]),
  ),
});
const history = [
  past('2026-02-01T10:00:00.000Z', { 'acme/clean': 6, 'acme/ready': 9, 'onda/failed': 4 }),
  past('2026-02-15T10:00:00.000Z', { 'acme/clean': 2, 'acme/ready': 5, 'onda/failed': 4 }),
];
const whole = reportOf(fleet, { listed: [...listedOf(fleet), late], history });

describe('the report over a fleet', () => {
  it('does not call a repository migrated that never used the SDK', () => {
    const clean = fleet.filter(({ name }) => name === 'acme/clean');
    const { repositories, totals } = reportOf(clean);
    expect(repositories.map(({ status }) => status)).toEqual(['unused']);
    expect([totals.migrated, totals.unused]).toEqual([0, 1]);
  });

  it('adds one reason up over all repositories', () => {
    const reason = 'client.cards is untyped, so it cannot be told whose it is: give it a type';
    const report = reportOf([
      doneState('a/one', { review: 3, reason }),
      doneState('a/two', { review: 2, reason }),
      doneState('a/three', { review: 1, reason }),
      doneState('a/four', { review: 1 }),
      failedState('a/five', 'no such repository'),
    ]);
    expect(report.reasons).toEqual([
      { text: reason, sites: 6, repositories: 3 },
      { text: 'The receiver is untyped', sites: 1, repositories: 1 },
    ]);
    expect(fleetMarkdown(report)).toContain(': 6 sites in 3 repositories');
    expect(fleetHtml(report)).toContain('6 sites in 3 repositories');
    expect(fleetEnd(report, 'out', 'again')).toContain(
      '  client.cards is untyped: 6 sites in 3 repositories',
    );
  });

  it('counts every site, however many reasons one repository has, and every file that failed', () => {
    const reasons = 1500;
    const sites = Array.from({ length: reasons }, (_, at) => aSite({ line: at + 1, reason: `reason ${at}` }));
    const files = Array.from({ length: 30 }, (_, at) => ({
      file: `f${at}.js`,
      status: 'failed' as const,
      error: 'x',
    }));
    const state = doneState('acme/shop');
    const outcome = {
      ...state.outcome,
      ...summariseReport(aReport(sites, { files })),
    } as RepositoryState['outcome'];
    const report = reportOf([{ ...state, outcome }]);
    expect(report.reasons?.reduce((sum, reason) => sum + reason.sites, 0)).toBe(reasons);
    const texts = report.repositories[0]!.why.map(({ text }) => text);
    expect(texts).toContain("500 more reasons, which the repository's own report has");
    expect(texts).toContain('Not migrated: 10 more files');
  });

  it('ends with what to type next: the same again after a failure, a patch, the page', () => {
    const commands = (report: FleetReport) =>
      fleetEnd(report, '/out', 'again').filter((line) => /^ {2}\S/.test(line));
    expect(commands(reportOf([failedState('a/one', 'gone'), doneState('a/two', { rewritten: 1 })]))).toEqual([
      '  again',
      expect.stringMatching(/^ {2}git am \/out\/repositories\/a--two-.*\/migration\.patch$/),
      '  /out/fleet.html',
    ]);
    expect(commands(reportOf([doneState('a/one')]))).toEqual(['  /out/fleet.html']);
  });

  it('begins with a patch that migrates something, not with one of TODO lines', () => {
    const marked = doneState('a/marked', { review: 2, rewritten: 0 });
    const commit = { id: 'a'.repeat(40), branch: 'zentra-codemods/migrate', pushed: false };
    const states = [{ ...marked, outcome: { ...marked.outcome, commit } } as RepositoryState];
    expect(fleetEnd(reportOf(states), '/out', 'again').join('\n')).not.toContain('git am');
    const both = reportOf([...states, doneState('a/two', { rewritten: 1 })]);
    expect(fleetEnd(both, '/out', 'again').join('\n')).toMatch(/git am \/out\/repositories\/a--two-/);
  });

  it('needs a person where something was not read, and does not say that there is no use', () => {
    const report = reportOf([doneState('a/blind', { blindSpots: 2 })]);
    expect(report.repositories[0]).toMatchObject({
      status: 'attention',
      blindSpots: 2,
      why: [{ text: 'Blind spot: it is generated', where: 'gen/api.js' }],
    });
    expect(report.totals).toMatchObject({ attention: 1, unused: 0, blindSpots: 2 });
    for (const text of [fleetMarkdown(report), fleetHtml(report)]) {
      expect(text).toContain('it is generated');
      expect(text).toMatch(/2 blind spots|<dt>blind spots<\/dt><dd>2</);
    }
  });

  it('shows no percentage where no legacy use was ever seen, be it for all, a team or a failed repository', () => {
    const labels = { team: 'cards' };
    const states = [doneState('a/clean', { labels }), failedState('a/failed', 'gone', labels)];
    const report = reportOf([...states, doneState('a/busy', { review: 1, labels: { team: 'pay' } })]);
    expect(fleetMarkdown(report)).toContain('| cards | 2 | 0 | – | 0 | 0 |');
    for (const text of [fleetMarkdown(reportOf(states)), fleetHtml(reportOf(states))]) {
      expect(text).not.toMatch(/\d %|class="ring"/);
      expect(text).toMatch(/No legacy use (was )?seen in 2 repositories/);
    }
  });

  it('shows in its ring what lies in patches', () => {
    expect(fleetHtml(whole)).toMatch(
      /aria-label="\d+ per cent: \d+ sites gone, 7 sites in patches, \d+ sites left"/,
    );
  });

  it('says how far each repository is, the most urgent first', () => {
    expect(whole.repositories.map(({ name, status }) => [name, status])).toEqual([
      ['onda/failed', 'failed'],
      ['onda/review', 'attention'],
      ['onda/broken', 'attention'],
      ['acme/ready', 'ready'],
      ['onda/late', 'pending'],
      ['acme/clean', 'migrated'],
    ]);
  });

  it('counts what is gone from the most that each repository ever had', () => {
    expect(whole.totals).toMatchObject({ sites: 10, rewritten: 7, review: 3, peakSites: 24, goneSites: 10 });
    expect(percentGone(whole.totals)).toBe(41);
  });

  it('does not count what a failed repository had as gone', () => {
    const failed = whole.repositories.find(({ name }) => name === 'onda/failed');
    expect(failed).toMatchObject({ peakSites: 4, sites: 0 });
    for (const text of [fleetMarkdown(whole), fleetHtml(whole)]) {
      expect(text).toContain('Of 4 nothing is known now: their repositories failed, or were not run.');
    }
    expect(fleetMarkdown(reportOf(fleet.slice(0, 4)))).not.toContain('nothing is known now');
  });

  it('groups by team and customer first, then by whatever else is labelled', () => {
    expect(whole.groups.map(({ label }) => label)).toEqual(['team', 'customer']);
    expect(
      whole.groups[0]?.values.map(({ value, repositories, sites }) => [value, repositories, sites]),
    ).toEqual([
      ['cards', 2, 5],
      ['wallet', 3, 5],
      ['no team', 1, 0],
    ]);
    const labelled = reportOf([
      doneState('a', { labels: { zone: 'eu', customer: 'x', area: 'y', team: 'z' } }),
    ]);
    expect(labelled.groups.map(({ label }) => label)).toEqual(['team', 'customer', 'area', 'zone']);
  });

  it('follows its published schema', () => {
    const published = readFileSync(
      path.resolve(__dirname, '../../../codemods/schemas/fleet-report.schema.json'),
      'utf8',
    );
    expect(published).toBe(fleetReportJsonSchema());
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    expect(ajv.compile(JSON.parse(published))(JSON.parse(JSON.stringify(whole)))).toBe(true);
    expect(fleetReportSchema.parse(whole)).toEqual(whole);
  });

  it('as Markdown names who is needed where, and what only needs to be merged', () => {
    const text = fleetMarkdown(whole);
    expect(text).toContain(
      '**41 %** of the 24 legacy uses ever seen are gone; 10 are left in 2 repositories.',
    );
    expect(text).toMatch(
      /### \[onda\/review\]\(repositories\/onda--review-\w+\/report\.md\)\n\n- The receiver is untyped \(3 sites\), first at `src\/shop\.ts:12`/,
    );
    expect(text).toContain('- Failed at fetch: git fetch failed: no such repository');
    expect(text).toMatch(
      /\[acme\/ready\]\(.*\): 5 uses rewritten \(\[patch\]\(.*migration\.patch\)\), pushed to `zentra-codemods\/migrate`/,
    );
    expect(text).toContain('| 2026-02-15 10:00 UTC | 5 | 11 |');
  });

  it('is written so that no terminal obeys it', async () => {
    const out = new OutFolder(temporary());
    for (const [at, text] of hostileTexts.entries()) {
      const state = failedState(`a${at}`, text, { team: text });
      await out.publish(out.newResults(state.slug), state);
    }
    writeFleetReport({ out, toolVersion: '0.0.0', finished: true, now: new Date('2026-03-01T10:00:00Z') });
    for (const file of ['fleet.json', 'fleet.md', 'fleet.html']) {
      expect(out.read(file)).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/u);
    }
  });
});

describe('the history of a folder', () => {
  it('gains a point with each finished run that saw something new, and keeps the numbers of what failed', async () => {
    const out = new OutFolder(temporary());
    const write = async (
      states: readonly RepositoryState[],
      day: string,
      finished = true,
    ): Promise<FleetReport> => {
      for (const state of states) await out.publish(out.newResults(state.slug), state);
      return writeFleetReport({
        out,
        listed: listedOf(states),
        toolVersion: '0.0.0',
        finished,
        now: new Date(`2026-03-${day}T10:00:00Z`),
      });
    };
    await write([doneState('a', { rewritten: 4 })], '01');
    await write([doneState('a', { rewritten: 4 })], '02');
    expect((await write([doneState('a', { rewritten: 1 })], '03', false)).trend).toHaveLength(1);
    await write([failedState('a', 'gone')], '04');
    const last = await write([doneState('a')], '05');
    expect(last.trend.map(({ at, sites, failed }) => [at.slice(8, 10), sites, failed])).toEqual([
      ['01', 4, 0],
      ['04', 4, 1],
      ['05', 0, 0],
    ]);
    expect(last.totals).toMatchObject({ peakSites: 4, goneSites: 4 });
  });

  it('is read without the files that are torn', () => {
    const out = new OutFolder(temporary());
    recordRun(out, [doneState('a', { rewritten: 2 })], new Date('2026-03-01T10:00:00Z'));
    out.write('history/2026-03-02.json', '{ "schemaVersion": 1, ');
    const report = writeFleetReport({
      out,
      toolVersion: '0.0.0',
      finished: false,
      now: new Date('2026-03-03T10:00:00Z'),
    });
    expect(report.trend).toHaveLength(1);
  });
});

describe('the page', () => {
  let browser: Browser;
  const folder = temporary();
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
  });

  async function open(report: FleetReport, options: BrowserContextOptions = {}) {
    const file = path.join(folder, 'fleet.html');
    writeFileSync(file, fleetHtml(report));
    const page = await (await browser.newContext(options)).newPage();
    const noise: string[] = [];
    const url = pathToFileURL(file).href;
    page.on('request', (request) => {
      if (request.url() !== url && !request.url().startsWith('data:')) noise.push(request.url());
    });
    page.on('console', (message) => noise.push(message.text()));
    page.on('pageerror', (error) => noise.push(error.message));
    page.on('dialog', (dialog) => {
      noise.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(url);
    return { page, noise };
  }

  it('links to each repository’s own report, filters, and asks for nothing', async () => {
    const { page, noise } = await open(whole);
    const rows = page.locator('.repositories tbody tr:visible');
    expect(await rows.count()).toBe(6);
    const link = page.locator('.repositories').getByRole('link', { name: 'onda/review' });
    expect(await link.getAttribute('href')).toMatch(/^repositories\/onda--review-[0-9a-f]{8}\/report\.html$/);
    await page.getByRole('searchbox').fill('wallet');
    await expect.poll(() => rows.count(), { timeout: 30_000 }).toBe(3);
    await page.getByRole('combobox').selectOption('failed');
    await expect
      .poll(() => page.locator('#shown').textContent(), { timeout: 30_000 })
      .toBe('1 of 6 repositories');
    await page.getByRole('link', { name: 'acme', exact: true }).click();
    await expect.poll(() => rows.count(), { timeout: 30_000 }).toBe(2);
    expect(noise).toEqual([]);
    await page.context().close();
  });

  it('lists everything without scripts', async () => {
    const { page } = await open(whole, { javaScriptEnabled: false });
    expect(await page.locator('.repositories tbody tr').count()).toBe(6);
    expect(await page.locator('#filter').isVisible()).toBe(false);
    await page.context().close();
  });

  it.each([
    ['light', { width: 1280, height: 900 }],
    ['dark', { width: 390, height: 800 }],
  ] as const)(
    'has no violation that axe finds in the %s theme at %j, and scrolls one way',
    async (colorScheme, viewport) => {
      const { page } = await open(whole, { colorScheme, viewport, bypassCSP: true });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
      await page.evaluate(axe);
      const violations = await page.evaluate(
        "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.target).join(' ')))",
      );
      expect(violations).toEqual([]);
      await page.context().close();
    },
  );

  it('shows hostile names, labels, reasons and messages as text', async () => {
    const states = hostileTexts.flatMap((text, at) => [
      { ...doneState(`a${at}`, { review: 1, reason: text, labels: { team: text } }), name: text },
      { ...failedState(`b${at}`, text, { [text]: text }), name: `${text}2` },
    ]);
    const { page, noise } = await open(reportOf(states, { history }));
    expect(noise).toEqual([]);
    expect(await page.locator('.repositories tbody tr').count()).toBe(states.length);
    expect(await page.locator('script').count()).toBe(1);
    await page.context().close();
  });
});
