import { describe, expect, it } from 'vitest';
import { routes } from 'zentra-compat/contract';
import { type IdempotencyKeys, keyedRequest } from '../../src/contract/idempotency';
import type { JsonObject } from '../../src/contract/json';
import { refusal } from './refusal';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const keyOf = (
  body: JsonObject,
  operation: 'create' | 'fund' | 'jitFund',
  cardId: string,
  keys: IdempotencyKeys,
) =>
  keyedRequest({ route: routes[operation], operation, cardId, body, given: undefined, keys }).body
    ?.idempotency_key;

const derived = (operation: 'fund' | 'jitFund', card: string, reference: string | null) =>
  keyOf({ transaction_reference: reference }, operation, card, 'from-reference');

describe('an idempotency key', () => {
  it('is the caller’s, whatever the client would make', () => {
    const body = { idempotency_key: 'mine', transaction_reference: 'r' };
    expect(keyOf(body, 'fund', 'card_1', 'from-reference')).toBe('mine');
  });

  it('is a fresh UUID per call otherwise, null counting as none', () => {
    const [one, two] = [{}, { idempotency_key: null }].map((body) => keyOf(body, 'fund', 'card_1', 'random'));
    expect(one).toMatch(uuid);
    expect(two).toMatch(uuid);
    expect(one).not.toBe(two);
  });

  it('from the reference is the same for the same operation, card and reference, in any process', () => {
    expect(derived('fund', 'card_1', 'r')).toMatch(uuid);
    expect(derived('fund', 'card_1', 'r')).toBe(derived('fund', 'card_1', 'r'));
  });

  it('from the reference differs with each of them, however the texts are cut', () => {
    const keys = [
      derived('fund', 'card_1', 'r'),
      derived('jitFund', 'card_1', 'r'),
      derived('fund', 'card_2', 'r'),
      derived('fund', 'card_1', 's'),
      derived('fund', 'card_1r', 's'),
      derived('fund', 'card_1","r', 's'),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('is random where there is no reference to derive it from', () => {
    expect(derived('fund', 'card_1', null)).not.toBe(derived('fund', 'card_1', null));
  });

  it('is that of the reference where the transaction_reference beside it is null', () => {
    const body = { transaction_reference: null, reference: 'r' };
    expect(keyOf(body, 'fund', 'card_1', 'from-reference')).toBe(derived('fund', 'card_1', 'r'));
  });

  it.each(['', ' ', true, {}])(
    'is not made of %j, of which two fundings would get the same one',
    (reference) => {
      const body = () => ({ transaction_reference: reference });
      expect(refusal(() => keyOf(body(), 'fund', 'card_1', 'from-reference'))).toMatchObject({
        field: 'transaction_reference',
      });
      expect(keyOf(body(), 'fund', 'card_1', 'random')).toMatch(uuid);
    },
  );

  const placed = (operation: keyof typeof routes, given: string | undefined, body: JsonObject | undefined) =>
    keyedRequest({ route: routes[operation], operation, cardId: 'card_1', body, given, keys: 'random' });

  it('out of the request options goes into a body that documents it, and into a header elsewhere', () => {
    expect(placed('fund', 'k', { amount_minor: 5 })).toEqual({
      body: { amount_minor: 5, idempotency_key: 'k' },
      header: undefined,
      hasKey: true,
    });
    expect(placed('unlock', 'k', {})).toEqual({ body: {}, header: 'k', hasKey: true });
    expect(placed('balance', 'k', undefined)).toEqual({ body: undefined, header: 'k', hasKey: true });
  });

  it('given twice must be one', () => {
    expect(placed('fund', 'k', { idempotency_key: 'k' }).body).toEqual({ idempotency_key: 'k' });
    expect(refusal(() => placed('fund', 'k', { idempotency_key: 'other' })).field).toBe('idempotencyKey');
  });

  it('is made for a route that is declared keyed, wherever its key goes', () => {
    const request = keyedRequest({
      route: { retry: 'keyed' },
      operation: 'fund',
      cardId: 'card_1',
      body: {},
      given: undefined,
      keys: 'random',
    });
    expect(request).toMatchObject({ body: {}, hasKey: true });
    expect(request.header).toMatch(uuid);
    expect(placed('lock', undefined, {}).hasKey).toBe(false);
  });
});
