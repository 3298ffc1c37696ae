import { runInThisContext } from 'node:vm';
import { expect, it } from 'vitest';
import { knowingCaller } from '../../src/deprecations/caller';
import { type LegacyUse, LegacyUses } from '../../src/deprecations/legacy-uses';

/** Functions in as many files that call. */
function callsFromFiles(call: () => Promise<unknown>, count: number): (() => unknown)[] {
  return Array.from({ length: count }, (_, i) =>
    runInThisContext('(call) => () => call()', { filename: `file-${i}.js` })(call),
  );
}

function counter(limit?: number) {
  const uses = new LegacyUses(limit);
  const counted: LegacyUse[] = [];
  const call = knowingCaller('call', async (caller) => {
    counted.push(uses.count('ZENTRA_DEP0001', caller, undefined));
  });
  return { uses, counted, call };
}

it('tells the places of a program apart, up to a limit, and counts all others together', () => {
  const { uses, counted, call } = counter(3);
  const places = callsFromFiles(call, 5);
  for (const place of places) place();
  for (const place of places) place();
  expect([...uses].map(({ count, overflow }) => ({ count, overflow }))).toEqual([
    { count: 2, overflow: false },
    { count: 2, overflow: false },
    { count: 2, overflow: false },
    { count: 4, overflow: true },
  ]);
  expect(new Set(counted).size).toBe(4);
});

it('counts any number of calls from one line in one place', () => {
  const uses = new LegacyUses();
  const call = knowingCaller('call', (caller) => {
    uses.count('ZENTRA_DEP0001', caller, undefined);
    return done;
  });
  const done = Promise.resolve();
  for (let i = 0; i < 100_000; i++) call();
  expect([...uses].map(({ count }) => count)).toEqual([100_000]);
});

it('takes code that one line makes over and over for one place', () => {
  const { uses, call } = counter();
  for (let i = 0; i < 5; i++) new Function('call', `${' '.repeat(i)}call()`)(call);
  expect([...uses].map(({ count }) => count)).toEqual([5]);
});

it('knows the caller where a program has put a class of its own in the place of Error', () => {
  const { uses, call } = counter();
  const EnginesError = globalThis.Error;
  class TracedError extends EnginesError {
    constructor(...args: ConstructorParameters<typeof EnginesError>) {
      super(...args);
      this.name = 'TracedError';
    }
  }
  const places = callsFromFiles(call, 2);
  try {
    globalThis.Error = TracedError as unknown as ErrorConstructor;
    for (const place of places) place();
  } finally {
    globalThis.Error = EnginesError;
  }
  expect([...uses].map(({ site }) => site.file)).toEqual(['file-0.js', 'file-1.js']);
});
