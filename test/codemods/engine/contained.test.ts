import { describe, expect, test } from 'vitest';
import { blaming, contained, FileFault } from '../../../codemods/engine/contained';
import { treeOf } from './migrated-tree';

const packageJson = '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }';
const ok = "const { Zentra } = require('@zentra/sdk');\nnew Zentra({}).cards.freeze(1);\n";
const client = "const { Zentra } = require('@zentra/sdk');\nconst c0 = new Zentra({}).cards;\n";

const deep: Record<string, string> = {
  'a chain of calls': `client.cards.freeze(1);\nchain${'\n  .add(1)'.repeat(20_000)};\n`,
  'brackets in brackets': `client.cards.freeze(1);\nconst nested = ${'[\n'.repeat(20_000)}${']\n'.repeat(20_000)};\n`,
  'conditions in conditions': `client.cards.freeze(1);\n${'if (a) {\n'.repeat(20_000)}${'}\n'.repeat(20_000)}\n`,
  'constants of constants': `${client}${Array.from({ length: 20_000 }, (_, at) => `const c${at + 1} = c${at} || c${at};`).join('\n')}\nc20000.freeze(1);\n`,
};

describe('one bad file costs one file', () => {
  test.each(Object.entries(deep))('%s', async (_, text) => {
    const tree = treeOf({ 'package.json': packageJson, 'a.js': ok, 'deep.js': text, 'z.js': ok });
    const { report } = await tree.migrate({ mode: 'write' });
    const outcomes = report.files.map(({ file, status }) => `${file} ${status}`);
    expect(outcomes).toEqual(['a.js changed', 'deep.js failed', 'package.json changed', 'z.js changed']);
    expect(report.files[1]!.error).toContain('is nested too deeply');
    expect(tree.read('deep.js')).toBe(text);
  });

  test('a file that imports one that cannot be read is done all the same', async () => {
    const tree = treeOf({
      'package.json': packageJson,
      'deep.js': `require('@zentra/sdk');\nchain${'\n  .add(1)'.repeat(20_000)};\n`,
      'uses.js': `require('./deep');\n${ok}`,
    });
    const { report } = await tree.migrate();
    expect(report.sites.map(({ file, status }) => `${file} ${status}`)).toEqual(['uses.js rewritten']);
  });

  test('where a longer stack can be had, the run says so instead', async () => {
    const tree = treeOf({ 'package.json': packageJson, 'deep.js': deep['a chain of calls']! });
    await expect(tree.migrate({}, { needsStack: true })).rejects.toThrow(
      expect.objectContaining({ name: 'StackTooShort' }),
    );
  });
});

describe('work on many items at once', () => {
  const sum = (bad: readonly string[], blames: boolean) =>
    contained(['a', 'b', 'c', 'd', 'e'], {
      pathOf: (item) => item,
      do(items, broken) {
        expect(items.filter((item) => broken.has(item))).toEqual([]);
        for (const item of items.filter((each) => bad.includes(each))) {
          if (blames) blaming(item, () => fail(item));
          fail(item);
        }
        return items.join('');
      },
      suspects: () => [],
      needsStack: false,
    });

  test('goes on without those that are to blame', () => {
    const { results, left } = sum(['b', 'd'], true);
    expect(results).toEqual(['ace']);
    expect(left.map(([item, fault]) => [item, fault.file])).toEqual([
      ['b', 'b'],
      ['d', 'd'],
    ]);
  });

  test('finds by halves who is to blame where nobody says so', () => {
    const { results, left } = sum(['b'], false);
    expect(results.join('').split('').sort().join('')).toBe('acde');
    expect(left.map(([item]) => item)).toEqual(['b']);
  });

  test('what no file is to blame for ends the run', () => {
    const stop = Object.assign(new Error('stopped'), { name: 'AbortError' });
    const work = () => {
      throw stop;
    };
    const options = { pathOf: String, do: work, suspects: () => [], needsStack: false };
    expect(() => contained(['a', 'b'], options)).toThrow(stop);
    expect(() => blaming('a', work)).toThrow(stop);
    expect(() => blaming('a', () => fail('a'))).toThrow(FileFault);
  });
});

function fail(item: string): never {
  throw new TypeError(`cannot do ${item}`);
}
