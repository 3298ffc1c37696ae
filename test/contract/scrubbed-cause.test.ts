import { inspect } from 'node:util';
import { errors } from 'undici';
import { expect, it } from 'vitest';
import { ZentraError } from '../../src/contract/errors';
import { scrubbedCause } from '../../src/contract/scrubbed-cause';

const shown = (value: unknown) => inspect(value, { depth: 20, showHidden: true });

it('leaves an error in which nothing is to be hidden the very same object', () => {
  const cause = Object.assign(new Error('connect ECONNREFUSED', { cause: new TypeError('deeper') }), {
    code: 'ECONNREFUSED',
    address: '127.0.0.1',
  });
  expect(scrubbedCause(cause)).toBe(cause);
});

it('hides in every link of a chain of causes, and in every property', () => {
  const deepest = Object.assign(new RangeError('key sk_live_deepest'), {
    body: { pan: '4111 1111 1111 1111' },
  });
  const middle = new AggregateError([new Error('Bearer secret.token')], 'sk_live_middle', { cause: deepest });
  const cause = new TypeError('sk_live_first', { cause: middle });
  const clean = scrubbedCause(cause) as Error & { cause: Error };
  expect(shown(clean)).not.toMatch(/deepest|middle'|sk_live_(first|middle)|4111|secret\.token/);
  expect([clean, clean.cause, clean.cause.cause].map((error) => (error as Error).constructor)).toEqual([
    TypeError,
    AggregateError,
    RangeError,
  ]);
});

it('changes nothing in the error that it was given', () => {
  const cause = new Error('sk_live_abc');
  scrubbedCause(cause);
  expect(cause.message).toBe('sk_live_abc');
});

it('drops the raw bytes that undici’s parser error keeps', () => {
  const raw = 'ZZ {"pan":"4111 1111 1111 1111","auth":"Bearer sk_live_abc"}';
  // Its types leave out the third argument.
  const Parser = errors.HTTPParserError as new (...args: unknown[]) => Error;
  const cause = new Parser('Invalid character in chunk size', 'INVALID_CHUNK_SIZE', Buffer.from(raw));
  const clean = scrubbedCause(cause);
  expect(clean).toMatchObject({
    code: 'HPE_INVALID_CHUNK_SIZE',
    message: 'Invalid character in chunk size',
  });
  expect(shown(clean)).not.toMatch(/4111|sk_live_abc/);
});

it('hides keys and numbers in bytes, lists and plain objects that are no errors', () => {
  const clean = scrubbedCause({
    list: ['sk_live_abc'],
    bytes: Buffer.from('sk_live_abc'),
    number: 4111111111111111,
  });
  expect(shown(clean)).not.toMatch(/sk_live_abc|4111|73 6b/);
});

it('ends with a chain that leads back to itself', () => {
  const cause = new Error('sk_live_abc');
  cause.cause = cause;
  expect(shown(scrubbedCause(cause))).not.toContain('sk_live_abc');
});

it('is absent where it cannot be read', () => {
  const { proxy, revoke } = Proxy.revocable(new Error('x'), {});
  revoke();
  expect(new ZentraError({ code: 'c', message: 'm', cause: proxy }).cause).toBeUndefined();
});
