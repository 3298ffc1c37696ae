import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Gateway, type ReviewedCards } from '../../src/gateway/client';
import { failure, type ScriptedGateway, scriptedGateway, success } from './scripted-gateway';

let gateway: ScriptedGateway;
let cards: ReviewedCards;
beforeAll(async () => {
  gateway = await scriptedGateway();
  cards = new Gateway({ secretKey: 'sk_sandbox_test', baseUrl: gateway.url, maxRetries: 0 }).cards;
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.seen.length = 0;
});
const urls = () => gateway.seen.map(({ url }) => url);

describe('what an operation returns', () => {
  it('is a promise like any other', () => {
    const call = cards.balance('card_1');
    expect(call).toBeInstanceOf(Promise);
    expect(call.constructor).toBe(Promise);
    return call;
  });

  it('has the result and its answer with withResponse()', async () => {
    gateway.script(success({ id: 'card_1' }, { 'x-request-id': 'req_1' }));
    const { data, response, request_id } = await cards.balance('card_1').withResponse();
    expect(data).toEqual({ id: 'card_1' });
    expect(request_id).toBe('req_1');
    expect(response.headers.get('x-request-id')).toBe('req_1');
  });

  it('has the answer as it came with asResponse()', async () => {
    gateway.script({ status: 202, ...success({ id: 'card_1' }) });
    const response = await cards.lock('card_1').asResponse();
    expect(response).toBeInstanceOf(Response);
    expect([response.status, await response.json()]).toEqual([
      202,
      { success: true, data: { id: 'card_1' } },
    ]);
  });

  it('rejects through all three alike', async () => {
    gateway.otherwise(failure(422));
    for (const call of [
      cards.lock('card_1'),
      cards.lock('card_1').withResponse(),
      cards.lock('card_1').asResponse(),
    ])
      await expect(call).rejects.toMatchObject({ code: 'code_422' });
    gateway.otherwise(success({}));
  });

  it('that makes several requests has the answer of the last one', async () => {
    gateway.script(success({}), success({ now: 1 }), success({ now: 2 }));
    const response = await cards.lockAndRestrict('card_last').asResponse();
    expect(await response.json()).toMatchObject({ data: { now: 2 } });
  });
});

describe('a list', () => {
  const collected = async (list: AsyncIterable<unknown>) => {
    const items: unknown[] = [];
    for await (const item of list) items.push(item);
    return items;
  };

  it('is iterated over all its pages, whatever a page is wrapped in, to the first empty one', async () => {
    gateway.script(success(['a', 'b']), success({ items: ['c'], total: 3 }), success([]));
    expect(await collected(cards.list({ limit: 2, customer_id: 'cus_1' }))).toEqual(['a', 'b', 'c']);
    expect(urls()).toEqual([
      '/api/v1/cards?limit=2&customer_id=cus_1',
      '/api/v1/cards?limit=2&customer_id=cus_1&offset=2',
      '/api/v1/cards?limit=2&customer_id=cus_1&offset=3',
    ]);
  });

  it('starts from the offset that is asked for, and stops asking where the loop is left', async () => {
    gateway.script(success(['a', 'b']));
    for await (const item of cards.list({ offset: 10 })) if (item) break;
    expect(urls()).toEqual(['/api/v1/cards?offset=10']);
  });

  it('that is awaited asks for one page', async () => {
    gateway.script(success(['a']));
    expect(await cards.list()).toEqual(['a']);
    expect(urls()).toEqual(['/api/v1/cards']);
  });

  it('of a gateway that minds no offset is an error, not an endless loop', async () => {
    gateway.otherwise(success(['a']));
    await expect(collected(cards.list())).rejects.toMatchObject({ code: 'invalid_response' });
    gateway.otherwise(success({}));
  });

  it('fails in the loop where a page fails', async () => {
    gateway.script(success(['a']), failure(403));
    await expect(collected(cards.list())).rejects.toMatchObject({ code: 'code_403' });
  });
});
