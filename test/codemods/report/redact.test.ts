import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REDACTED, redact } from '../../../codemods/report/redact';
import { formats } from '../../../codemods/reports/render';
import { unifiedDiff } from '../../../codemods/reports/unified-diff';
import { render } from '../reports/rendered';
import { aFullReport, aReport, aRewrittenSite } from '../reports/sample-report';

const secrets: readonly [what: string, text: string, secret: string][] = [
  ['a live key', "new Zentra({ secretKey: 'sk_live_a1B2c3D4e5' })", 'a1B2c3D4e5'],
  ['a sandbox key', 'const key = "sk_sandbox_0123456789abcdef";', '0123456789abcdef'],
  ['a public key', 'pk_live_zzz999zzz', 'zzz999zzz'],
  ['a webhook secret', 'whsec_9f8e7d6c5b', '9f8e7d6c5b'],
  ['a bearer token', "headers: { Authorization: 'Bearer abc.DEF-123_456' }", 'abc.DEF-123_456'],
  ['basic credentials', 'authorization: Basic dXNlcjpwYXNzd29yZA==', 'dXNlcjpwYXNzd29yZA'],
  ['a JSON web token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl', 'eyJzdWIiOiIxIn0'],
  ['a card number', "fund('4111111111111111')", '4111111111111111'],
  ['a card number in groups', 'pan = "4111 1111 1111 1111"', '1111 1111'],
  ['a card number with dashes', '5500-0055-5555-5559', '5555-5559'],
  ['a card number with numeric separators', 'const pan = 4111_1111_1111_1111n;', '1111_1111'],
  ['a short card number', 'card 4222222222222 end', '4222222222222'],
  ['an American Express number', '3782 822463 10005', '822463'],
  ['a password', "password: 'correct horse'", 'correct horse'],
  ['an API key without a known prefix', 'apiKey: "d41d8cd98f00b204"', 'd41d8cd98f00b204'],
  ['a key under a longer name', `{ "acmeZentraSecretKey": 'abcdef012345' }`, 'abcdef012345'],
  ['a CVV', "cvv: '123'", '123'],
  ['a CVV as a number', '{ cvv: 987 }', '987'],
  ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----', 'MIIEow'],
];

describe('redaction', () => {
  it.each(secrets)('takes out %s', (_, text, secret) => {
    expect(redact(text)).not.toContain(secret);
    expect(redact(text)).toContain(REDACTED);
  });

  it.each([
    'secretKey: process.env.ZENTRA_SECRET_KEY',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source code
    'Authorization: `Bearer ${token}`',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source code
    'apiKey: `${prefix}_${name}`',
    'zentra.cards.updateLimits(id, { daily: 50_000, monthly: 1_500_000 })',
    'const createdAt = 1700000000000;',
    '2026-11-03T09:14:00.000Z',
    "reason: 'lost', reference: 'topup-2026-0001'",
    'the basic limits of a bearer token',
    'if (token === undefined) return;',
  ])('leaves %s as it is', (text) => {
    expect(redact(text)).toBe(text);
  });

  it.each([
    '$secret',
    'secret',
    'apiKey: "',
    'Bearer ',
    '4',
    '4444 ',
    'eyJaaaaaaaaa.',
    '-----BEGIN PRIVATE KEY-----',
  ])('gets through a long line of %j, which would stop a pattern that tries every start anew', (part) => {
    expect(redact(part.repeat(40_000))).toBeTypeOf('string');
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...secrets.map(([, text]) => text), ' ', '\n', "'", '12', '-')),
        (parts) => {
          const once = redact(parts.join(' '));
          expect(redact(once)).toBe(once);
        },
      ),
    );
  });

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
