import { describe, expect, it } from 'vitest';
import { type KeyedOperation, withIdempotencyKey } from 'zentra-compat/contract';
import { refusal } from './refusal';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const derived = (operation: KeyedOperation, card: string, reference: string | null) =>
  withIdempotencyKey({ transaction_reference: reference }, operation, card, 'from-reference').idempotency_key;

describe('an idempotency key', () => {
  it('is the caller’s, whatever the client would make', () => {
    const body = { idempotency_key: 'mine', transaction_reference: 'r' };
    expect(withIdempotencyKey({ ...body }, 'fund', 'card_1', 'from-reference')).toEqual(body);
  });

  it('is a fresh UUID per call otherwise, null counting as none', () => {
    const [one, two] = [{}, { idempotency_key: null }].map(
      (body) => withIdempotencyKey(body, 'fund', 'card_1', 'random').idempotency_key,
    );
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
    expect(withIdempotencyKey(body, 'fund', 'card_1', 'from-reference').idempotency_key).toBe(
      derived('fund', 'card_1', 'r'),
    );
  });

  it.each(['', ' ', true, {}])(
    'is not made of %j, of which two fundings would get the same one',
    (reference) => {
      const body = () => ({ transaction_reference: reference });
      expect(refusal(() => withIdempotencyKey(body(), 'fund', 'card_1', 'from-reference'))).toMatchObject({
        field: 'transaction_reference',
      });
      expect(withIdempotencyKey(body(), 'fund', 'card_1', 'random').idempotency_key).toMatch(uuid);
    },
  );
});
