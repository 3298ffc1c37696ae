import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ZentraError } from '../../src/contract/errors';
import { hidden, redact, redactDeep } from '../../src/contract/redact';
import { secrets } from './secrets';

/** 13 to 19 digits that begin as an issuer's do, with their check digit. */
const aCardNumber = fc
  .tuple(
    fc.constantFrom('4', '51', '2221', '34', '36', '3528', '6011', '62', '50', '6304'),
    fc.integer({ min: 13, max: 19 }),
    fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 19, maxLength: 19 }),
  )
  .map(([prefix, length, digits]) => {
    const payload = (prefix + digits.join('')).slice(0, length - 1);
    const sum = [...payload].reverse().reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
    return payload + ((10 - (sum % 10)) % 10);
  });

describe('redaction', () => {
  it.each([
    ['a key', 'key sk_live_abc123 is invalid', 'key sk_live_[redacted] is invalid'],
    ['a key in quotes', '"pk_sandbox_a.b-c"', '"pk_sandbox_[redacted]"'],
    ['a key inside a word', 'xsk_live_abc', 'xsk_live_[redacted]'],
    ['basic credentials in prose', 'sent Basic dXNlcjpwYXNz to it', 'sent Basic [redacted] to it'],
    ['an authorization', 'Authorization: Bearer abc.def', 'Authorization: Bearer [redacted]'],
    ['a card number', 'card 4111111111111111 declined', 'card [redacted] declined'],
    ['one in groups', '4111 1111-1111 1111', '[redacted]'],
    ['one before an expiry date', '4111 1111 1111 1111 12/27', '[redacted] 12/27'],
    ['one after a number', '7 4111 1111 1111 1111', '7 [redacted]'],
    ['one of 13 and one of 19 digits', '4222222222222 6304000000000000000', '[redacted] [redacted]'],
    ['one inside a word', 'pan=4111111111111111x', 'pan=[redacted]x'],
  ])('hides %s', (_, text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it.each([
    '4111111111111112',
    '123456789012',
    '0b6d7a6e-7f1c-4e0c-9a51-0123456789ab',
    'amount 250000 of 1000000',
    'a key looks like sk_sandbox_… or sk_live_…: take yours',
  ])('leaves %s as it is', (text) => {
    expect(redact(text)).toBe(text);
  });

  it.each([
    ['a bracket', 'sk_live_abc)TAIL rest'],
    ['a semicolon', 'sk_live_abc;TAIL rest'],
    ['an ampersand', 'sk_live_abc&TAIL rest'],
    ['a quote', 'sk_live_abc"TAIL rest'],
    ['an escaped quote', String.raw`"sk_live_abc\"TAIL rest"`],
    ['several of them', 'sk_live_abc);&TAIL,TAIL rest'],
  ])('hides the tail of a key after %s', (_, text) => {
    expect(redact(text)).toMatch(/^"?sk_live_\[redacted\] rest"?$/);
  });

  it.each([
    ['{"key":"sk_live_abc","other":1}', '{"key":"sk_live_[redacted]","other":1}'],
    ['pay("sk_live_abc"); next()', 'pay("sk_live_[redacted]"); next()'],
    ["{ key: 'sk_live_abc' }", "{ key: 'sk_live_[redacted]' }"],
  ])('leaves what stands around a key in %s', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it('hides numbers of cards with every separator, in groups of any size', () => {
    const separators = [
      ' ',
      '\u00a0',
      '\u2009',
      '\u3000',
      '.',
      '-',
      '/',
      ',',
      '+',
      '_',
      '\t',
      '\n',
      '\r\n',
      '\u2013',
      ...['%20', '%09', '%2D', '%2f', '%C2%A0'],
      '\u00ad',
    ];
    fc.assert(
      fc.property(
        aCardNumber,
        fc.constantFrom(...separators),
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 19, maxLength: 19 }),
        fc.boolean(),
        (number, separator, sizes, wide) => {
          const digits = wide ? number.replace(/\d/g, (one) => '０１２３４５６７８９'[Number(one)]!) : number;
          const text = grouped(digits, sizes).join(separator);
          expect(redact(`card ${text} declined`).replace(/[\r\n]/g, '')).toBe('card [redacted] declined');
        },
      ),
    );
  });

  it('leaves digits that are no number of a card', () => {
    const times = fc.date({ min: new Date('2001-09-10'), max: new Date('2099-12-31'), noInvalidDate: true });
    const two = (value: number) => String(value).padStart(2, '0');
    const others = fc.oneof(
      times.map((time) => String(Math.min(time.getTime(), 1_999_999_999_999))),
      times.map((time) => time.toISOString()),
      // Migrations are named after the second in which they were made.
      times.map(
        (time) =>
          `${time.getUTCFullYear()}${two(time.getUTCMonth() + 1)}${two(time.getUTCDate())}${two(time.getUTCHours())}${two(time.getUTCMinutes())}${two(time.getUTCSeconds())}_add_cards.sql`,
      ),
      fc.uuid(),
      fc.stringMatching(/^[\da-f]{64}$/).filter((digest) => /[a-f]/.test(digest)),
      fc
        .double({ min: 0, max: 1, noNaN: true })
        .filter((rate) => rate > 1e-6)
        .map(String),
      fc.stringMatching(/^[1-9]\d{0,11}$/),
      fc.stringMatching(/^[1-9]\d{19,30}$/),
      aCardNumber.map((number) => number.slice(0, -1) + ((Number(number.at(-1)) + 1) % 10)),
    );
    fc.assert(
      fc.property(others, (text) => {
        expect(redact(text)).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps the number of lines, which a diff counts', () => {
    const text = 'a\n4111 1111\n1111 1111\n-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----\nb';
    expect(redact(text).split('\n')).toHaveLength(text.split('\n').length);
  });

  it.each(secrets)('takes out %s', (_, text, secret) => {
    expect(redact(text)).not.toContain(secret);
    expect(redact(text)).toContain(hidden);
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
    'a basic understanding of limits',
    'Basic Authentication failed',
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

  it('keeps the structure of details, and hides in keys, texts and numbers', () => {
    const details = {
      retry_after: 5,
      issues: [{ field: 'pan', value: '4111 1111 1111 1111' }],
      pan: 4111111111111111,
      sk_live_abc: true,
    };
    expect(redactDeep(details)).toEqual({
      retry_after: 5,
      issues: [{ field: 'pan', value: '[redacted]' }],
      pan: '[redacted]',
      'sk_live_[redacted]': true,
    });
  });

  it('covers every text of an error', () => {
    const error = new ZentraError({
      code: 'sk_live_code',
      message: 'sk_live_message',
      field: 'sk_live_field',
      details: { key: 'sk_live_details' },
    });
    expect(JSON.stringify(error) + error.stack).not.toMatch(/sk_live_[a-z]/);
  });
});

/** The text in pieces of these sizes, in turn. */
function grouped(text: string, sizes: readonly number[]): string[] {
  const pieces: string[] = [];
  let at = 0;
  for (const size of sizes) {
    if (at < text.length) pieces.push(text.slice(at, at + size));
    at += size;
  }
  if (at < text.length) pieces.push(text.slice(at));
  return pieces;
}
