import { expect, test } from 'vitest';
import type { FaultInput } from '../../../codemods/sandbox';
import { sandboxFor, send } from './gateway-client';

const fund = '/api/v1/cards/card_1/fund';
const body = { amount_minor: 10 };

test.each<[string, FaultInput, number]>([
  ['a reset before the effect', { kind: 'reset', effect: 'before' }, 0],
  ['a reset after the effect', { kind: 'reset', effect: 'after' }, 10],
  ['a truncated body', { kind: 'truncated' }, 10],
])('%s is a failed request', async (_what, fault, balance) => {
  const sandbox = await sandboxFor();
  sandbox.fault({ fault });
  await expect(send(sandbox, 'POST', fund, { body })).rejects.toThrow();
  expect(sandbox.cards.get('card_1')?.balance_minor).toBe(balance);
  expect(sandbox.requests[0]).toMatchObject({ fault: fault.kind, body });
  expect((await send(sandbox, 'POST', fund, { body })).status).toBe(201);
});

test.each<[string, FaultInput, number]>([
  ['before', { kind: 'error', status: 503, effect: 'before' }, 0],
  ['after', { kind: 'error', status: 503, effect: 'after' }, 10],
])('an error %s the effect has the documented envelope', async (_when, fault, balance) => {
  const sandbox = await sandboxFor();
  sandbox.fault({ fault });
  const answer = await send(sandbox, 'POST', fund, { body });
  expect(answer.status).toBe(503);
  expect(answer.body).toMatchObject({ success: false, error: { status: 503, code: 'internal_error' } });
  expect(answer.headers.get('x-ratelimit-limit')).toBe('100');
  expect(sandbox.cards.get('card_1')?.balance_minor).toBe(balance);
});

test('429 carries Retry-After in seconds or as a date', async () => {
  const sandbox = await sandboxFor();
  const date = 'Thu, 01 Jan 2026 00:00:00 GMT';
  sandbox.fault({ fault: { kind: 'error', status: 429, retryAfter: 3 } });
  sandbox.fault({ fault: { kind: 'error', status: 429, retryAfter: date } });
  const seconds = await send(sandbox, 'POST', fund, { body });
  expect(seconds.headers.get('retry-after')).toBe('3');
  expect(seconds.body.error).toMatchObject({ code: 'rate_limit_exceeded', details: { retry_after: 3 } });
  expect((await send(sandbox, 'POST', fund, { body })).headers.get('retry-after')).toBe(date);
});

test('a fault may name the code, so that a refusal can be rehearsed', async () => {
  const sandbox = await sandboxFor();
  sandbox.fault({ fault: { kind: 'error', status: 422, code: 'insufficient_funds', message: 'No money' } });
  const { error } = (await send(sandbox, 'POST', fund, { body })).body;
  expect(error).toEqual({ code: 'insufficient_funds', message: 'No money', status: 422 });
});

test('an answer may be an HTML page or broken JSON', async () => {
  const sandbox = await sandboxFor();
  sandbox.fault({ fault: { kind: 'html' } });
  sandbox.fault({ fault: { kind: 'invalid-json' } });
  const get = () =>
    fetch(`${sandbox.url}/api/v1/cards`, { headers: { authorization: 'Bearer sk_sandbox_abcd' } });
  const page = await get();
  expect([page.status, page.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8']);
  expect(await page.text()).toContain('<h1>502</h1>');
  const broken = await get();
  expect(broken.status).toBe(200);
  await expect(broken.json()).rejects.toThrow(SyntaxError);
});

test('a slow answer is the right answer', async () => {
  const sandbox = await sandboxFor();
  sandbox.fault({ fault: { kind: 'slow', ms: 20 } });
  expect((await send(sandbox, 'POST', fund, { body })).status).toBe(201);
});

test('an effect may come after the client has gone', async () => {
  let answered = false;
  const sandbox = await sandboxFor({ log: () => (answered = true) });
  sandbox.fault({ fault: { kind: 'slow', ms: 50, effect: 'before' } });
  const client = new AbortController();
  const gone = fetch(sandbox.url + fund, {
    method: 'POST',
    signal: client.signal,
    headers: { authorization: 'Bearer sk_sandbox_abcd', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  while (sandbox.requests.length === 0) await new Promise(setImmediate);
  client.abort();
  await expect(gone).rejects.toThrow();
  while (!answered) await new Promise(setImmediate);
  expect(sandbox.cards.get('card_1')?.balance_minor).toBe(10);
});

test('closing cuts what waits, without its effect', async () => {
  const sandbox = await sandboxFor();
  sandbox.fault({ fault: { kind: 'slow', ms: 60_000, effect: 'before' } });
  const pending = expect(send(sandbox, 'POST', fund, { body })).rejects.toThrow();
  while (sandbox.requests.length === 0) await new Promise(setImmediate);
  await sandbox.close();
  await pending;
  expect(sandbox.cards.get('card_1')?.balance_minor).toBe(0);
});

test('rules match by method and path, skip some requests and spoil as many as they say', async () => {
  const sandbox = await sandboxFor({ cards: ['card_1', 'card_2'] });
  sandbox.fault({
    method: 'post',
    path: '/api/v1/cards/*/fund',
    skip: 1,
    times: 2,
    fault: { kind: 'error', status: 500 },
  });
  const statuses: number[] = [];
  for (const card of ['card_1', 'card_2', 'card_1', 'card_2']) {
    await send(sandbox, 'GET', `/api/v1/cards/${card}/balance`);
    statuses.push((await send(sandbox, 'POST', `/api/v1/cards/${card}/fund`, { body })).status);
  }
  expect(statuses).toEqual([201, 500, 500, 201]);
  expect(sandbox.requests.filter(({ fault }) => fault).length).toBe(2);
});

test('code may choose a fault for each request', async () => {
  const sandbox = await sandboxFor({
    chooseFault: ({ number }) => (number === 2 ? { kind: 'error', status: 502 } : undefined),
  });
  const statuses = [];
  for (let i = 0; i < 3; i++) statuses.push((await send(sandbox, 'GET', '/api/v1/cards')).status);
  expect(statuses).toEqual([200, 502, 200]);
});

test('a fault that does not exist is refused by name', async () => {
  const sandbox = await sandboxFor();
  expect(() => sandbox.fault({ fault: { kind: 'flood' } as unknown as FaultInput })).toThrow(/kind/);
});
