import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Route, routes } from '../../src/contract/index';
import { settingsOf } from '../../src/gateway/settings';
import { Transport } from '../../src/gateway/transport';
import { failure, type ScriptedGateway, scriptedGateway } from './scripted-gateway';
import { testClock } from './test-clock';

let gateway: ScriptedGateway;
let transport: Transport;

beforeAll(async () => {
  gateway = await scriptedGateway();
  gateway.otherwise(failure(503));
  transport = new Transport(settingsOf({ secretKey: 'sk_sandbox_a', baseUrl: gateway.url }), testClock());
});
afterAll(() => gateway.close());
/** How often a request of the route is sent while the gateway is out of service, and its keys. */
async function attempts(route: Route, options: object = {}) {
  gateway.seen.length = 0;
  const body = route.method === 'GET' ? undefined : {};
  const call = { route, operation: 'new', cardId: 'card_1', path: '/api/v1/new', body, options };
  await transport.send(call).catch(() => {});
  const keys = gateway.seen.map(
    ({ headers, body }) => headers['idempotency-key'] ?? JSON.parse(body || '{}').idempotency_key,
  );
  return { sent: gateway.seen.length, keys: [...new Set(keys)] };
}

describe('what a route declares is obeyed where requests are sent', () => {
  it('keyed: the key is made there, in the body or as a header, and all attempts carry it', async () => {
    for (const keyInBody of [true, false]) {
      const { sent, keys } = await attempts({ method: 'POST', path: '', retry: 'keyed', keyInBody });
      expect(sent).toBe(3);
      expect(keys).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
    }
  });

  it('never: a POST goes out once, unless the caller gives it a key', async () => {
    const route = { method: 'POST', path: '', retry: 'never' } as const;
    expect(await attempts(route)).toEqual({ sent: 1, keys: [undefined] });
    expect(await attempts(route, { maxRetries: 2 })).toEqual({ sent: 1, keys: [undefined] });
    expect(await attempts(route, { idempotencyKey: 'k' })).toEqual({ sent: 3, keys: ['k'] });
  });

  it('idempotent: it is repeated without a key', async () => {
    expect(await attempts({ method: 'PUT', path: '', retry: 'idempotent' })).toEqual({
      sent: 3,
      keys: [undefined],
    });
  });
});

/** POSTs that are safe to repeat by nature (contract, section 4). A new one belongs here only if the contract documents it. */
const repeatablePosts = ['lock', 'unlock'];
/** Routes whose body documents `idempotency_key` (contract, section 2). */
const withKeyInBody = ['create', 'fund', 'jitFund', 'lock'];

it.each(Object.entries<Route>(routes))('the declaration of %s is the contract’s', async (name, route) => {
  const isPost = route.method === 'POST';
  const allowed = !isPost || repeatablePosts.includes(name) ? ['idempotent'] : ['keyed', 'never'];
  expect(allowed).toContain(route.retry);
  expect(route.keyInBody ?? false).toBe(withKeyInBody.includes(name));
});
