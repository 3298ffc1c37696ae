import ts from 'typescript';
import { expect, test } from 'vitest';
import { after, before, CALL, type Trail, through } from '../../../../codemods/resolve/tracing/trail';

const start: Trail = { path: ['freeze'], visited: [] };
const node = ts.factory.createNull();

test('a step is asked for before the rest, and is gone once it was made', () => {
  const longer = before(CALL, before('cards', start));
  expect(longer.path).toEqual([CALL, 'cards', 'freeze']);
  expect(after(longer).path).toEqual(['cards', 'freeze']);
});

test('a trail goes through no node twice', () => {
  const once = through(node, start)!;
  expect(once.visited).toEqual([node]);
  expect(through(node, once)).toBeUndefined();
});

test('a trail ends', () => {
  let trail: Trail | undefined = start;
  for (let steps = 0; steps < 1000 && trail; steps++) trail = through(ts.factory.createNull(), trail);
  expect(trail).toBeUndefined();
});
