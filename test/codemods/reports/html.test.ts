import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compare } from '../../../codemods/report/compare';
import type { Report } from '../../../codemods/report/report';
import { visibleCode } from '../../../codemods/report/visible';
import { parseCodeowners } from '../../../codemods/reports/codeowners';
import { type SourceLinks, sourceLinks } from '../../../codemods/reports/source-links';
import { launchChromium } from '../../chromium';
import { hostileReport, hostileTexts } from './hostile-report';
import { render } from './rendered';
import { aFullReport, aReport, aRewrittenSite, aSite } from './sample-report';

const codeowners = parseCodeowners('* @acme/platform\nservices/fraud/ @acme/fraud @jo\n');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Neither a blank nor an ampersand may break a link within the page. */
const FILE_NAME = 'a report & more.html';

let browser: Browser;
let folder: string;

beforeAll(async () => {
  browser = await launchChromium();
  folder = mkdtempSync(join(tmpdir(), 'html-report-'));
});

afterAll(async () => {
  await browser?.close();
  if (folder) rmSync(folder, { recursive: true });
});

interface Opened {
  page: Page;
  /** Whatever the page asked for besides itself, and whatever it complained of. */
  noise: string[];
}

/** Saves the report and opens the file, as its reader does. */
async function open(
  report: Report,
  options: BrowserContextOptions = {},
  address = '',
  sourceLinks?: SourceLinks,
): Promise<Opened> {
  const file = join(folder, FILE_NAME);
  const since = compare(aReport([aSite({ file: 'gone.ts' })]), report);
  writeFileSync(file, render(report, 'html', { codeowners, since, sourceLinks }));
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const url = pathToFileURL(file).href;
  const noise: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:')) noise.push(request.url());
  });
  page.on('console', (message) => noise.push(message.text()));
  page.on('pageerror', (error) => noise.push(error.message));
  page.on('dialog', (dialog) => {
    noise.push(dialog.message());
    void dialog.dismiss();
  });
  await page.goto(url + address);
  return { page, noise };
}

/** The page answers on its next frame, whenever a loaded machine draws that. */
const eventually = (read: () => Promise<string | null>) => expect.poll(read, { timeout: 30_000 });

const placesOf = (page: Page): Promise<string[]> => page.locator('.site:visible h4').allTextContents();
const shownOf = (page: Page): Promise<string | null> => page.locator('#shown').textContent();

