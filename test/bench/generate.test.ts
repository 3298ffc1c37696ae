import { transformSync } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { methodRules, parameterRules } from 'zentra-compat/contract';
import { generateTree, type TreeFile } from '../../bench/generate/tree';

const options = { files: 1000, seed: 7 };
const tree = [...generateTree(options)];
const ofKind = (kind: TreeFile['kind']) => tree.filter((file) => file.kind === kind);

describe('the generated monorepo', () => {
  test('has as many source files as asked, legacy calls in 2 % and decoys in 3 % of them', () => {
    expect(tree.length - ofKind('manifest').length).toBe(1000);
    expect(ofKind('legacy')).toHaveLength(20);
    expect(ofKind('decoy')).toHaveLength(30);
  });

  test('is the same for the same seed and another for another', () => {
    expect([...generateTree(options)]).toEqual(tree);
    expect([...generateTree({ ...options, seed: 8 })]).not.toEqual(tree);
  });

  test('knows the line and the rule of every legacy call', () => {
    const methods = new Map<string, string>([
      ...methodRules.map(({ id, legacy }): [string, string] => [id, legacy]),
      ...parameterRules.map((rule): [string, string] => [rule.id, `(?:${rule.methods.join('|')})`]),
    ]);
    for (const { file, text, sites } of ofKind('legacy')) {
      const lines = text.split('\n');
      expect(sites.length, file).toBeGreaterThan(0);
      for (const { line, rule } of sites) {
        expect(lines[line - 1], file).toMatch(new RegExp(`\\.cards\\.${methods.get(rule)}\\(card[,)]`));
      }
      const calls = lines.filter((line) => /\.cards\.\w+\(/.test(line));
      expect(calls, file).toHaveLength(sites.length);
    }
  });

  test('reaches a third of its clients through a barrel, two hops or a workspace package', () => {
    const far = ofKind('legacy').filter(({ text }) => !/@zentra\/sdk|payments\/(client|factory)/.test(text));
    expect(far).toHaveLength(6);
    for (const from of ["'../payments'", "'../payments/desk'", "'@acme/payments'"]) {
      expect(
        far.some(({ text }) => text.includes(from)),
        from,
      ).toBe(true);
    }
  });

  test('has no mention of the SDK where it is asked for none', () => {
    for (const { text } of generateTree({ ...options, legacyShare: 0 })) expect(text).not.toMatch(/zentra/i);
  });

  test('has more legacy calls in as many files where it is asked for more', () => {
    const sites = [...generateTree({ ...options, sitesPerFile: 16 })].flatMap((file) => file.sites);
    expect(sites.length).toBeGreaterThan(20 * 8);
  });

  test('parses, every file', () => {
    for (const { file, text } of tree) {
      if (file.endsWith('.json') || file === '.gitignore') continue;
      const loader = file.endsWith('x') ? 'tsx' : 'ts';
      expect(() => transformSync(text, { loader, sourcefile: file })).not.toThrow();
    }
  });
});
