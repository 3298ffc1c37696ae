import { expect, test } from 'vitest';
import { client, foreign, originOf } from './origin-of';

test.each([
  ['a member', 'z.cards.freeze', 'sdk'],
  ['a member by its key', "z['cards'].freeze", 'sdk'],
  ['parentheses, `!` and `as any`', '((z! as any).cards).freeze', 'sdk'],
  ['what is awaited', '(await (z as any)).cards.freeze', 'sdk'],
  ['both arms of a condition', '(yes ? (z as any) : (z as any)).cards.freeze', 'sdk'],
  ['arms of which one is somebody else’s', '(yes ? (z as any) : virtuo.api).cards.freeze', 'partly'],
  ['a default', '((null as any) ?? (z as any)).cards.freeze', 'sdk'],
  ['an assignment', '(it = z as any).cards.freeze', 'sdk'],
  ['a comma', '(0, z as any).cards.freeze', 'sdk'],
  ['a sum', '(z + (1 as any)).cards.freeze', 'elsewhere'],
  ['a property of a literal', '({ api: z as any } as any).api.cards.freeze', 'sdk'],
  ['a literal that is spread', '({ ...({ api: z } as any) } as any).api.cards.freeze', 'sdk'],
  ['what a literal lacks', '({} as any).api.cards.freeze', 'unknown'],
  ['a literal of somebody else’s', '({ freeze() {} } as any).freeze', 'elsewhere'],
  ['an element of a list', '([z as any] as any)[0].cards.freeze', 'sdk'],
  ['a function that is called', '((() => z as any) as any)().cards.freeze', 'sdk'],
  ['a function that is not called', '((() => z) as any).cards.freeze', 'elsewhere'],
  ['a class that is made', 'new (class { api = z as any; } as any)().api.cards.freeze', 'sdk'],
  ['somebody else’s object', 'virtuo.table.cards.freeze', 'elsewhere'],
  ['somebody else’s object that carries the SDK', 'virtuo.app.zentra.cards.freeze', 'unknown'],
  ['a name that is declared nowhere', 'ghost.cards.freeze', 'unknown'],
])('%s', (_, expression, origin) => {
  expect(originOf(`${client} ${foreign} declare const yes: any; let it: any; ${expression};`)).toBe(origin);
});

test('a value that is made of itself is unknown, and ends', () => {
  expect(originOf('let a: any; let b: any; a = b; b = a; const c = a; c.cards.freeze;')).toBe('unknown');
});