describe('the HTML report', () => {
  it('asks for nothing and complains of nothing', async () => {
    const { page, noise } = await open(aFullReport());
    await page.getByRole('searchbox').fill('fraud');
    await eventually(() => shownOf(page)).toBe('3 of 9 sites');
    expect(noise).toEqual([]);
    await page.context().close();
  });

  it('names what is done and what is left, in words and in a drawn chart', async () => {
    const { page } = await open(aFullReport());
    expect(await page.locator('h1').textContent()).toBe('6 of 9 legacy uses can be rewritten by machine');
    expect(await page.getByRole('img').getAttribute('aria-label')).toBe(
      '66 per cent: 6 sites would be rewritten, 3 sites to review',
    );
    await page.context().close();
  });

  it('puts what production ran unseen before everything but the headline', async () => {
    const { page } = await open(aFullReport());
    const headings = await page.locator('h2').allTextContents();
    expect(headings[0]).toBe('Unseen by the scan: 1');
    expect(await page.locator('.alarm').textContent()).toContain('dist/jobs/close.js:14:9');
    await page.context().close();
  });

  it('lists by rule, by folder and by owner', async () => {
    const { page } = await open(aFullReport());
    const rows = async (table: string): Promise<string[]> =>
      (await page.getByRole('table', { name: table }).locator('tbody tr').allTextContents()).slice(0, 2);
    expect(await rows('By rule')).toEqual(['freeze-to-lock21', 'unfreeze-to-unlock10']);
    expect(await rows('By folder')).toEqual(['services/accounts/src11', 'scripts01']);
    expect(await rows('By owner')).toEqual(['@acme/platform33', '@acme/fraud30']);
    await page.context().close();
  });

  it('without scripts still lists every site with its diff, and offers no filter', async () => {
    const { page } = await open(aFullReport(), { javaScriptEnabled: false });
    expect(await placesOf(page)).toHaveLength(9);
    expect(await page.locator('.site del').first().textContent()).toBe(
      "await zentra.cards.freeze(card.id, 'chargeback');",
    );
    expect(await page.locator('.site ins').first().textContent()).toBe(
      "await zentra.cards.lock(card.id, 'chargeback');",
    );
    expect(await page.locator('#filter').isVisible()).toBe(false);
    expect(await page.locator('#theme').isVisible()).toBe(false);
    await page.context().close();
  });

  it('prints every site and no control', async () => {
    const { page } = await open(aFullReport(), { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.site:visible').count()).toBe(9);
    expect(await page.locator('#filter').isVisible()).toBe(false);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    await page.context().close();
  });

  it('says so when there is nothing', async () => {
    const { page, noise } = await open(aReport([]));
    expect(await page.locator('h1').textContent()).toBe('No legacy use found');
    expect(noise).toEqual([]);
    await page.context().close();
  });
});

describe('the list of sites', () => {
  it('is filtered by search: every word, in files, code, reasons and functions', async () => {
    const { page } = await open(aFullReport());
    await page.getByRole('searchbox').fill('untyped JOBS.js');
    await eventually(() => shownOf(page)).toBe('1 of 9 sites');
    expect(await placesOf(page)).toEqual(['services/legacy/jobs.js:88:5']);
    await page.getByRole('button', { name: 'Clear' }).click();
    expect(await shownOf(page)).toBe('All 9 sites');
    await page.context().close();
  });

  it('is filtered by status, rule, folder and owner together', async () => {
    const { page } = await open(aFullReport());
    await page.getByLabel('Rule', { exact: true }).selectOption('freeze-to-lock');
    expect(await shownOf(page)).toBe('3 of 9 sites');
    await page.getByLabel('Owner', { exact: true }).selectOption('@jo');
    expect(await shownOf(page)).toBe('2 of 9 sites');
    await page.getByLabel('Status', { exact: true }).selectOption('To review');
    expect(await shownOf(page)).toBe('0 of 9 sites');
    await page.getByLabel('Owner', { exact: true }).selectOption('All owners');
    await page.getByLabel('Folder', { exact: true }).selectOption('services/legacy');
    expect(await placesOf(page)).toEqual(['services/legacy/jobs.js:88:5']);
    expect(await page.getByRole('heading', { name: 'Would be rewritten' }).isVisible()).toBe(false);
    await page.context().close();
  });

  it('is filtered by a click on a row of a table', async () => {
    const { page } = await open(aFullReport());
    await page.getByRole('link', { name: 'services/accounts/src', exact: true }).click();
    expect(await shownOf(page)).toBe('2 of 9 sites');
    await page.context().close();
  });

  it('keeps its filter in the address, to be shared', async () => {
    const first = await open(aFullReport());
    await first.page.getByLabel('Rule', { exact: true }).selectOption('dynamic-member');
    const { search } = new URL(first.page.url());
    await first.page.context().close();
    const { page } = await open(aFullReport(), {}, search);
    expect(await placesOf(page)).toEqual(['scripts/admin.js:7:3']);
    await page.context().close();
  });

  it('goes to the site that a link names, past a filter that hides it', async () => {
    const first = await open(aFullReport());
    const hash = await first.page.locator('.site h4 a').last().getAttribute('href');
    expect(hash).toMatch(/^#site-[0-9a-f]{12}$/);
    await first.page.context().close();
    const { page } = await open(aFullReport(), {}, `?status=review${hash}`);
    expect(await shownOf(page)).toBe('All 9 sites');
    expect(await page.evaluate('"#" + document.activeElement.id')).toBe(hash);
    expect(await page.locator(hash!).isVisible()).toBe(true);
    await page.context().close();
  });

  it('gives a site the same link when its lines moved', async () => {
    const linkOf = (line: number): string =>
      /href="(#site-\w+)"/.exec(render(aReport([aSite({ line })]), 'html'))?.[1] ?? '';
    expect(linkOf(12)).toBe(linkOf(300));
  });

  it('is walked through by keyboard', async () => {
    const { page } = await open(aFullReport());
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement.id')).toBe('search');
    await page.keyboard.type('src k j /');
    await eventually(() => shownOf(page)).not.toBe('All 9 sites');
    await page.keyboard.press('Escape');
    expect(await shownOf(page)).toBe('All 9 sites');
    await page.keyboard.press('Tab');
    await page.getByRole('searchbox').blur();
    const ids = await page.locator('.site').evaluateAll((sites) => sites.map((site) => site.id));
    const press = async (key: string): Promise<number> => {
      await page.keyboard.press(key);
      return ids.indexOf((await page.evaluate('document.activeElement.id')) as string);
    };
    await page.evaluate('document.activeElement.blur()');
    expect([await press('j'), await press('j'), await press('j'), await press('k')]).toEqual([0, 1, 2, 1]);
    await page.context().close();
  });

  it('is filtered by the cause that leaves sites for review, and by what ran in production', async () => {
    const cause = {
      id: 'c1',
      file: 'src/block.ts',
      line: 3,
      column: 7,
      question: 'Is `client` a Zentra client?',
      sites: 2,
      advice: 'Give it the type.',
    };
    const sites = [aSite({ cause: 'c1' }), aSite({ line: 20, cause: 'c1' }), aSite({ line: 30 })];
    const ran = aFullReport().sites.find(({ usage }) => usage)!;
    const { page } = await open(
      aReport([...sites, ran], { causes: [cause], usage: { logs: 1, callSites: 1, tornLines: 0 } }),
    );
    await page.getByRole('link', { name: 'src/block.ts:3:7' }).click();
    expect(await shownOf(page)).toBe('2 of 4 sites');
    expect(await page.locator('.group h3 span').first().textContent()).toBe('2 of 3');
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByLabel('Production').selectOption('Ran in production');
    expect(await shownOf(page)).toBe('1 of 4 sites');
    await page.context().close();
  });

  it('names the first site for review on the first screen, on a phone, too', async () => {
    const { page } = await open(aFullReport(), { viewport: { width: 390, height: 800 } });
    await page.getByRole('link', { name: 'services/legacy/jobs.js:88:5' }).first().click();
    expect(await page.evaluate("document.activeElement.querySelector('h4').textContent")).toBe(
      'services/legacy/jobs.js:88:5',
    );
    await page.context().close();
  });

  it('remembers in the browser what was checked off', async () => {
    const { page } = await open(aFullReport());
    await page.locator('.site').first().scrollIntoViewIfNeeded();
    await page.locator('.site').first().getByLabel('Checked').check();
    await page.reload();
    await page.locator('.site').first().scrollIntoViewIfNeeded();
    await expect
      .poll(() => page.locator('.site').first().getByLabel('Checked').isChecked(), { timeout: 30_000 })
      .toBe(true);
    await page.context().close();
  });

  it('is sorted by file, and keeps that in its address', async () => {
    const sites = ['b.ts', 'c.ts', 'a.ts'].map((file) => aSite({ file }));
    const { page } = await open(aReport([...sites, aRewrittenSite({ file: '0.ts' })]));
    await page.getByLabel('Order').selectOption('By file');
    const sorted = ['a.ts:12:9', 'b.ts:12:9', 'c.ts:12:9', '0.ts:12:9'];
    expect(await placesOf(page)).toEqual(sorted);
    await page.getByRole('searchbox').fill('b.ts');
    await eventually(() => shownOf(page)).toBe('1 of 4 sites');
    expect(await placesOf(page)).toEqual(['b.ts:12:9']);
    expect(page.url()).toContain('sort=file');
    await page.context().close();
  });

  it('copies the places of the sites that are shown', async () => {
    const { page } = await open(aReport([aSite({ file: 'a.ts' }), aSite({ file: 'b.ts' })]), {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await page.getByRole('button', { name: 'Copy places' }).click();
    await eventually(() => page.locator('#copy').textContent()).toBe('Copied 2');
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('a.ts:12:9\nb.ts:12:9');
    await page.context().close();
  });

  it('leads to the code on the pages of the repository', async () => {
    const links = sourceLinks('git@github.com:acme/shop.git', 'abc1234', 'services');
    const { page } = await open(aReport([aSite()]), {}, '', links);
    expect(await page.getByRole('link', { name: 'source' }).getAttribute('href')).toBe(
      'https://github.com/acme/shop/blob/abc1234/services/src/cards.ts#L12',
    );
    await page.context().close();
  });

  it('has code, meaning and advice of each rule', async () => {
    const { page } = await open(aFullReport());
    const rules = await page.getByRole('region', { name: 'What the rules say' }).textContent();
    expect(rules).toContain('ZENTRA_DEP0001');
    expect(rules).toContain('Rename it to lock');
    await page.context().close();
  });

  it('marks the changed words of what is on the screen, and of every site that is printed', async () => {
    const site = (index: number) => aRewrittenSite({ file: `src/${index}.ts`, function: 'onFraud' });
    const { page } = await open(aReport(Array.from({ length: 400 }, (_, index) => site(index))));
    const marked = (index: number) => page.locator('.site').nth(index).locator('b').allTextContents();
    await expect.poll(() => marked(0), { timeout: 30_000 }).toEqual(['freeze', 'lock']);
    expect(await marked(399)).toEqual([]);
    await page.pdf();
    expect(await marked(399)).toEqual(['freeze', 'lock']);
    expect(await marked(0)).toEqual(['freeze', 'lock']);
    await page.context().close();
  });

  it('takes fewer than eight elements for a site', async () => {
    const site = aRewrittenSite({ function: 'onFraud' });
    const elements = (count: number) =>
      (render(aReport(Array.from({ length: count }, () => site)), 'html').match(/<[a-z]/g) ?? []).length;
    expect((elements(200) - elements(100)) / 100).toBeLessThan(8);
  });

  it('stays fluid with 5,000 sites: what is off the screen is not laid out, and a search finds one of them', async () => {
    const sites = Array.from({ length: 5_000 }, (_, index) =>
      (index % 4 === 0 ? aSite : aRewrittenSite)({
        file: `services/s${index % 90}/src/module-${index % 600}.ts`,
        before: `await zentra.cards.freeze(card${index});`,
      }),
    );
    const { page } = await open(aReport(sites));
    expect(await page.locator('.site').count()).toBe(5_000);
    const laidOut =
      "[...document.querySelectorAll('.site h4')].at(-1).checkVisibility({ contentVisibilityAuto: true })";
    expect(await page.evaluate(laidOut)).toBe(false);
    await page.getByRole('searchbox').fill('card4321)');
    await eventually(() => shownOf(page)).toBe('1 of 5,000 sites');
    expect(await page.locator('.site:visible').textContent()).toContain('card4321');
    await page.context().close();
  });
});

describe('the theme', () => {
  const dark = "getComputedStyle(document.documentElement).colorScheme === 'dark'";

  it('follows the system, and the button turns it over', async () => {
    const { page } = await open(aFullReport(), { colorScheme: 'dark' });
    expect(await page.evaluate(dark)).toBe(true);
    await page.getByRole('button', { name: 'Light theme' }).click();
    expect(await page.evaluate(dark)).toBe(false);
    await page.getByRole('button', { name: 'Dark theme' }).click();
    expect(await page.evaluate(dark)).toBe(true);
    await page.context().close();
  });
});

describe('accessibility, checked with axe-core', () => {
  const desktop = { width: 1280, height: 900 };
  const phone = { width: 390, height: 800 };

  it.each([
    ['light', desktop],
    ['dark', desktop],
    ['light', phone],
    ['dark', phone],
  ] as const)('has no violation in the %s theme at %j', async (colorScheme, viewport) => {
    const { page } = await open(aFullReport(), { colorScheme, viewport, bypassCSP: true });
    // Contrast is measured on what is laid out.
    await page.addStyleTag({ content: '.sites { content-visibility: visible !important; }' });
    await page.locator('details').evaluateAll((all) => {
      for (const one of all) one.setAttribute('open', '');
    });
    await page.evaluate(axe);
    const violations = (await page.evaluate(
      "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.target).join(' ')))",
    )) as string[];
    expect(violations).toEqual([]);
    await page.context().close();
  });

  it.each([desktop, phone, { width: 320, height: 600 }])(
    'scrolls in one direction only at %j',
    async (viewport) => {
      const { page } = await open(aFullReport(), { viewport });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
      await page.context().close();
    },
  );
});

describe('hostile names and code in a real browser', () => {
  it('run nothing, load nothing, and are read as text', async () => {
    const { page, noise } = await open(aReport([]));
    for (const text of hostileTexts) {
      writeFileSync(
        join(folder, FILE_NAME),
        render(hostileReport(text), 'html', { codeowners: () => [text] }),
      );
      await page.reload();
      expect({ text, noise }).toEqual({ text, noise: [] });
      expect(await page.evaluate('window.pwned')).toBeUndefined();
      expect(await page.locator('script:not([type])').count()).toBe(1);
      expect(await page.locator('main img, main svg[onload], main iframe').count()).toBe(0);
      const code = await page.locator('.site pre').first().locator('> *').allTextContents();
      expect(code.join('\n')).toBe(visibleCode(text).trim());
    }
    await page.context().close();
  });
});
