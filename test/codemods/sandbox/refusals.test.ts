import { expect, test } from 'vitest';
import { KEY, sandboxFor, send } from './gateway-client';

const fundPath = '/api/v1/cards/card_1/fund';

test.each([
  ['no key', '', 401, 'unauthorized'],
  ['something that is no key', 'hunter2hunter2', 401, 'invalid_api_key'],
  ['an unknown key', 'sk_sandbox_someone_else', 401, 'invalid_api_key'],
  ['an expired key', 'sk_sandbox_expired_1', 401, 'expired_api_key'],
  ['a live key', 'sk_live_test_key', 403, 'wrong_environment'],
  ['a public live key', 'pk_live_test_key', 403, 'wrong_environment'],
  ['a public key', 'pk_sandbox_test_key', 403, 'insufficient_permissions'],
])('%s is refused in the documented envelope', async (_what, key, status, code) => {
  const sandbox = await sandboxFor({ keys: [KEY, 'pk_sandbox_test_key'] });
  const answer = await send(sandbox, 'POST', fundPath, { key, body: { amount_minor: 1 } });
  expect(answer.status).toBe(status);
  expect(answer.body).toMatchObject({ success: false, error: { code, status } });
  expect(answer.headers.get('x-request-id')).toBe(sandbox.requests[0]?.requestId);
  expect(sandbox.cards.get('card_1')?.balance_minor).toBe(0);
});

test.each([
  [{}, 400, 'missing_required_field', 'amount_minor'],
  [{ amount_minor: '100' }, 400, 'invalid_format', 'amount_minor'],
  [{ amount_minor: 10.5 }, 400, 'invalid_format', 'amount_minor'],
  [{ amount_minor: 0 }, 422, 'validation_error', 'amount_minor'],
  [{ amount_minor: -1 }, 422, 'validation_error', 'amount_minor'],
  [{ amount_minor: 2 ** 53 }, 422, 'validation_error', 'amount_minor'],
  [{ amount_minor: 1, transaction_reference: '' }, 422, 'validation_error', 'transaction_reference'],
  [{ amount_minor: 1, reference: 7 }, 400, 'invalid_format', 'reference'],
  [{ amount_minor: 1, idempotency_key: 7 }, 400, 'invalid_format', 'idempotency_key'],
  [{ amount_minor: 1, card: { cvv: '123' } }, 422, 'validation_error', 'card.cvv'],
])('funding with %j is refused, naming the field, and credits nothing', async (body, status, code, field) => {
  const sandbox = await sandboxFor();
  const answer = await send(sandbox, 'POST', fundPath, { body });
  expect(answer.body.error).toMatchObject({ code, field, status });
  expect(answer.status).toBe(status);
  expect(sandbox.cards.get('card_1')?.fundings).toEqual([]);
});

test.each([
  [{ spending_limits: { daily_minor: 1.5 } }, 'spending_limits.daily_minor'],
  [{ spending_limits: { daily_minor: -1 } }, 'spending_limits.daily_minor'],
  [{ merchant_controls: { blocked_categories: 'gambling' } }, 'merchant_controls.blocked_categories'],
  [{ geofence_enabled: 'yes' }, 'geofence_enabled'],
])('security controls %j are refused and the ones in force stay', async (body, field) => {
  const sandbox = await sandboxFor();
  const before = sandbox.cards.get('card_1')?.security;
  const answer = await send(sandbox, 'PUT', '/api/v1/cards/card_1/security', { body });
  expect(answer.body.error.field).toBe(field);
  expect(sandbox.cards.get('card_1')?.security).toBe(before);
});

test.each([
  ['broken JSON', '{"amount_minor": 1', {}],
  ['an array', '[1]', {}],
  ['a body that is not declared as JSON', '{"amount_minor": 1}', { 'content-type': 'text/plain' }],
  ['a __proto__ key', '{"amount_minor": 1, "__proto__": {"a": 1}}', {}],
  ['a body over a megabyte', `{"amount_minor": 1, "x": "${'x'.repeat(1024 * 1024)}"}`, {}],
])('%s is refused in the documented envelope', async (_what, body, headers) => {
  const sandbox = await sandboxFor();
  const answer = await send(sandbox, 'POST', fundPath, { body, headers });
  expect(answer.body.error.code).toBe('invalid_format');
  expect(sandbox.cards.get('card_1')?.balance_minor).toBe(0);
});

test('a path that cannot be decoded is refused in the documented envelope', async () => {
  const answer = await send(await sandboxFor(), 'GET', '/api/v1/cards/%E0%A4%A/balance');
  expect(answer.status).toBe(400);
  expect(answer.body.error.code).toBe('invalid_format');
});

test('every response carries the rate-limit headers, and the request after the last allowed is refused', async () => {
  let now = Date.UTC(2026, 0, 1);
  const sandbox = await sandboxFor({ rateLimit: 2, now: () => now });
  const first = await send(sandbox, 'GET', '/api/v1/cards');
  expect(first.headers.get('x-ratelimit-limit')).toBe('2');
  expect(first.headers.get('x-ratelimit-remaining')).toBe('1');
  expect(first.headers.get('x-ratelimit-reset')).toBe(String(now / 1000 + 60));
  const missing = await send(sandbox, 'GET', '/v1/cards');
  expect(missing.headers.get('x-ratelimit-remaining')).toBe('0');
  now += 15_000;
  const refused = await send(sandbox, 'POST', fundPath, { body: { amount_minor: 1 } });
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('45');
  expect(refused.body.error).toMatchObject({ code: 'rate_limit_exceeded', details: { retry_after: 45 } });
  expect(sandbox.cards.get('card_1')?.balance_minor).toBe(0);
  const other = await send(sandbox, 'GET', '/api/v1/cards', { key: 'sk_sandbox_another' });
  expect(other.status).toBe(200);
  now += 45_000;
  expect((await send(sandbox, 'GET', '/api/v1/cards')).status).toBe(200);
});

test('the sandbox allows 100 requests a minute unless told otherwise', async () => {
  const standard = await send(await sandboxFor(), 'GET', '/api/v1/cards');
  expect(standard.headers.get('x-ratelimit-limit')).toBe('100');
  const unlimited = await send(await sandboxFor({ rateLimit: false }), 'GET', '/api/v1/cards');
  expect(unlimited.headers.get('x-ratelimit-limit')).toBeNull();
});
