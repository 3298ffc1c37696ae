import { describe, expect, it } from 'vitest';
import { lockArguments } from '../../src/contract/lock';
import { refusal } from './refusal';

describe('the arguments of lock, unlock and lockAndRestrict', () => {
  it('may be a card alone', () => {
    expect(lockArguments('card_1').body).toEqual({});
  });

  it('take a string for a reason', () => {
    expect(lockArguments('card_1', 'lost').body).toEqual({ reason: 'lost' });
    expect(lockArguments({ id: 'card_1' }, 'lost').body).toEqual({ reason: 'lost' });
  });

  it('send a second object as given, aliases in snake_case', () => {
    expect(
      lockArguments('card_1', { reason: 'lost', requestId: 'q', idempotencyKey: 'k', note: 'x' }).body,
    ).toEqual({
      reason: 'lost',
      request_id: 'q',
      idempotency_key: 'k',
      note: 'x',
    });
  });

  it('take only known options out of a whole card', () => {
    const card = {
      id: 'card_1',
      status: 'active',
      brand: 'visa',
      reason: 'lost',
      requestId: 'q',
      force: true,
    };
    const { body, own } = lockArguments(card);
    expect(body).toEqual({ reason: 'lost', request_id: 'q' });
    expect(own.force).toBe(true);
  });

  it('disregard the card’s own fields where options come second', () => {
    expect(lockArguments({ id: 'card_1', reason: 'old' }, { request_id: 'q' }).body).toEqual({
      request_id: 'q',
    });
  });

  it('stand beside the card where request options alone come second', () => {
    const card = { card_id: 'card_1', reason: 'fraud', requestId: 'q' };
    expect(lockArguments(card, { idempotencyKey: 'k' }).body).toEqual({
      reason: 'fraud',
      request_id: 'q',
      idempotency_key: 'k',
    });
    expect(lockArguments(card, { timeout: 5 })).toMatchObject({
      body: { reason: 'fraud', request_id: 'q' },
      own: { timeout: 5 },
    });
  });

  it('disregard the index that Array.map passes second', () => {
    expect(['card_1', { id: 'card_2', reason: 'lost' }].map(lockArguments)).toMatchObject([
      { cardId: 'card_1', body: {} },
      { cardId: 'card_2', body: { reason: 'lost' } },
    ]);
  });

  it('never send controls, force, signal and timeout', () => {
    const { signal } = new AbortController();
    const { body, own } = lockArguments('card_1', {
      reason: 'r',
      controls: { a: 1 },
      force: true,
      signal,
      timeout: 5,
    });
    expect(body).toEqual({ reason: 'r' });
    expect(own).toEqual({ controls: { a: 1 }, force: true, signal, timeout: 5 });
  });

  it.each([
    ['true', true, 'options'],
    ['a callback', () => {}, 'options'],
    ['an array', ['lost'], 'options'],
    ['another card’s id', { card_id: 'card_2' }, 'card_id'],
    ['a force that is no boolean', { force: 'yes' }, 'force'],
    ['spellings that disagree', { request_id: 'a', requestId: 'b' }, 'requestId'],
  ])('are refused where the options are %s', (_, options, field) => {
    expect(refusal(() => lockArguments('card_1', options)).field).toBe(field);
  });
});
