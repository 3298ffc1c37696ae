import { describe, expect, it } from 'vitest';
import { compare, newSites } from '../../../codemods/report/compare';
import { aReport, aRewrittenSite, aSite } from '../reports/sample-report';

const counts = (old: ReturnType<typeof aReport>, now: ReturnType<typeof aReport>) => {
  const { migrated, appeared, remaining } = compare(old, now);
  return [migrated.length, appeared.length, remaining.length];
};

describe('two runs compared', () => {
  const freeze = aSite({ file: 'a.ts', line: 10, function: 'onFraud' });
  const fund = aSite({ rule: 'reference-to-transaction-reference', file: 'b.ts', before: 'reference: id,' });

  it('tell what was migrated, what appeared and what remains', () => {
    const appeared = aSite({ file: 'c.ts', before: 'cards.freeze(x)' });
    const result = compare(aReport([freeze, fund]), aReport([freeze, appeared]));
    expect(result.migrated).toEqual([fund]);
    expect(result.appeared).toEqual([appeared]);
    expect(result.remaining).toEqual([freeze]);
    expect(result.since).toEqual({ startedAt: '2026-11-03T09:14:00.000Z', mode: 'dry-run' });
  });

  it('match a site whose lines moved', () => {
    expect(counts(aReport([freeze]), aReport([{ ...freeze, line: 210, column: 3 }]))).toEqual([0, 0, 1]);
  });

  it('match a site that a formatter went over', () => {
    const before = 'zentra.cards.freeze(card.id, "lost",)';
    const after = "  zentra.cards.freeze(\n    card.id,\n    'lost',\n  );";
    expect(counts(aReport([aSite({ before })]), aReport([aSite({ before: after })]))).toEqual([0, 0, 1]);
  });

  it('match a site whose arguments were edited in its function', () => {
    const edited = { ...freeze, before: 'await zentra.cards.freeze(card.id);' };
    expect(counts(aReport([freeze]), aReport([edited]))).toEqual([0, 0, 1]);
  });

  it('match a file that moved to another folder', () => {
    expect(counts(aReport([freeze]), aReport([{ ...freeze, file: 'src/fraud/a.ts' }]))).toEqual([0, 0, 1]);
  });

  it('call a copy of a known site new, in the same file or in another', () => {
    expect(counts(aReport([freeze]), aReport([freeze, { ...freeze, line: 40 }]))).toEqual([0, 1, 1]);
    expect(counts(aReport([freeze]), aReport([freeze, { ...freeze, file: 'z/a.ts' }]))).toEqual([0, 1, 1]);
  });

  it('call one of two equal sites migrated when the other remains', () => {
    expect(counts(aReport([freeze, { ...freeze, line: 40 }]), aReport([{ ...freeze, line: 41 }]))).toEqual([
      1, 0, 1,
    ]);
  });

  it('do not take a site of another rule for it', () => {
    const unfreeze = { ...freeze, rule: 'unfreeze-to-unlock' };
    expect(counts(aReport([freeze]), aReport([unfreeze]))).toEqual([1, 1, 0]);
  });

  it('count what this run rewrote as migrated', () => {
    const rewritten = aRewrittenSite({ file: 'a.ts', line: 10, function: 'onFraud' });
    expect(counts(aReport([freeze]), aReport([rewritten], { mode: 'write' }))).toEqual([1, 0, 0]);
    expect(counts(aReport([freeze]), aReport([rewritten], { mode: 'check' }))).toEqual([0, 0, 1]);
  });

  it('take what the earlier run itself rewrote for gone: back again, it appeared', () => {
    const written = aReport([aRewrittenSite({ file: 'a.ts' })], { mode: 'write' });
    expect(counts(written, aReport([]))).toEqual([0, 0, 0]);
    expect(counts(written, aReport([aSite({ file: 'a.ts' })]))).toEqual([0, 1, 0]);
  });

  it('keep the order of the reports', () => {
    const sites = ['d', 'b', 'a', 'c'].map((name) =>
      aSite({ file: `${name}.ts`, before: `cards.freeze(${name})` }),
    );
    expect(compare(aReport([]), aReport(sites)).appeared).toEqual(sites);
    expect(compare(aReport(sites), aReport([])).migrated).toEqual(sites);
  });

  it('pair thousands of equal sites', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => aSite({ line: index + 1 }));
    expect(counts(aReport(many), aReport(many.slice(1)))).toEqual([1, 0, 4_999]);
  });
});

describe('a baseline', () => {
  const known = aSite({ file: 'a.ts' });

  it('lets known legacy use pass and names only what is new', () => {
    const fresh = aSite({ file: 'b.ts', before: 'cards.freeze(y)' });
    expect(newSites(aReport([known]), aReport([{ ...known, line: 99 }, fresh], { mode: 'check' }))).toEqual([
      fresh,
    ]);
  });

  it('holds new rewritable use against a check, too', () => {
    const fresh = aRewrittenSite({ file: 'b.ts' });
    expect(newSites(aReport([]), aReport([fresh], { mode: 'check' }))).toEqual([fresh]);
  });

  it('does not let back in what its own run had rewritten', () => {
    const baseline = aReport([aRewrittenSite({ file: 'a.ts' })], { mode: 'write' });
    expect(newSites(baseline, aReport([known], { mode: 'check' }))).toEqual([known]);
  });
});
