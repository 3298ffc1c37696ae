import { expect, test } from 'vitest';
import { sandboxFor, send } from './gateway-client';

const fund = '/api/v1/cards/card_1/fund';

test('a repeated key gets the first answer and has no second effect', async () => {
  const sandbox = await sandboxFor();
  const body = { amount_minor: 10, transaction_reference: 'tx', idempotency_key: 'k' };
  const first = await send(sandbox, 'POST', fund, { body });
  const again = await send(sandbox, 'POST', fund, {
    body: Object.fromEntries(Object.entries(body).reverse()),
  });
  expect(again.status).toBe(first.status);
  expect(again.body).toEqual(first.body);
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(sandbox.cards.get('card_1')?.balance_minor).toBe(10);
  expect(sandbox.requests.map(({ replayed }) => replayed)).toEqual([undefined, true]);
});

test('the key counts as a header, too', async () => {
  const sandbox = await sandboxFor();
  const sent = { body: { amount_minor: 10 }, headers: { 'idempotency-key': 'k' } };
  await send(sandbox, 'POST', fund, sent);
  await send(sandbox, 'POST', fund, sent);
  expect(sandbox.cards.get('card_1')?.balance_minor).toBe(10);
});

test.each([
  ['another amount', fund, { amount_minor: 11 }],
  ['another card', '/api/v1/cards/card_2/fund', { amount_minor: 10 }],
  ['another route', '/api/v1/cards/card_1/jit-fund', { amount_minor: 10 }],
])('a key used again for %s is a conflict', async (_what, path, rest) => {
  const sandbox = await sandboxFor({ cards: ['card_1', 'card_2'] });
  await send(sandbox, 'POST', fund, { body: { amount_minor: 10, idempotency_key: 'k' } });
  const conflict = await send(sandbox, 'POST', path, { body: { ...rest, idempotency_key: 'k' } });
  expect(conflict.status).toBe(409);
  expect(conflict.body.error).toMatchObject({ code: 'idempotency_conflict', field: 'idempotency_key' });
  expect(sandbox.cards.get('card_1')?.balance_minor).toBe(10);
  expect(sandbox.cards.get('card_2')?.balance_minor).toBe(0);
});

test('a refused request does not use its key up', async () => {
  const sandbox = await sandboxFor();
  const refused = await send(sandbox, 'POST', fund, { body: { amount_minor: -1, idempotency_key: 'k' } });
  expect(refused.status).toBe(422);
  const corrected = await send(sandbox, 'POST', fund, { body: { amount_minor: 1, idempotency_key: 'k' } });
  expect(corrected.status).toBe(201);
});

test('without a key the same request is funded again: the gateway does not guess', async () => {
  const sandbox = await sandboxFor();
  const body = { amount_minor: 10, transaction_reference: 'same' };
  await send(sandbox, 'POST', fund, { body });
  await send(sandbox, 'POST', fund, { body });
  expect(sandbox.cards.get('card_1')?.balance_minor).toBe(20);
});

test('a sandbox started with the state of a closed one knows its cards and keys', async () => {
  const before = await sandboxFor();
  const body = { amount_minor: 10, idempotency_key: 'k' };
  await send(before, 'POST', fund, { body });
  await before.close();
  const after = await sandboxFor({ port: before.port, state: before.state });
  expect(after.url).toBe(before.url);
  const again = await send(after, 'POST', fund, { body });
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(after.cards.get('card_1')?.balance_minor).toBe(10);
});
