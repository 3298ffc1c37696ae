import { expect, test } from 'vitest';
import { client, foreign, originOf } from './origin-of';

test.each([
  ['require', "(require('@zentra/sdk/internals') as any).cards.freeze", 'unknown'],
  ['require of somebody else’s', "(require('virtuo') as any).cards.freeze", 'elsewhere'],
  ['a foreign function', 'virtuo.table().cards.freeze', 'elsewhere'],
  ['a foreign function that is told its type', 'virtuo.get<Zentra>().cards.freeze', 'sdk'],
  ['a foreign function that is given a client', 'virtuo.trace(z).cards.freeze', 'unknown'],
  ['a foreign function that is given what holds one', 'virtuo.trace({ z }).cards.freeze', 'unknown'],
  ['a foreign function that is given what makes one', 'virtuo.once(() => z).cards.freeze', 'unknown'],
  ['a foreign function that is given a promise of one', 'virtuo.all(async () => z).cards.freeze', 'unknown'],
  ['a foreign container, asked for the SDK by name', "virtuo.get('zentra').cards.freeze", 'unknown'],
  ['a foreign container, asked for something else', "virtuo.get('redis').cards.freeze", 'elsewhere'],
  ['a function that hands back what it was given', 'virtuo.useContext(x).cards.freeze', 'unknown'],
  ['a foreign instance', 'new virtuo.Table().cards.freeze', 'elsewhere'],
  ['a foreign instance that is given a client', 'new virtuo.Desk(z).cards.freeze', 'unknown'],
  ['a foreign instance that is told of one', 'new virtuo.Cache<Zentra>().it.cards.freeze', 'unknown'],
])('%s', (_, expression, origin) => {
  expect(originOf(`${client} ${foreign} declare const x: any; ${expression};`)).toBe(origin);
});

test('a foreign container that a client was put into, in this file', () => {
  const container = `${client} ${foreign} const box = new virtuo.Box();`;
  expect(originOf(`${container} box.set('api', z); box.get('api').cards.freeze;`)).toBe('unknown');
  expect(originOf(`${container} box.set('api', 1); box.get('api').cards.freeze;`)).toBe('elsewhere');
});
