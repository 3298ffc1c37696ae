import { expect, test } from 'vitest';
import { type Answers, Fixpoint } from '../../../../codemods/resolve/flow/fixpoint';

/** Questions by name: what each says itself, and the ones that it asks. */
type Graph = Readonly<Record<string, { says?: string; asks?: readonly string[] }>>;

function asker(graph: Graph, mostInAll = 100_000) {
  const table = new Fixpoint(mostInAll);
  const counts = new Map<string, number>();
  const answer = (key: string): Answers<string> =>
    table.answers(key, () => {
      counts.set(key, (counts.get(key) ?? 0) + 1);
      const { says, asks = [] } = graph[key]!;
      const all = new Map(says === undefined ? [] : [[says, says]]);
      for (const other of asks) for (const [name, value] of answer(other)) all.set(name, value);
      return all;
    });
  const settle = (key: string) => {
    const { answer: found, isBounded } = table.settle(`root of ${key}`, () => answer(key));
    return { found: [...found.keys()].sort().join(''), isBounded };
  };
  return { table, counts, settle };
}

test('questions in a circle have the answers of all of them', () => {
  const { settle } = asker({
    a: { says: 'a', asks: ['b'] },
    b: { says: 'b', asks: ['c'] },
    c: { says: 'c', asks: ['a'] },
  });
  expect(settle('a')).toEqual({ found: 'abc', isBounded: false });
});

test('a question that is settled is never asked again', () => {
  const { settle, counts } = asker({
    a: { asks: ['shared'] },
    b: { asks: ['shared'] },
    shared: { says: 's', asks: ['x'] },
    x: { says: 'x', asks: ['shared'] },
  });
  settle('a');
  const before = counts.get('shared');
  expect(settle('b').found).toBe('sx');
  expect(counts.get('shared')).toBe(before);
});

test('a chain that is deeper than the stack allows is settled from its end', () => {
  const graph: Record<string, { says?: string; asks?: string[] }> = {};
  for (let index = 0; index < 3000; index += 1) graph[`q${index}`] = { asks: [`q${index + 1}`] };
  graph.q3000 = { says: 'end' };
  const { settle, counts } = asker(graph);
  expect(settle('q0')).toEqual({ found: 'end', isBounded: false });
  expect(Math.max(...counts.values())).toBeLessThanOrEqual(3);
});

test('past the number of questions that a program may cost, an answer says that it is cut short', () => {
  const graph: Record<string, { says?: string; asks?: string[] }> = {};
  const names = Array.from({ length: 200 }, (_, index) => `n${index}`);
  graph.all = { asks: names };
  for (const name of names) graph[name] = { says: name };
  expect(asker(graph, 100).settle('all').isBounded).toBe(true);
  expect(asker(graph, 1000).settle('all').isBounded).toBe(false);
});

test('what an answer misses is missed by every question that rests on it, and by no other', () => {
  const table = new Fixpoint(1000);
  table.settle('misses', () =>
    table.answers('inner', () => {
      table.misses();
      return new Map();
    }),
  );
  table.settle('apart', () => new Map());
  expect(['misses', 'inner', 'apart'].map((key) => table.isIncomplete(key))).toEqual([true, true, false]);
});
