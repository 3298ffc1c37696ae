import { expect, test } from 'vitest';
import { sandboxFor, send } from './gateway-client';

test('another process can order faults, read the log and reset, without a key and without a trace', async () => {
  const sandbox = await sandboxFor();
  const control = (method: string, path: string, body?: unknown) =>
    send(sandbox, method, `/__sandbox/${path}`, { key: '', ...(body === undefined ? {} : { body }) });
  const ordered = await control('POST', 'faults', { path: '/api/v1/cards', fault: { kind: 'html' } });
  expect(ordered.status).toBe(201);
  expect((await control('GET', 'faults')).body).toMatchObject([{ path: '/api/v1/cards', times: 1 }]);
  expect((await control('DELETE', 'faults')).status).toBe(204);
  await send(sandbox, 'POST', '/api/v1/cards/card_1/fund', { body: { amount_minor: 5 } });
  expect((await control('GET', 'requests')).body).toMatchObject([
    { number: 1, method: 'POST', path: '/api/v1/cards/card_1/fund', body: { amount_minor: 5 }, status: 201 },
  ]);
  expect((await control('GET', 'cards')).body).toMatchObject([{ id: 'card_1', balance_minor: 5 }]);
  expect((await control('POST', 'reset')).status).toBe(204);
  expect(sandbox.requests).toEqual([]);
  expect(sandbox.cards.get('card_1')?.balance_minor).toBe(0);
});

test('a fault that makes no sense is refused by name', async () => {
  const sandbox = await sandboxFor();
  const { status, body } = await send(sandbox, 'POST', '/__sandbox/faults', {
    body: { fault: { kind: 'x' } },
  });
  expect(status).toBe(422);
  expect(body.error.message).toContain('kind');
});

test('reset forgets keys, faults and counted requests', async () => {
  const sandbox = await sandboxFor({ rateLimit: 2 });
  const sent = { body: { amount_minor: 5, idempotency_key: 'k' } };
  await send(sandbox, 'POST', '/api/v1/cards/card_1/fund', sent);
  sandbox.fault({ fault: { kind: 'html' } });
  sandbox.reset();
  const again = await send(sandbox, 'POST', '/api/v1/cards/card_1/fund', sent);
  expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, null]);
  expect(again.headers.get('x-ratelimit-remaining')).toBe('1');
});
