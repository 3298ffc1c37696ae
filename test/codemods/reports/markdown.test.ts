import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, it } from 'vitest';
import { compare } from '../../../codemods/report/compare';
import type { Site } from '../../../codemods/report/report';
import { parseCodeowners } from '../../../codemods/reports/codeowners';
import { render } from './rendered';
import { aFullReport, aReport, aRewrittenSite, aSite } from './sample-report';

const GITHUB_LIMIT = 65_536;

const many = (count: number, site: (index: number) => Partial<Site>) =>
  Array.from({ length: count }, (_, index) => aSite({ reason: 'The receiver is untyped.', ...site(index) }));

/** The text that a reader of the rendered Markdown sees. */
function shownBy(markdown: string): string {
  const textOf = (node: { value?: string; children?: unknown[] }): string =>
    node.value ?? (node.children ?? []).map((child) => textOf(child as typeof node)).join('');
  return textOf(fromMarkdown(markdown) as never);
}

const headings = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('#'))
    .map((line) => line.replace(/^#+ /, ''));

describe('the Markdown report', () => {
  const text = render(aFullReport(), 'md', { codeowners: parseCodeowners('* @acme/platform') });

  it('has the order of a reader: summary, unseen, rules, what to review, the rest', () => {
    expect(headings(text)).toEqual([
      'Zentra card API migration: 66 % can be done by machine',
      '⚠️ Unseen by the scan',
      'By rule',
      'Run in production (2)',
      'To review (3)',
      'Fundings that a retry could send twice (1)',
      'Roll-out order: terminate and closures',
      'By owner',
      'Notes on what would be rewritten',
      'Failed, left untouched',
    ]);
  });

  it('counts each rule in a table', () => {
    expect(text).toContain(
      '| `freeze-to-lock` | `ZENTRA_DEP0001` | 2 | 1 | cards.freeze() is deprecated, use cards.lock() |',
    );
  });

  it('has a box to tick for each site to review, with place, production, reason and code', () => {
    expect(text).toContain('- [ ] `services/legacy/jobs.js:88:5` (ran 31 times');
    expect(text).toContain(': The receiver `client` is untyped: check that it is a Zentra client');
    expect(text).toContain('  ```js\n  client.cards.freeze(row.card_id)\n  ```');
    expect(text.match(/- \[ \] `[^`]+:\d+:\d+`/g)).toHaveLength(5);
  });

  it('gathers the notes on single rewrites', () => {
    const notes = ['The reference documents only daily and monthly limits'];
    const sites = Array.from({ length: 5 }, (_, index) => aRewrittenSite({ line: index + 1, notes }));
    expect(render(aReport(sites), 'md')).toContain(
      '- The reference documents only daily and monthly limits (`src/cards.ts:1:9`, `src/cards.ts:2:9`, `src/cards.ts:3:9` and 2 more)',
    );
  });

  it('shows what a person is to type as it is typed', () => {
    const advice = "/** @param {import('@zentra/sdk').Zentra} client */, as in #12";
    const cause = {
      id: 'aaaaaaaaaaaa',
      file: 'a.ts',
      line: 1,
      column: 1,
      question: 'Whose?',
      sites: 1,
      advice,
    };
    expect(shownBy(render(aReport([aSite()], { causes: [cause] }), 'md'))).toContain(advice);
  });

  it('advises once for each rule', () => {
    expect(text).toContain('**freeze-to-lock**: Rename it to lock; the arguments stay as they are.');
  });

  it('gives the roll-out order only where something terminates', () => {
    expect(text).toContain('1. Agree with operations on the approved path for permanent closure.');
    expect(render(aReport([aSite()]), 'md')).not.toContain('Roll-out order');
  });

  it('mentions no owner, whom a pull request would notify', () => {
    expect(text).toContain('| `@acme/platform` | 6 | 3 |');
    expect(text.replaceAll(/`[^`]*`/g, '')).not.toMatch(/@\w/);
  });

  it('names what appeared since an earlier report', () => {
    const report = aReport([aSite()]);
    const since = render(report, 'md', { since: compare(aReport([]), report) });
    expect(since).toContain('**0 migrated**, **1 appeared**, **0 remaining**.');
    expect(since).toContain('- `src/cards.ts:12:9` (freeze-to-lock)');
  });

  it('says so when there is nothing', () => {
    expect(render(aReport([]), 'md')).toContain('## Zentra card API migration: no legacy use found');
  });

  it('says what was done, once it is done', () => {
    expect(render(aFullReport({ mode: 'write' }), 'md')).toContain('## Zentra card API migration: 66 % done');
  });
});

describe("the limit of a pull request's body", () => {
  const folds = (sites: Site[]): string[] => {
    const text = render(aReport(sites), 'md');
    expect(text.length).toBeLessThan(GITHUB_LIMIT);
    expect(Buffer.byteLength(text)).toBeLessThan(GITHUB_LIMIT);
    return text.split('\n').filter((line) => line.startsWith('> Folded'));
  };
  const file = (index: number) => ({
    file: `services/card-service-${index % 40}/src/module-${index}.ts`,
    line: index + 1,
  });

  it('is far away for a small report, which folds nothing', () => {
    expect(folds(many(20, file))).toEqual([]);
  });

  it('costs the code first', () => {
    expect(folds(many(450, (index) => ({ ...file(index), before: 'cards.freeze(id);'.repeat(8) })))).toEqual([
      "> Folded: the code of each site, because a pull request's body ends at 65,536 characters. The HTML report has it.",
    ]);
  });

  it('then the reasons', () => {
    expect(folds(many(500, (index) => ({ ...file(index), reason: 'A long reason. '.repeat(12) })))).toEqual([
      "> Folded: the code and the reason of each site, because a pull request's body ends at 65,536 characters. The HTML report has it.",
    ]);
  });

  it('then counts by file or folder', () => {
    const [first, ...rest] = folds(many(6_000, file));
    expect(first).toMatch(/^> Folded: 6,000 sites to review, counted by folder/);
    expect(rest).toEqual([]);
    expect(render(aReport(many(6_000, file)), 'md')).toContain(
      '- [ ] `services/card-service-7/src`: 150 sites',
    );
  });

  it('leaves out folders, and says how many sites those have', () => {
    const sites = many(5_000, (index) => ({ file: `${'deep/'.repeat(30)}${index}/a.ts` }));
    expect(folds(sites).at(-1)).toMatch(
      /^> Folded: [\d,]+ more sites to review\. The HTML report lists every one\.$/,
    );
  });

  it('holds for long lists of everything else', () => {
    const report = aReport(
      Array.from({ length: 3_000 }, (_, index) => aRewrittenSite(file(index))),
      {
        files: Array.from({ length: 3_000 }, (_, index) => ({
          file: `src/broken-${index}.js`,
          status: 'failed' as const,
          error: 'Not valid UTF-8',
        })),
        unseen: Array.from({ length: 3_000 }, (_, index) => ({
          code: 'ZENTRA_DEP0001',
          file: `dist/${index}.js`,
          line: 1,
          column: 1,
          count: 1,
          firstSeen: '2026-10-01T00:00:00.000Z',
          lastSeen: '2026-10-01T00:00:00.000Z',
          releases: [],
        })),
      },
    );
    const owners = (name: string) => [`@acme/${name.replace(/\W/g, '-')}`];
    const text = render(report, 'md', { codeowners: owners, since: compare(aReport([]), report) });
    expect(Buffer.byteLength(text)).toBeLessThan(GITHUB_LIMIT);
    for (const what of ['unseen sites', 'new sites', 'owners', 'files', 'failed files']) {
      expect(text).toMatch(new RegExp(`> Folded: [\\d,]+ more ${what}\\.`));
    }
  });

  it('holds for names that no one could read, in any script', () => {
    const sites = many(50, (index) => ({ file: `${index}${'長い名前'.repeat(2_000)}/a.ts` }));
    expect(folds(sites).at(-1)).toContain('names in it are too long');
  });
});

describe('hostile text in Markdown', () => {
  const hostile = [
    '<script>alert(1)</script>',
    '`code` ``',
    '[link](javascript:alert(1))',
    '![image](https://example.com/x.png)',
    '@everyone #123 https://example.com www.example.com',
    '| cell | **bold** | _em_ ~~gone~~',
    '\n# heading\n\n- item',
    '-->\n\n<img src=x onerror=alert(1)>',
    '```\nfence\n```',
    '</details>',
    '&lt;b&gt;',
  ];

  it.each(hostile)('%j stays text in every place', (text) => {
    const site = aSite({ file: `src/${text}.ts`, before: text, reason: text, notes: [text], function: text });
    const output = render(
      aReport([site, aRewrittenSite({ file: `lib/${text}.ts` })], {
        files: [{ file: text, status: 'failed', error: text }],
      }),
      'md',
      { codeowners: () => [text] },
    );
    const kinds = new Set<string>();
    const walk = (node: { type: string; value?: string; children?: unknown[] }) => {
      kinds.add(node.type === 'html' ? `html ${node.value}` : node.type);
      for (const child of node.children ?? []) walk(child as typeof node);
    };
    walk(fromMarkdown(output) as never);
    expect([...kinds].filter((kind) => /^(link|image|definition|html)/.test(kind))).toEqual([
      expect.stringMatching(/^html <details>\n<summary>Would be rewritten: 1 site in 1 file<\/summary>$/),
      'html </details>',
    ]);
    expect(headings(output.replaceAll(/```+[\s\S]*?\n\s*```+/g, ''))).toEqual([
      'Zentra card API migration: 50 % can be done by machine',
      'By rule',
      'To review (1)',
      'By owner',
      'Failed, left untouched',
    ]);
  });
});
