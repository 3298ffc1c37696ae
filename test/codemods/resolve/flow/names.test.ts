import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { FileNames } from '../../../../codemods/resolve/flow/names';
import { walkNames } from '../../../../codemods/resolve/flow/walked-names';
import { ANY_KEY, mayWriteUnderAnyKey } from '../../../../codemods/resolve/flow/writes-in';

const parsed = (text: string, name = 'a.ts'): ts.SourceFile =>
  ts.createSourceFile(name, text, ts.ScriptTarget.ESNext, true);

const fixtures = join(import.meta.dirname, '../../../../fixtures/shapes');

/** One fixture in five, since they are alike in what they name, and each that may write under a computed key. */
const sources = readdirSync(fixtures, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.[cm]?[jt]sx?$/.test(file))
  .map((file) => ({ text: readFileSync(join(fixtures, file), 'utf8'), name: `a${extname(file)}` }))
  .filter(({ text }, index) => index % 5 === 0 || /\]\s*=(?!=)/.test(text))
  .map(({ text, name }) => parsed(text, name));

const written = `
  a.b = c.d = a; (a.b) = 1; a!.b = 2; (a.b as any) = 3; a['b'] ||= 4; a[\`b\`] = 5; a /* b */ . b = 6;
  ({ b, k: a.b, n: { b: a['b'] } } = d); ({ x: b = 1 } = d); ({ b = 1, ...a.b } = d); [b, a.b = b, ...a['b']] = d; b = b ?? a; a.#b = 7; a.b.b = 8;
  b(b(1)); a.b().b(b); (a.b)(1); a?.b?.(1); new b(); super.b(); ab.bc(b1); 'b'; 'abc'; // b
  type B = A['b']; class C { b = 1; #b = 2; m() { this.b = b; super.m(); } }`;

describe('what a file does with one name', () => {
  it.each(['identifiers', 'memberWrites', 'variableWrites', 'calls'] as const)(
    'is the same looked up in the text as from a walk through the tree: %s',
    (kind) => {
      for (const source of [parsed(written), ...sources]) {
        const walked = walkNames(source)[kind];
        for (const name of new Set([...walkNames(source).identifiers.keys(), ...walked.keys(), 'absent'])) {
          // For each name anew: a file that is asked for many is walked.
          const found: readonly unknown[] = new FileNames(source)[kind](name);
          expect({ name, found: found.map(nodesOf) }).toEqual({
            name,
            found: (walked.get(name) ?? []).map(nodesOf),
          });
        }
      }
    },
  );

  it('is found under a name that is written with escapes', () => {
    const names = new FileNames(parsed('\\u0061bc.pay = 1; x["it\\"s"] = 2;'));
    expect(names.identifiers('abc')).toHaveLength(1);
    expect(names.memberWrites('it"s')).toHaveLength(1);
  });

  it.each(["client['cards']", "let c: Client['cards']", 'client[`cards`]'])(
    'is seen in brackets: %s',
    (text) => {
      expect(new FileNames(parsed(text)).isBracketed('cards')).toBe(true);
      expect(new FileNames(parsed(text)).isBracketed('card')).toBe(false);
    },
  );
});

/** Where the tree begins and ends, nodes are the same. */
const nodesOf = (found: unknown): unknown => {
  if (typeof found !== 'object' || found === null || !('pos' in found)) {
    const { keys, ...nodes } = found as Record<string, ts.Node>;
    return [keys, ...Object.values(nodes).map(nodesOf)];
  }
  const { pos, end } = found as ts.Node;
  return `${pos}-${end}`;
};

describe('a file that may write under a computed key', () => {
  it.each([
    'a[b] = 1',
    'a[0] ??= 1',
    'a[b]! = 1',
    '(a[b] as any) = 1',
    'a[b] /* c */ = 1',
    'a[b] // c\n = 1',
    'function f() { ({ x: a[b] } = c); }',
    'const f = () => ({ x: { y: a[b] } } = c);',
  ])('is told by its text and what the parser notes: %s', (text) => {
    expect(walkNames(parsed(text)).memberWrites.get(ANY_KEY)).toHaveLength(1);
    expect(mayWriteUnderAnyKey(parsed(text))).toBe(true);
  });

  it.each(['const x = a[b];', 'if (a[b] === 1) f({ x: a[b] }, (y) => a[b] >= y);', 'const { x } = c[d];'])(
    'is not one that only reads: %s',
    (text) => {
      expect(mayWriteUnderAnyKey(parsed(text))).toBe(false);
    },
  );

  it('is never missed', () => {
    const writing = sources.filter((source) => walkNames(source).memberWrites.has(ANY_KEY));
    expect(writing.length).toBeGreaterThan(0);
    expect(writing.filter((source) => !mayWriteUnderAnyKey(source))).toEqual([]);
  });
});
