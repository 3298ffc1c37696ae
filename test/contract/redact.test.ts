import { describe, expect, it } from 'vitest';
import { ZentraError } from '../../src/contract/errors';
import { redact, redactDeep } from '../../src/contract/redact';

describe('redaction', () => {
  it.each([
    ['a key', 'key sk_live_abc123 is invalid', 'key sk_live_[redacted] is invalid'],
    ['a key in quotes', '"pk_sandbox_a.b-c"', '"pk_sandbox_[redacted]"'],
    ['a key inside a word', 'xsk_live_abc', 'xsk_live_[redacted]'],
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
  ])('leaves %s as it is', (text) => {
    expect(redact(text)).toBe(text);
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
