import { describe, expect, test } from 'vitest';
import { usesIn } from './verdicts';

const client = `const { Zentra } = require('@zentra/sdk');\nconst zentra = new Zentra({});\n`;

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

/** The verdicts of the legacy uses of one file. */
const originsIn = (text: string): string[] =>
  usesIn({ 'a.js': `${client}${text}` }).map(({ verdict }) => verdict.origin);

describe('programs that are made to be hard', () => {
  test('a client that goes through 2,000 functions is followed to the last', () => {
    const chain = lines(2000, (index) => `function f${index}(c) {\n  return f${index + 1}(c);\n}`);
    expect(originsIn(`${chain}\nfunction f2000(c) {\n  c.cards.freeze(1);\n}\nf0(zentra);`)).toEqual(['sdk']);
  });

  test('every one of 5,000 callers decides', () => {
    const block = 'function block(c) {\n  c.cards.freeze(1);\n}\n';
    const callers = lines(5000, () => 'block(zentra);');
    expect(originsIn(block + callers)).toEqual(['sdk']);
    expect(originsIn(`${block}${callers}\nblock({ cards: { freeze() {} } });`)).toEqual(['partly']);
  });

  test('a base class of 1,000 others knows what each of them hands on', () => {
    const base =
      'class Base {\n  constructor(o) {\n    this.api = o.api;\n  }\n  stop() {\n    this.api.cards.freeze(1);\n  }\n}\n';
    const heirs = lines(1000, (index) => `class C${index} extends Base {}\nnew C${index}({ api: zentra });`);
    expect(originsIn(base + heirs)).toEqual(['sdk']);
  });

  test('names that are assigned to each other in a circle end', () => {
    const circle = lines(500, (index) => `v${index} = v${(index + 1) % 500};`);
    const names = lines(500, (index) => `let v${index};`);
    const [origin] = originsIn(`${names}\nv7 = zentra;\n${circle}\nv300.cards.freeze(1);`);
    expect(['sdk', 'unknown']).toContain(origin);
  });

  test('where a bound is met, the reason says so', () => {
    const literals = lines(2500, (index) => `block({ id: ${index}, api: zentra });`);
    const found = usesIn({
      'a.js': `${client}function block(o) {\n  o.api.cards.freeze(1);\n}\n${literals}`,
    });
    expect(found.map(({ verdict }) => verdict.origin)).toEqual(['unknown']);
    expect(found[0]!.verdict.causes?.[0]?.why).toContain('more than 2000 things');
  });
});
