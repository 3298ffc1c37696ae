import { describe, expect, it } from 'vitest';
import { formats } from '../../../codemods/reports/render';
import { unifiedDiff } from '../../../codemods/reports/unified-diff';
import { secrets } from '../../contract/secrets';
import { render } from '../reports/rendered';
import { aFullReport, aReport, aRewrittenSite } from '../reports/sample-report';

describe('a report without secrets', () => {
  it.each(formats)('holds for code, reasons, notes, errors and file names in the %s format', (format) => {
    for (const [, text, secret] of secrets) {
      const site = aRewrittenSite({ before: text, after: `${text};`, notes: [text], file: `src/${text}.ts` });
      const review = aRewrittenSite({ status: 'review', reason: text, before: text });
      const report = aFullReport({
        sites: [site, review],
        files: [{ file: `a/${text}`, status: 'failed', error: text }],
      });
      const output = render(report, format, { since: { ...since, appeared: [site] } });
      // The report's own numbers, its style and its hashes may hold three digits by chance.
      if (secret.length > 3) expect(output).not.toContain(secret);
    }
  });

  it('holds in the diff of a dry run, in lines around the change, too', () => {
    const before =
      "const zentra = new Zentra({ secretKey: 'sk_live_a1B2c3D4e5' });\nzentra.cards.freeze(id);\n";
    const diff = unifiedDiff([{ file: 'a.ts', before, after: before.replace('freeze', 'lock') }]);
    expect(diff).toContain('+zentra.cards.lock(id);');
    expect(diff).not.toContain('a1B2c3D4e5');
  });

  it('writes no redaction into a SARIF fix, which would put it into the source', () => {
    const before = "new Zentra({ secretKey: 'sk_live_a1B2c3D4e5' }).cards.freeze(id)";
    const site = aRewrittenSite({ before, after: before.replace('freeze', 'lock') });
    const [result] = JSON.parse(render(aReport([site]), 'sarif')).runs[0].results;
    expect(result.fixes).toBeUndefined();
  });
});

const since = {
  since: { startedAt: '2026-10-01T00:00:00.000Z', mode: 'check' as const },
  migrated: [],
  appeared: [],
  remaining: [],
};
