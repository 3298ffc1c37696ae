import { expect, test } from 'vitest';
import { sandboxFor, send } from './gateway-client';

test('a funding is credited once and shows in the balance and the history', async () => {
  const sandbox = await sandboxFor();
  const funded = await send(sandbox, 'POST', '/api/v1/cards/card_1/fund', {
    body: { amount_minor: 2500, source: 'wallet', transaction_reference: 'tx-1', idempotency_key: 'k-1' },
  });
  expect(funded.status).toBe(201);
  expect(funded.body.data).toMatchObject({ card_id: 'card_1', balance_minor: 2500, status: 'completed' });
  const balance = await send(sandbox, 'GET', '/api/v1/cards/card_1/balance');
  expect(balance.body.data).toEqual({ card_id: 'card_1', currency: 'NGN', balance_minor: 2500 });
  const history = await send(sandbox, 'GET', '/api/v1/cards/card_1/funding/history?limit=1');
  expect(history.body.data).toMatchObject({ total: 1, fundings: [{ transaction_reference: 'tx-1' }] });
});

test('the deprecated reference is still accepted in card funding', async () => {
  const sandbox = await sandboxFor();
  await send(sandbox, 'POST', '/api/v1/cards/card_1/fund', { body: { amount_minor: 1, reference: 'old' } });
  expect(sandbox.cards.get('card_1')?.fundings[0]).toMatchObject({ transaction_reference: 'old' });
});

test('just-in-time funding credits the card and refuses another currency', async () => {
  const sandbox = await sandboxFor();
  const path = '/api/v1/cards/card_1/jit-fund';
  const wrong = await send(sandbox, 'POST', path, { body: { amount_minor: 10, currency: 'USD' } });
  expect(wrong.status).toBe(422);
  expect(wrong.body.error).toMatchObject({ code: 'invalid_currency', field: 'currency' });
  const right = await send(sandbox, 'POST', path, { body: { amount_minor: 10, currency: 'NGN' } });
  expect(right.body.data).toMatchObject({ kind: 'jit_fund', balance_minor: 10 });
});

test('a lock is accepted first and in force once it has settled', async () => {
  let now = Date.UTC(2026, 0, 1);
  const sandbox = await sandboxFor({ now: () => now, settleAfter: 1000 });
  const accepted = await send(sandbox, 'POST', '/api/v1/cards/card_1/lock', { body: { reason: 'lost' } });
  expect(accepted.status).toBe(202);
  expect(accepted.body.data).toMatchObject({ action: 'lock', status: 'accepted', reason: 'lost' });
  const status = async () => {
    const { body } = await send(sandbox, 'GET', '/api/v1/cards');
    return (body.data.cards as { status: string }[])[0]?.status;
  };
  expect(await status()).toBe('active');
  now += 1000;
  expect(await status()).toBe('locked');
  await send(sandbox, 'POST', '/api/v1/cards/card_1/unlock');
  now += 1000;
  expect(await status()).toBe('active');
});

test('the last of a lock and an unlock that were both accepted is the one that settles', async () => {
  let now = 0;
  const sandbox = await sandboxFor({ now: () => now, settleAfter: 1000 });
  await send(sandbox, 'POST', '/api/v1/cards/card_1/unlock');
  await send(sandbox, 'POST', '/api/v1/cards/card_1/lock');
  now += 1000;
  const { body } = await send(sandbox, 'GET', '/api/v1/cards');
  expect(body.data.cards).toMatchObject([{ status: 'locked' }]);
});

test('PUT security replaces the whole configuration', async () => {
  const sandbox = await sandboxFor({
    cards: [{ id: 'card_1', security: { geofence_enabled: true, spending_limits: { daily_minor: 5 } } }],
  });
  const path = '/api/v1/cards/card_1/security';
  const put = await send(sandbox, 'PUT', path, { body: { spending_limits: { daily_minor: 100 } } });
  expect(put.body.data).toEqual({ spending_limits: { daily_minor: 100 } });
  const { body } = await send(sandbox, 'GET', path);
  expect(body.data).toEqual({ spending_limits: { daily_minor: 100 } });
});

test('a security configuration that changed since it was read is not overwritten', async () => {
  const sandbox = await sandboxFor();
  const path = '/api/v1/cards/card_1/security';
  const read = await send(sandbox, 'GET', path);
  const ifMatch = { 'if-match': read.headers.get('etag') ?? '' };
  const first = await send(sandbox, 'PUT', path, { headers: ifMatch, body: { geofence_enabled: true } });
  expect(first.status).toBe(200);
  const second = await send(sandbox, 'PUT', path, { headers: ifMatch, body: { geofence_enabled: false } });
  expect(second.status).toBe(412);
  expect(second.body.error.code).toBe('precondition_failed');
  expect(second.headers.get('etag')).toBe(first.headers.get('etag'));
  expect(sandbox.cards.get('card_1')?.security).toEqual({ geofence_enabled: true });
});

