import { describe, expect, it } from 'vitest';
import { limitSpellings, spendingLimitsFrom } from '../../src/contract/limits';
import { limitsArguments } from '../../src/contract/limits-arguments';
import { refusal } from './refusal';

const spelled = Object.entries(limitSpellings).flatMap(([limit, names]) =>
  names.map((name): [string, string] => [name, limit]),
);

describe('limits', () => {
  it.each(spelled)('%s is %s', (name, limit) => {
    expect(spendingLimitsFrom({ [name]: 500 })).toEqual({ [limit]: 500 });
  });

  it('are looked for under spending_limits and limits', () => {
    expect(spendingLimitsFrom({ spending_limits: { daily: 1 }, limits: { monthly: 2 } })).toEqual({
      daily_minor: 1,
      monthly_minor: 2,
    });
  });

  it('are cleared by null, left alone by undefined, and may be none', () => {
    expect(spendingLimitsFrom({ daily: null, monthly: undefined })).toEqual({ daily_minor: null });
    expect(spendingLimitsFrom({})).toEqual({});
  });

  it.each([
    ['a fraction', 0.5],
    ['a negative', -1],
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['an unsafe integer', 2 ** 53],
    ['text', '500'],
    ['a BigInt', 5n],
    ['true', true],
    ['a list', [5]],
  ])('are refused where one is %s, by its key', (_, value) => {
    expect(refusal(() => spendingLimitsFrom({ limits: { dailyLimit: value } })).field).toBe('dailyLimit');
  });

  it.each(['hourly', 'Daily', 'constructor', 'toString', '__proto__'])(
    'are refused with the key %s',
    (key) => {
      const limits = JSON.parse(`{${JSON.stringify(key)}:5}`);
      expect(refusal(() => spendingLimitsFrom(limits)).field).toBe(key);
    },
  );

  it('are refused where two spellings disagree', () => {
    expect(refusal(() => spendingLimitsFrom({ daily: 1, daily_minor: 2 })).field).toBe('daily_minor');
    expect(spendingLimitsFrom({ daily: 1, dailyLimit: 1 })).toEqual({ daily_minor: 1 });
  });

  it('are refused where they contain themselves or cannot be read', () => {
    const limits: Record<string, unknown> = {};
    limits.limits = limits;
    expect(refusal(() => spendingLimitsFrom(limits)).field).toBe('limits');
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(refusal(() => spendingLimitsFrom(proxy)).field).toBe('limits');
  });

  it.each([
    ['NGN', 0.29, 29],
    ['NGN', 1234.5, 123_450],
    ['usd', 1e-2, 1],
    ['JPY', 500, 500],
    ['KWD', 1.234, 1234],
    ['CLF', 1.2345, 12_345],
    ['NGN', 1e13, 1e15],
  ])('in major units of %s: %d is %d in minor units', (currency, major, minor) => {
    expect(spendingLimitsFrom({ daily: major }, { limitUnit: 'major', currency })).toEqual({
      daily_minor: minor,
    });
  });

  it('that say minor are minor, whatever the unit', () => {
    expect(
      spendingLimitsFrom({ daily: 5, monthlyMinor: 5 }, { limitUnit: 'major', currency: 'NGN' }),
    ).toEqual({ daily_minor: 500, monthly_minor: 5 });
  });

  it.each([
    ['more decimals than the currency has', { daily: 0.001 }, 'NGN', 'daily'],
    ['more than a safe integer in minor units', { daily: 9e14 }, 'NGN', 'daily'],
    ['no currency', { daily: 1 }, undefined, 'currency'],
    ['no ISO 4217 code', { daily: 1 }, 'NAIRA', 'currency'],
  ])('in major units are refused with %s', (_, limits, currency, field) => {
    expect(refusal(() => spendingLimitsFrom(limits, { limitUnit: 'major', currency })).field).toBe(field);
  });

  it('are refused under a unit that is none', () => {
    expect(refusal(() => spendingLimitsFrom({}, { limitUnit: 'cents' as 'minor' })).field).toBe('limitUnit');
  });
});

describe('the arguments of updateLimits', () => {
  const expected = { cardId: 'card_1', controls: { spending_limits: { daily_minor: 1 } } };

  it.each([
    ['a card and limits', ['card_1', { daily: 1 }]],
    ['a card’s object and limits', [{ id: 'card_1', status: 'active' }, { limits: { daily: 1 } }]],
    ['one object', [{ card_id: 'card_1', daily: 1 }]],
    ['one object with limits', [{ cardId: 'card_1', limits: { daily: 1 } }]],
    ['limits that repeat the card', ['card_1', { card_id: 'card_1', daily: 1 }]],
  ] as [string, unknown[]][])('may be %s', (_, [card, limits]) => {
    expect(limitsArguments(card, limits)).toMatchObject(expected);
  });

  it('take the options third, else out of the one object, else from the client', () => {
    const major = { limitUnit: 'major', currency: 'NGN' } as const;
    const hundred = { spending_limits: { daily_minor: 100 } };
    expect(limitsArguments('card_1', { daily: 1 }, major).controls).toEqual(hundred);
    expect(limitsArguments({ id: 'card_1', daily: 1, ...major }).controls).toEqual(hundred);
    expect(limitsArguments('card_1', { daily: 1 }, undefined, major).controls).toEqual(hundred);
    expect(limitsArguments('card_1', { daily: 1 }, { limitUnit: 'minor' }, major).controls).toEqual({
      spending_limits: { daily_minor: 1 },
    });
  });

  it('carry signal and timeout, third or in the one object', () => {
    const { signal } = new AbortController();
    expect(limitsArguments('card_1', { daily: 1 }, { signal, timeout: 5 }).call).toEqual({
      signal,
      timeout: 5,
    });
    expect(limitsArguments({ id: 'card_1', daily: 1, signal, timeout: 5 }).call).toEqual({
      signal,
      timeout: 5,
    });
  });

  it.each([
    ['no limits', ['card_1'], 'limits'],
    ['limits of another card', ['card_1', { cardId: 'card_2', daily: 1 }], 'cardId'],
    ['a whole card instead of limits', [{ id: 'card_1', status: 'active' }], 'status'],
    ['options that are a string', ['card_1', { daily: 1 }, 'major'], 'options'],
    ['a map, of which nothing would be set', ['card_1', new Map([['daily', 1]])], 'limits'],
    ['a promise that nobody awaited', ['card_1', Promise.resolve({ daily: 1 })], 'limits'],
  ] as [string, unknown[], string][])('are refused with %s', (_, args, field) => {
    expect(refusal(() => limitsArguments(args[0], args[1], args[2])).field).toBe(field);
  });
});
