import { describe, expect, it } from 'vitest';
import { jsonObject } from '../../src/contract/json';
import { queryString } from '../../src/contract/query';
import { refusal } from './refusal';

const query = (value: object) => queryString(jsonObject(value, 'query'));

describe('a query', () => {
  it('is encoded, customerId under its documented name', () => {
    expect(query({ customerId: 'a&b=c', limit: 10, offset: 0, 'odd key': true })).toBe(
      '?customer_id=a%26b%3Dc&limit=10&offset=0&odd%20key=true',
    );
  });

  it('leaves out what is undefined or null, and is empty where nothing remains', () => {
    expect(query({ limit: undefined, offset: null })).toBe('');
  });

  it('repeats the key of an array', () => {
    expect(query({ status: ['active', 'locked'] })).toBe('?status=active&status=locked');
  });

  it.each([
    ['an object', { filter: { a: 1 } }, 'filter'],
    ['half a surrogate pair', { customerId: '\udfff' }, 'customerId'],
    ['two customers', { customer_id: 'a', customerId: 'b' }, 'customerId'],
  ])('is refused with %s, by the key', (_, value, field) => {
    expect(refusal(() => query(value)).field).toBe(field);
  });
});
