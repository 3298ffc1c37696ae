import { describe, expect, it } from 'vitest';
import { render } from './rendered';
import { aFailedVerification, aReport, aRewrittenSite, aSite } from './sample-report';

const linesOf = (...given: Parameters<typeof aReport>) =>
  render(aReport(...given), 'github')
    .trimEnd()
    .split('\n');

describe('annotations of a GitHub workflow', () => {
  it('stand at the place of each site that is left: a warning to review, a notice where it can be rewritten', () => {
    const [review, , rewritable] = linesOf([
      aRewrittenSite({ line: 3 }),
      aSite({ reason: 'Give it a type' }),
    ]);
    expect(review).toBe(
      '::warning file=src/cards.ts,line=12,col=9,title=ZENTRA_DEP0001::cards.freeze() is deprecated, use cards.lock(). Give it a type',
    );
    expect(rewritable).toMatch(/^::notice file=src\/cards\.ts,line=3,.*zentra-codemods migrate rewrites it$/);
  });

  it('leave out what a run that wrote has rewritten', () => {
    const lines = linesOf([aRewrittenSite(), aSite()], { mode: 'write' });
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain('1 legacy use left, 0 can be rewritten, 1 to review, 0 blind spots');
  });

  it('keep what a run would have rewritten whose types did not pass: it is in the code still', () => {
    const lines = linesOf([aRewrittenSite()], { mode: 'write', verification: aFailedVerification });
    expect(lines[1]).toContain('1 legacy use left, 1 can be rewritten');
  });

  it('begin with what matters most, since GitHub shows ten of each level', () => {
    const lines = linesOf([aSite()], {
      files: [{ file: 'broken.ts', status: 'failed', error: 'does not parse' }],
      blindSpots: [{ kind: 'unread-file', file: 'gen/api.js', line: 4, reason: 'is generated', uses: 2 }],
    });
    expect(lines).toEqual([
      '::error file=broken.ts,title=File failed::does not parse',
      expect.stringMatching(/^::warning file=src\/cards\.ts,line=12/),
      '::warning file=gen/api.js,line=4,title=Blind spots::is generated (2 uses)',
      expect.stringMatching(/^::notice title=.*1 blind spot, 1 file failed$/),
    ]);
  });

  it('have the totals where GitHub shows them, and say what is in the log alone', () => {
    const sites = Array.from({ length: 12 }, (_, index) => aRewrittenSite({ line: index + 1 }));
    const lines = linesOf([...sites, aSite()]);
    expect(lines[0]).toMatch(/^::warning /);
    expect(lines[1]).toContain('13 legacy uses left, 12 can be rewritten, 1 to review');
    expect(lines[1]).toContain('GitHub shows 10 annotations of each level; 3 more are in the log');
    expect(linesOf(sites.slice(0, 9))[0]).not.toContain('in the log');
  });

  it('show a new type error at its line, with where it came from, before anything else', () => {
    const lines = linesOf([aSite()], { verification: aFailedVerification });
    expect(lines[0]).toBe(
      "::error file=src/close.ts,line=5,col=8,title=1 new type error%2C so nothing was written::TS2339: Property 'closed_at' does not exist; it came from terminate-to-lock-and-restrict at src/cards.ts:12",
    );
    const [unfinished] = linesOf([], {
      verification: {
        ...aFailedVerification,
        status: 'unfinished',
        reason: 'it took too long',
        newErrors: [],
      },
    });
    expect(unfinished).toBe(
      '::error title=Types::Types could not be compared, so nothing was written: it took too long',
    );
  });

  it('name files from the top of the repository, and several lines without a column', () => {
    const report = aReport([aSite({ before: 'zentra.cards.freeze(\n  id,\n);\n' })]);
    expect(render(report, 'github', { base: 'services/pay' })).toMatch(
      /^::warning file=services\/pay\/src\/cards\.ts,line=12,endLine=14,title=/,
    );
  });

  it('can hold no other command: whatever would end or begin one is escaped', () => {
    const site = aSite({ file: 'a,line=9::error::x\n.ts', reason: '50 %\n::stop-commands::x' });
    const lines = linesOf([site]);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^::warning file=a%2Cline=9%3A%3Aerror%3A%3Ax[^,]*,line=12,/);
    expect(lines[0]).toContain('50 %25');
  });
});
