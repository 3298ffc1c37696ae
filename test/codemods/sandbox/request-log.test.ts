import { expect, test } from 'vitest';
import type { LoggedRequest } from '../../../codemods/sandbox';
import { KEY, sandboxFor, send } from './gateway-client';

test('the log has what was sent, in order, and the status that went out', async () => {
  const seen: LoggedRequest[] = [];
  const sandbox = await sandboxFor({ log: (request) => seen.push(request) });
  await send(sandbox, 'GET', '/api/v1/cards?limit=1');
  await send(sandbox, 'PUT', '/api/v1/cards/card_1/security', { body: {}, headers: { 'if-match': '"x"' } });
  expect(sandbox.requests).toMatchObject([
    { number: 1, method: 'GET', path: '/api/v1/cards', query: { limit: '1' }, status: 200 },
    { number: 2, method: 'PUT', headers: { 'if-match': '"x"' }, body: {}, status: 412 },
  ]);
  expect(seen).toEqual(sandbox.requests);
});

test('attempts with the same bytes have the same digest', async () => {
  const sandbox = await sandboxFor();
  for (const body of ['{"reason":"a"}', '{"reason":"a"}', '{"reason": "a"}']) {
    await send(sandbox, 'POST', '/api/v1/cards/card_1/lock', { body });
  }
  const [first, second, third] = sandbox.requests.map(({ bodyDigest }) => bodyDigest);
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});

test('no key and no card number is in the log, wherever it was sent', async () => {
  const sandbox = await sandboxFor({ autoCreateCards: true });
  const pan = '4242424242424242';
  const spaced = '4242 4242 4242 4242';
  await send(sandbox, 'POST', `/api/v1/cards/${pan}/lock?pan=${pan}`, {
    headers: { 'x-request-id': pan },
    body: { reason: `card ${spaced} lost, key ${KEY}`, nested: [{ card_number: '1', n: Number(pan) }] },
  });
  const log = JSON.stringify(sandbox.requests);
  for (const secret of [pan, spaced, KEY, 'test_key']) expect(log).not.toContain(secret);
  expect(sandbox.requests[0]?.headers.authorization).toBe('Bearer sk_sandbox_[redacted]');
});

test('amounts, timestamps and UUIDs are not taken for card numbers', async () => {
  const sandbox = await sandboxFor();
  const body = {
    amount_minor: 4242424242424242,
    transaction_reference: '1767225600006',
    idempotency_key: '42424242-4242-4242-8424-242424242424',
  };
  await send(sandbox, 'POST', '/api/v1/cards/card_1/fund', { body });
  expect(sandbox.requests[0]?.body).toEqual(body);
});
