import { describe, expect, it } from 'vitest';
import { jsonObject } from '../../src/contract/json';
import { refusal } from './refusal';

describe('a copy of the caller’s object', () => {
  it('is what JSON would carry', () => {
    const value = {
      text: 'a',
      when: new Date(0),
      money: { toJSON: () => '12.50' },
      boxed: Object(5),
      list: [1, undefined, () => {}, Symbol('x')],
      gone: undefined,
      method: () => {},
      empty: null,
    };
    expect(JSON.stringify(jsonObject(value, 'params'))).toBe(JSON.stringify(value));
  });

  it('takes every getter once, so that what was checked is what is sent', () => {
    let reads = 0;
    const tricky = {
      get amount_minor() {
        reads++;
        return reads === 1 ? 5 : 5_000_000;
      },
    };
    const copy = jsonObject(tricky, 'params');
    expect([copy.amount_minor, copy.amount_minor, reads]).toEqual([5, 5, 1]);
  });

  it('carries a key named __proto__ as a key', () => {
    const copy = jsonObject(JSON.parse('{"__proto__":{"polluted":true}}'), 'params');
    expect(JSON.stringify(copy)).toBe('{"__proto__":{"polluted":true}}');
    expect((copy as { polluted?: unknown }).polluted).toBeUndefined();
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('cannot smuggle in a toJSON of its own', () => {
    const copy = jsonObject({ amount_minor: 1, nested: { toJSON: undefined } }, 'params');
    expect(JSON.stringify(copy)).toBe('{"amount_minor":1,"nested":{}}');
  });

  const cycle: Record<string, unknown> = { a: {} };
  (cycle.a as Record<string, unknown>).back = cycle;
  let deep: unknown = 1;
  for (let i = 0; i < 5_000; i++) deep = [deep];

  let doubled: object = {};
  for (let i = 0; i < 30; i++) doubled = { one: doubled, two: doubled };

  it.each([
    ['a cycle', cycle, 'a.back', /cycle/],
    ['NaN', { a: [{ b: Number.NaN }] }, 'a[0].b', /NaN/],
    ['Infinity', { a: Number.POSITIVE_INFINITY }, 'a', /Infinity/],
    ['a BigInt', { a: 1n }, 'a', /BigInt/],
    ['a Map', { a: new Map([[1, 2]]) }, 'a', /Map or a promise/],
    ['a promise that was not awaited', { a: [Promise.resolve(1)] }, 'a[0]', /Map or a promise/],
    ['a function as a reference', { reference: () => 'r' }, 'reference', /is a function/],
    ['a symbol as a key', { idempotencyKey: Symbol('k') }, 'idempotencyKey', /is a symbol/],
    ['a list without an end', { a: new Array(2 ** 32 - 1) }, 'a[99998]', /100000 values/],
    ['one object two to the thirtieth times', { a: doubled }, expect.stringMatching(/^a/), /100000 values/],
    ['5,000 levels', { a: deep }, expect.stringMatching(/^a\[0\]/), /levels deep/],
    [
      'a throwing getter',
      {
        get a() {
          throw new TypeError('not now');
        },
      },
      'params',
      /could not be read: not now/,
    ],
  ])('is refused where it holds %s, by the key', (_, value, field, message) => {
    const error = refusal(() => jsonObject(value, 'params'));
    expect(error.field).toEqual(field);
    expect(error.message).toMatch(message);
  });

  it.each([
    ['a Map', new Map([['amount_minor', 5]])],
    ['a promise', Promise.resolve({ amount_minor: 5 })],
    ['URLSearchParams', new URLSearchParams({ amount_minor: '5' })],
    [
      'a class with getters',
      new (class {
        get amount_minor() {
          return 5;
        }
      })(),
    ],
  ])('is refused of %s, which would come out empty', (_, value) => {
    expect(refusal(() => jsonObject(value, 'params')).field).toBe('params');
    expect(jsonObject({}, 'params')).toEqual({});
  });

  it('is made of the same object twice, where that is no cycle', () => {
    const shared = { a: 1 };
    expect(jsonObject({ one: shared, two: [shared, shared] }, 'params')).toEqual({
      one: { a: 1 },
      two: [{ a: 1 }, { a: 1 }],
    });
  });
});
