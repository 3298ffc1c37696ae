import { describe, expect, test } from 'vitest';
import type { LoggedRequest } from '../../codemods/sandbox';
import { type Day, warningsIn } from '../../demo/day';
import { judge } from '../../demo/main';
import { comparableRequests, differences } from '../../demo/request-log';

const request = (path: string, body: unknown, number = 1): LoggedRequest => ({
  number,
  at: new Date(number).toISOString(),
  method: 'POST',
  path,
  query: {},
  headers: {},
  body,
  bodyDigest: '',
  requestId: String(number),
  status: 200,
});

const fund = (card: string) => `/api/v1/cards/${card}/fund`;
const [one, other] = ['0b9ae7a4-8f3a-4a52-9f8e-0d6a3b0f0a01', '5f0c1f7e-0c80-4b36-8a0e-6c9b1f1f7d02'];

describe('comparing two request logs', () => {
  test('cards that were asked for at the same time may come in any order', () => {
    const a = [request(fund('card_a'), {}), request(fund('card_b'), {})];
    expect(differences('step', comparableRequests(a), comparableRequests([...a].reverse()))).toEqual([]);
  });

  test('the order of one card counts', () => {
    const a = [request(fund('card_a'), { amount_minor: 1 }), request(fund('card_a'), { amount_minor: 2 })];
    expect(differences('step', comparableRequests(a), comparableRequests([...a].reverse()))).toHaveLength(2);
  });

  test('random idempotency keys may differ, but not whether one was used twice', () => {
    const keyed = (first: string, second: string) =>
      comparableRequests([
        request(fund('card_a'), { idempotency_key: first }),
        request(fund('card_a'), { idempotency_key: second }),
      ]);
    expect(differences('step', keyed(one, other), keyed(other, one))).toEqual([]);
    expect(differences('step', keyed(one, other), keyed(one, one))).toHaveLength(1);
  });

  test("the shop's own idempotency keys count", () => {
    const keyed = (key: string) => comparableRequests([request(fund('card_a'), { idempotency_key: key })]);
    expect(differences('step', keyed('allowance:1'), keyed('allowance:2'))).toHaveLength(1);
  });

  test('a request too many is a difference', () => {
    const a = [request(fund('card_a'), {})];
    expect(differences('step', comparableRequests(a), comparableRequests([...a, ...a]))).toHaveLength(1);
  });
});

describe('the verdict', () => {
  const warnings = [1, 2, 3, 4, 5].map((code) => ({ code: `ZENTRA_DEP000${code}`, message: 'old' }));
  const steps = [
    { name: 'step', requests: comparableRequests([request(fund('card_a'), {})]), answer: 'done' },
  ];
  const before: Day = { steps, warnings };
  const good = (after: Day, earlier = before) => judge(earlier, after).map((verdict) => verdict.good);

  test('two equal days without a warning left are good', () => {
    expect(good({ steps, warnings: [] })).toEqual([true, true, true, true]);
  });

  test('an old day that did not warn of everything proves nothing', () => {
    expect(good({ steps, warnings: [] }, { steps, warnings: warnings.slice(1) })).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });

  test('another request, another answer and a warning left each are bad', () => {
    expect(good({ steps: [{ ...steps[0]!, requests: [] }], warnings: [] })[1]).toBe(false);
    expect(good({ steps: [{ ...steps[0]!, answer: 'failed' }], warnings: [] })[2]).toBe(false);
    expect(good({ steps, warnings: warnings.slice(0, 1) })[3]).toBe(false);
  });

  test('two days on which nothing was asked are bad', () => {
    expect(good({ steps: [], warnings: [] }, { steps: [], warnings })[1]).toBe(false);
  });
});

test('warnings are read as Node prints them', () => {
  const stderr =
    '(node:12) [ZENTRA_DEP0001] DeprecationWarning: cards.freeze() is deprecated, at a.js:1:2\n(Use `node …`)';
  expect(warningsIn(stderr)).toEqual([
    { code: 'ZENTRA_DEP0001', message: 'cards.freeze() is deprecated, at a.js:1:2' },
  ]);
});
