import { describe, expect, it } from 'vitest';
import { fundingBody } from '../../src/contract/funding';
import { refusal } from './refusal';

describe('the body of a funding', () => {
  it('has transaction_reference where the caller wrote reference', () => {
    const { body, deprecations } = fundingBody({ amount_minor: 5, reference: 'r', source: 'wallet' });
    expect(JSON.stringify(body)).toBe('{"amount_minor":5,"transaction_reference":"r","source":"wallet"}');
    expect(deprecations).toEqual(['ZENTRA_DEP0005']);
  });

  it('loses a reference that equals transaction_reference', () => {
    const { body, deprecations } = fundingBody({ reference: 'r', transaction_reference: 'r' });
    expect(body).toEqual({ transaction_reference: 'r' });
    expect(deprecations).toEqual(['ZENTRA_DEP0005']);
  });

  it('compares the reference with transactionReference as well', () => {
    expect(fundingBody({ transactionReference: 'r', reference: 'r' }).body).toEqual({
      transaction_reference: 'r',
    });
  });

  it('keeps two different references, and says so', () => {
    const { body, deprecations } = fundingBody({ reference: 'old', transaction_reference: 'new' });
    expect(body).toEqual({ reference: 'old', transaction_reference: 'new' });
    expect(deprecations).toEqual(['ZENTRA_DEP0006']);
  });

  it('is refused with two different references where the caller chose so, without their values', () => {
    const error = refusal(() =>
      fundingBody({ reference: 'old-1', transactionReference: 'new-1' }, { onReferenceConflict: 'throw' }),
    );
    expect(error).toMatchObject({ code: 'validation_error', field: 'reference' });
    expect(error.message).toContain('transactionReference');
    expect(error.message).not.toMatch(/old-1|new-1/);
  });

  it('takes an undefined reference for an absent one', () => {
    expect(fundingBody({ reference: undefined, transaction_reference: 'r' })).toEqual({
      body: { transaction_reference: 'r' },
      deprecations: [],
    });
    expect(fundingBody({ reference: 'r', transaction_reference: undefined }).body).toEqual({
      transaction_reference: 'r',
    });
  });

  it('has snake_case names for camelCase aliases and all else as given', () => {
    const { body } = fundingBody({
      cardId: 'card_1',
      amountMinor: 5,
      transactionReference: 'r',
      idempotencyKey: 'k',
      merchantName: 'kept',
      metadata: { amountMinor: 'kept' },
    });
    expect(body).toEqual({
      card_id: 'card_1',
      amount_minor: 5,
      transaction_reference: 'r',
      idempotency_key: 'k',
      merchantName: 'kept',
      metadata: { amountMinor: 'kept' },
    });
  });

  it('never is the object of the caller, nor changes it', () => {
    const params = Object.freeze({ reference: 'r', metadata: Object.freeze({ tags: Object.freeze(['a']) }) });
    const { body } = fundingBody(params);
    (body.metadata as { tags: string[] }).tags.push('b');
    expect(params).toEqual({ reference: 'r', metadata: { tags: ['a'] } });
  });

  it.each([
    ['amountMinor', 'amount_minor'],
    ['transactionReference', 'transaction_reference'],
    ['idempotencyKey', 'idempotency_key'],
  ])('is refused where %s and its snake_case name disagree', (alias, name) => {
    expect(refusal(() => fundingBody({ [alias]: 1, [name]: 2 })).field).toBe(alias);
    expect(refusal(() => fundingBody({ [name]: 2, [alias]: 1 })).field).toBe(alias);
    expect(() => fundingBody({ [alias]: 3, [name]: 3 })).not.toThrow();
  });

  it.each([0.5, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 5n])(
    'is refused with an amount of %s, by the spelling of the caller',
    (amount) => {
      expect(refusal(() => fundingBody({ amount_minor: amount })).field).toBe('amount_minor');
      expect(refusal(() => fundingBody({ amountMinor: amount })).field).toBe('amountMinor');
    },
  );

  it.each([0, 1, 2 ** 53 - 1, null])('goes out with an amount of %s', (amount) => {
    expect(fundingBody({ amount_minor: amount }).body).toEqual({ amount_minor: amount });
  });

  it.each(['', '  ', {}, true, []])('is refused with the idempotency key %j', (key) => {
    expect(refusal(() => fundingBody({ idempotencyKey: key })).field).toBe('idempotencyKey');
  });

  it('is refused where it names another card', () => {
    expect(refusal(() => fundingBody({ cardId: 'card_2' }, { cardId: 'card_1' })).code).toBe(
      'validation_error',
    );
    expect(fundingBody({ cardId: 'card_1' }, { cardId: 'card_1' }).body).toEqual({ card_id: 'card_1' });
  });

  it.each([undefined, null, 'card_1', 5, [], () => {}])(
    'is refused where the parameters are %s',
    (params) => {
      expect(refusal(() => fundingBody(params)).field).toBe('params');
    },
  );
});
