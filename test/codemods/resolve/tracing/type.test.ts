import { expect, test } from 'vitest';
import { client, foreign, originOf } from './origin-of';

const types = `${client} ${foreign} import type { Desk } from 'virtuo';`;

test.each([
  ['a client', 'declare const a: Zentra; a.cards.freeze', 'sdk'],
  ['its namespace', "declare const a: Zentra['cards']; a.freeze", 'sdk'],
  [
    'something that has such a member',
    'declare const a: { cards: { freeze(): void } }; a.cards.freeze',
    'elsewhere',
  ],
  ['either', 'declare const a: Zentra | { cards: { freeze(): void } }; a.cards.freeze', 'partly'],
  ['a function that returns one', 'declare const a: () => Zentra; a().cards.freeze', 'sdk'],
  ['a promise of one', 'declare const a: () => Promise<Zentra>; (await a()).cards.freeze', 'sdk'],
  ['a constructor', 'declare const A: new () => Zentra; new A().cards.freeze', 'sdk'],
  ['a member that the type lacks', 'declare const a: { x: 1 }; (a as any).api.cards.freeze', 'unknown'],
  ['the last member that the type lacks', 'const a = { x: 1 }; a.freeze', 'elsewhere'],
  ['a map of anything', 'declare const a: Record<string, any>; a.api.cards.freeze', 'unknown'],
  ['`any`', 'declare const a: any; a.cards.freeze', 'unknown'],
  ['a type of somebody else’s', 'declare const a: Desk; a.cards.freeze', 'elsewhere'],
  ['a list of them', 'declare const a: Desk[]; a[0].cards.freeze', 'elsewhere'],
  ['a promise of them', 'declare const a: Promise<Desk>; (await a).cards.freeze', 'elsewhere'],
  ['a type of theirs, told of a client', 'declare const a: Desk<Zentra>; a.it.cards.freeze', 'unknown'],
  ['an import type', "declare const a: import('virtuo').Desk; a.cards.freeze", 'elsewhere'],
])('%s', (_, statements, origin) => {
  expect(originOf(`${types} ${statements};`)).toBe(origin);
});
