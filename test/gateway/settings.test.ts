import { describe, expect, it } from 'vitest';
import { settingsOf } from '../../src/gateway/settings';
import { refusal } from '../contract/refusal';

const secretKey = 'sk_sandbox_secret1';
const refused = (options: unknown) => refusal(() => settingsOf(options));

describe('the options of a client', () => {
  it('need a key only', () => {
    expect(settingsOf({ secretKey })).toMatchObject({
      key: secretKey,
      environment: 'sandbox',
      origin: 'https://sandbox.api.usezentra.com',
      prefix: '',
      timeout: 30_000,
      maxRetries: 2,
      maxRetryAfter: 60,
      idempotencyKeys: 'random',
      onReferenceConflict: 'send',
    });
  });

  it('take the environment from the key’s prefix', () => {
    expect(settingsOf({ apiKey: 'sk_live_secret1' })).toMatchObject({
      environment: 'live',
      origin: 'https://api.usezentra.com',
    });
    expect(settingsOf({ apiKey: 'pk_sandbox_public' }).environment).toBe('sandbox');
  });

  it('may name the key twice, and others that we do not know', () => {
    expect(settingsOf({ secretKey, apiKey: secretKey, telemetry: false }).key).toBe(secretKey);
  });

  it.each([
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080', ''],
    ['https://gateway.example/zentra/v2/', 'https://gateway.example', '/zentra/v2'],
    ['HTTPS://Gateway.example:443', 'https://gateway.example', ''],
  ])('take %s for a base URL', (baseUrl, origin, prefix) => {
    expect(settingsOf({ secretKey, baseUrl })).toMatchObject({ origin, prefix });
  });

  it.each([
    ['no options', undefined, 'secretKey'],
    ['no key', {}, 'secretKey'],
    ['an empty key', { secretKey: '' }, 'secretKey'],
    ['a key of another kind', { apiKey: 'rk_live_secret1' }, 'apiKey'],
    ['a key without an environment', { secretKey: 'sk_secret1' }, 'secretKey'],
    ['a prefix and no key', { secretKey: 'sk_live_' }, 'secretKey'],
    ['a key with a line end', { secretKey: 'sk_live_secret1\n' }, 'secretKey'],
    ['a key with a header in it', { secretKey: 'sk_live_secret1\r\nX-Evil: 1' }, 'secretKey'],
    ['a key that is no text', { secretKey: 5 }, 'secretKey'],
    ['two different keys', { secretKey, apiKey: 'sk_sandbox_secret2' }, 'apiKey'],
    ['an unknown environment', { secretKey, environment: 'production' }, 'environment'],
    ['a base URL that is none', { secretKey, baseUrl: 'api.usezentra.com' }, 'baseUrl'],
    ['another protocol', { secretKey, baseUrl: 'ftp://api.usezentra.com' }, 'baseUrl'],
    ['credentials in the base URL', { secretKey, baseUrl: 'https://user:secret1@host' }, 'baseUrl'],
    ['a query in the base URL', { secretKey, baseUrl: 'https://host/?key=secret1' }, 'baseUrl'],
    ['a fragment in the base URL', { secretKey, baseUrl: 'https://host/#secret1' }, 'baseUrl'],
    ['a timeout of 0', { secretKey, timeout: 0 }, 'timeout'],
    ['a timeout as text', { secretKey, timeout: '30s' }, 'timeout'],
    ['a timeout longer than timers wait', { secretKey, timeout: 2 ** 31 }, 'timeout'],
    ['an endless timeout', { secretKey, timeout: Number.POSITIVE_INFINITY }, 'timeout'],
    ['half a retry', { secretKey, maxRetries: 0.5 }, 'maxRetries'],
    ['fewer than no retries', { secretKey, maxRetries: -1 }, 'maxRetries'],
    ['a negative wait', { secretKey, maxRetryAfter: -1 }, 'maxRetryAfter'],
    ['a size that is none', { secretKey, maxResponseSize: Number.NaN }, 'maxResponseSize'],
    ['an unknown unit', { secretKey, limitUnit: 'cents' }, 'limitUnit'],
    ['an unknown kind of key', { secretKey, idempotencyKeys: 'uuid' }, 'idempotencyKeys'],
    ['an unknown answer to conflicts', { secretKey, onReferenceConflict: 'warn' }, 'onReferenceConflict'],
    ['a hook that is no function', { secretKey, onClosureRequested: 'mail' }, 'onClosureRequested'],
    ['a store without has', { secretKey, closures: { add() {} } }, 'closures'],
    ['a dispatcher that cannot dispatch', { secretKey, dispatcher: {} }, 'dispatcher'],
    ['options that are a string', secretKey, 'options'],
    [
      'options that cannot be read',
      Object.defineProperty({}, 'secretKey', { get: boom, enumerable: true }),
      'options',
    ],
  ])('are refused with %s, by name and without the value', (_, options, field) => {
    const error = refused(options);
    expect(error).toMatchObject({ name: 'ZentraValidationError', code: 'validation_error', field });
    expect(error.message).toMatch(new RegExp(field === 'options' ? 'options' : field));
    expect(`${error.message}${JSON.stringify(error)}${error.stack}`).not.toContain('secret1');
  });

  it.each([
    ['environment', { secretKey, environment: 'live' }],
    ['environment', { apiKey: 'sk_live_secret1', environment: 'sandbox' }],
    ['baseUrl', { secretKey, baseUrl: 'https://api.usezentra.com' }],
    ['baseUrl', { apiKey: 'sk_live_secret1', baseUrl: 'https://sandbox.api.usezentra.com/x' }],
  ])('are refused where %s contradicts the key’s prefix', (field, options) => {
    expect(refused(options)).toMatchObject({ code: 'wrong_environment', field });
  });
});

function boom(): never {
  throw new Error('no');
}