test('a gateway without ETags gives none and ignores If-Match', async () => {
  const sandbox = await sandboxFor({ etags: false });
  const path = '/api/v1/cards/card_1/security';
  expect((await send(sandbox, 'GET', path)).headers.get('etag')).toBeNull();
  const put = await send(sandbox, 'PUT', path, { headers: { 'if-match': '"old"' }, body: {} });
  expect(put.status).toBe(200);
});

test('auto-reload settings are kept, and need both amounts when they are enabled', async () => {
  const sandbox = await sandboxFor();
  const path = '/api/v1/cards/card_1/auto-reload';
  const incomplete = await send(sandbox, 'PUT', path, { body: { enabled: true, threshold_minor: 100 } });
  expect(incomplete.body.error).toMatchObject({
    code: 'missing_required_field',
    field: 'reload_amount_minor',
  });
  const settings = { enabled: true, threshold_minor: 100, reload_amount_minor: 900 };
  await send(sandbox, 'PUT', path, { body: settings });
  expect((await send(sandbox, 'GET', path)).body.data).toEqual(settings);
});

test('cards are created without a card number and listed by customer, page by page', async () => {
  const sandbox = await sandboxFor({ cards: [] });
  for (const customer_id of ['ada', 'ben', 'ada', 'ada']) {
    const created = await send(sandbox, 'POST', '/api/v1/cards', { body: { customer_id, label: 'travel' } });
    expect(created.status).toBe(201);
    expect(created.body.data).toMatchObject({ customer_id, label: 'travel', status: 'active' });
    expect(JSON.stringify(created.body)).not.toMatch(/\d{13,}/);
  }
  const { body } = await send(sandbox, 'GET', '/api/v1/cards?customer_id=ada&limit=2&offset=1');
  expect(body.data).toMatchObject({ total: 3, limit: 2, offset: 1 });
  expect(body.data.cards).toMatchObject([{ card_id: 'card_sandbox_0003' }, { card_id: 'card_sandbox_0004' }]);
});

test('an unknown card is a 404, or is made at once where that was asked for', async () => {
  const strict = await sandboxFor();
  const missing = await send(strict, 'GET', '/api/v1/cards/card_9/balance');
  expect(missing.status).toBe(404);
  expect(missing.body.error).toMatchObject({ code: 'card_not_found', status: 404, field: 'card_id' });
  const open = await sandboxFor({ autoCreateCards: true });
  expect((await send(open, 'GET', '/api/v1/cards/card_9/balance')).status).toBe(200);
  expect(open.cards.has('card_9')).toBe(true);
});

test('a percent-encoded card id names one card and reaches no other route', async () => {
  const sandbox = await sandboxFor({ autoCreateCards: true });
  await send(sandbox, 'POST', '/api/v1/cards/a%2Flock%3F..%C3%A9/lock');
  expect([...sandbox.cards.keys()]).toEqual(['card_1', 'a/lock?..é']);
  expect(sandbox.requests[0]?.path).toBe('/api/v1/cards/a%2Flock%3F..%C3%A9/lock');
});

test('transfers keep their reference', async () => {
  const sandbox = await sandboxFor();
  const created = await send(sandbox, 'POST', '/api/v1/transfers', {
    body: { amount_minor: 5, reference: 't-1' },
  });
  expect(created.status).toBe(201);
  const verified = await send(sandbox, 'GET', '/api/v1/transfers/t-1/verify');
  expect(verified.body.data).toMatchObject({ reference: 't-1', status: 'successful' });
  const without = await send(sandbox, 'POST', '/api/v1/transfers', {
    body: { amount_minor: 5, transaction_reference: 't-2' },
  });
  expect(without.body.error).toMatchObject({ code: 'missing_required_field', field: 'reference' });
});

test.each([
  ['POST', '/v1/cards/card_1/freeze', 'POST /api/v1/cards/{card_id}/lock'],
  ['POST', '/api/v1/cards/card_1/unfreeze', 'POST /api/v1/cards/{card_id}/unlock'],
  ['PATCH', '/v1/cards/card_1/limits', 'PUT /api/v1/cards/{card_id}/security'],
  ['GET', '/v1/cards', 'GET /api/v1/cards'],
])('%s %s is a 404 that names %s', async (method, path, reviewed) => {
  const sandbox = await sandboxFor();
  const { status, body } = await send(sandbox, method, path);
  expect(status).toBe(404);
  expect(body.error).toMatchObject({ code: 'route_not_found', details: { reviewed_route: reviewed } });
  expect(body.error.message).toContain(reviewed);
  expect(sandbox.requests).toMatchObject([{ method, path, status: 404 }]);
});

test.each([
  ['GET', '/api/v1/cards/card_1'],
  ['DELETE', '/api/v1/cards/card_1'],
  ['PATCH', '/api/v1/cards/card_1/security'],
  ['POST', '/api/v1/cards/card_1/lock/'],
  ['GET', '/'],
])('%s %s does not exist', async (method, path) => {
  const { status, body } = await send(await sandboxFor(), method, path);
  expect(status).toBe(404);
  expect(body.error.code).toBe('route_not_found');
});
