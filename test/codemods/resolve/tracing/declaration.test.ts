import { expect, test } from 'vitest';
import { client, foreign, originOf } from './origin-of';

test.each([
  ['a variable whose annotation says nothing', 'const a: any = z; a.cards.freeze', 'unknown'],
  ['a variable without an annotation', 'const a = z as any; a.cards.freeze', 'sdk'],
  ['a variable that is assigned later', 'let a; function set() { a = z; } a.cards.freeze', 'sdk'],
  ['one that gets two things', 'let a = virtuo.api; function set() { a = z; } a.cards.freeze', 'partly'],
  ...['||=', '&&=', '??='].map((operator) => [
    `one that gets another by \`${operator}\``,
    `let a = virtuo.api; function set() { a ${operator} z; } a.cards.freeze`,
    'partly',
  ]),
  [
    '`undefined` and `null` are no values',
    'let a = null; a = undefined; a = z as any; a.cards.freeze',
    'sdk',
  ],
  ['what a loop goes through', 'for (const a of [z as any] as any) a.cards.freeze', 'sdk'],
  ['what a `catch` catches', 'try {} catch (e) { e.cards.freeze; }', 'elsewhere'],
  ['a destructured name', 'const { api } = { api: z } as any; api.cards.freeze', 'sdk'],
  ['a destructured name that is renamed', 'const { api: a } = { api: z } as any; a.cards.freeze', 'sdk'],
  ['a destructured element', 'const [a] = [z as any] as any; a.cards.freeze', 'sdk'],
  ['a parameter that is annotated', 'function f(a: Zentra) { a.cards.freeze; }', 'sdk'],
  ['a parameter with a default', 'function f(a = z as any) { a.cards.freeze; }', 'sdk'],
  ['a parameter that nobody types', 'function f(a) { a.cards.freeze; }', 'unknown'],
  ['a parameter of a callback over a list', '[z as any].forEach((a) => a.cards.freeze)', 'sdk'],
  [
    'a function whose annotation says nothing',
    'function f(): any { return z as any; } f().cards.freeze',
    'sdk',
  ],
  ['a function without an annotation', 'function f() { return z as any; } f().cards.freeze', 'sdk'],
  ['a getter', 'const o = { get api() { return z as any; } }; o.api.cards.freeze', 'sdk'],
  ['a property of a class', 'class D { api = z as any; f() { this.api.cards.freeze; } }', 'sdk'],
  [
    'a property that is set',
    'class D { api; constructor(a) { this.api = z; } f() { this.api.cards.freeze; } }',
    'sdk',
  ],
  ['a private property', 'class D { #api = z as any; f() { this.#api.cards.freeze; } }', 'sdk'],
  [
    'an inherited property',
    'class B { api = z as any; } class D extends B {} new D().api.cards.freeze',
    'sdk',
  ],
  ['a base of somebody else’s', 'class D extends virtuo.Base {} new D().api.cards.freeze', 'elsewhere'],
])('%s', (_, statements, origin) => {
  expect(originOf(`${client} ${foreign} ${statements};`)).toBe(origin);
});
