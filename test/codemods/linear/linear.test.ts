import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { generateUntyped } from '../../../bench/generate/untyped';
import { growingFaster, stepsOf } from './steps';

const trees: string[] = [];
afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true, force: true });
});

function tree(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'linear-'));
  trees.push(root);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

const manifest = JSON.stringify({ name: 'shop', dependencies: { '@zentra/sdk': '^1.0.0' } });
const client = "const { Zentra } = require('@zentra/sdk');\nconst client = new Zentra({ secretKey: key });\n";

/** One use of each rule in turn, those for review among them. */
const uses: readonly ((index: number) => string)[] = [
  (index) => `client.cards.freeze(id, { reason: 'r${index}' })`,
  (index) => `client.cards.updateLimits(id, { daily: ${index} })`,
  (index) => `client.cards.fund(id, { amount_minor: ${index}, reference: ref, transaction_reference: ref })`,
  () => 'client.cards[method](id)',
  () => 'client.cards.terminate(id)',
  () => 'other.cards.unfreeze(id)',
  () => 'vault.freeze(id)',
];

const usesOf = (count: number) =>
  Array.from({ length: count }, (_, index) => uses[index % uses.length]!(index));

/** Ways to write many uses into one file. */
const shapes: Readonly<Record<string, (uses: readonly string[]) => string>> = {
  'a function for each': (all) =>
    all.map((use, index) => `async function f${index}(id, method, ref) {\n  return ${use};\n}\n`).join(''),
  'statements of one function': (all) =>
    `async function all(id, method, ref) {\n${all.map((use) => `  await ${use};\n`).join('')}}\n`,
  'the elements of one list': (all) =>
    `const all = (id, method, ref) => [\n${all.map((use) => `  ${use},\n`).join('')}];\n`,
  'the methods of one class': (all) =>
    `class All {\n${all.map((use, index) => `  m${index}(id, method, ref) {\n    return ${use};\n  }\n`).join('')}}\n`,
};

/** Four times the work, and what a look-up among four times as many costs on top: far from the sixteen of a square. */
const FACTOR = 4 * 1.35;

describe('the steps of a run grow as its work does', () => {
  it.each(Object.keys(shapes))(
    'with the sites of one file: %s',
    (shape) => {
      const steps = [300, 1200].map((count) => {
        const root = tree({ 'package.json': manifest, 'src/all.js': client + shapes[shape]!(usesOf(count)) });
        const reports = ['html', 'md', 'sarif', 'json'].flatMap((format) => [
          '--report',
          `out/all.${format}`,
        ]);
        return stepsOf(['migrate', '--dry-run', ...reports], root);
      });
      expect(growingFaster(steps[0]!, steps[1]!, FACTOR)).toEqual([]);
    },
    120_000,
  );

  it('with the patterns of an ignore file, and the files that they are held against', () => {
    const steps = [500, 2000].map((count) => {
      const patterns = Array.from(
        { length: count },
        (_, index) =>
          [`gen-${index}.js`, `*.gen${index}.js`, `src/**/tmp${index}*`, `*part${index}*`][index % 4],
      );
      const files = Array.from({ length: count }, (_, index) => [`src/d${index % 20}/f${index}.js`, '0;\n']);
      return stepsOf(
        ['migrate', '--check'],
        tree({ ...Object.fromEntries(files), '.gitignore': patterns.join('\n') }),
      );
    });
    expect(growingFaster(steps[0]!, steps[1]!, FACTOR)).toEqual([]);
  }, 120_000);

  it('with the files of a cycle of imports', () => {
    const steps = [150, 600].map((count) => {
      const files = Array.from({ length: count }, (_, index) => [
        `src/f${index}.js`,
        `import { step${(index + 1) % count} as next } from './f${(index + 1) % count}.js';
import { client } from './client.js';
export const step${index} = (id) => client.cards.freeze(id).then(() => next(id));
`,
      ]);
      return stepsOf(
        ['migrate', '--check'],
        tree({
          ...Object.fromEntries(files),
          'package.json': manifest,
          'src/client.js':
            "import { Zentra } from '@zentra/sdk';\nexport const client = new Zentra({ secretKey: key });\n",
        }),
        { exitCode: 1 },
      );
    });
    expect(growingFaster(steps[0]!, steps[1]!, FACTOR)).toEqual([]);
  }, 120_000);

  it('with files that are handed their client, which no type says', () => {
    const steps = [400, 1600].map((count) => {
      const files = [...generateUntyped({ files: count, seed: 5, meanBytes: 700 })];
      return stepsOf(
        ['migrate', '--dry-run'],
        tree(Object.fromEntries(files.map(({ file, text }) => [file, text]))),
      );
    });
    expect(growingFaster(steps[0]!, steps[1]!, FACTOR)).toEqual([]);
  }, 120_000);

  it('with the classes of one file that are each handed their client', () => {
    const steps = [100, 400].map((count) => {
      const classes = Array.from(
        { length: count },
        (_, index) => `class Desk${index} {
  constructor(zentra) {
    this.zentra = zentra;
  }
  close(id) {
    return this.zentra.cards.freeze(id);
  }
}
new Desk${index}(client).close(id);
`,
      );
      return stepsOf(
        ['migrate', '--dry-run'],
        tree({ 'package.json': manifest, 'src/all.js': client + classes.join('') }),
      );
    });
    expect(growingFaster(steps[0]!, steps[1]!, FACTOR)).toEqual([]);
  }, 120_000);

  it('with the fakes of a test file, which all have one name', () => {
    const steps = [100, 400].map((count) => {
      const tests = Array.from(
        { length: count },
        (_, index) => `describe('${index}', () => {
  const fake = { cards: { freeze: jest.fn() } } as unknown as Zentra;
  beforeEach(() => fake.cards.freeze.mockReset());
  it('stops', async () => {
    await stop(fake, '${index}');
    expect(fake.cards.freeze).toHaveBeenCalledWith('${index}');
  });
});
`,
      );
      return stepsOf(
        ['migrate', '--dry-run'],
        tree({
          'package.json': manifest,
          'src/stop.ts': `import { Zentra } from '@zentra/sdk';\nexport const stop = (zentra: Zentra, id: string) => zentra.cards.freeze(id);\n`,
          'src/stop.test.ts': `import { Zentra } from '@zentra/sdk';\nimport { stop } from './stop';\n${tests.join('')}`,
        }),
      );
    });
    expect(growingFaster(steps[0]!, steps[1]!, FACTOR)).toEqual([]);
  }, 120_000);

  it('with what a bundle takes out of its lists, which each function hands to the next', () => {
    const steps = [150, 600].map((count) => {
      const functions = Array.from(
        { length: count },
        (_, index) => `function step${index}(list, at) {
  const item = list[at];
  const run = list[at].run;
  list[at + 1](item, run);
  step${index + 1}([item, ...list], at);
}
`,
      );
      return stepsOf(
        ['migrate', '--dry-run'],
        tree({
          'package.json': manifest,
          'src/all.js': `${client}${functions.join('')}function step${count}() {}\nstep0([run], 0);\nclient.cards.freeze('1');\n`,
        }),
      );
    });
    expect(growingFaster(steps[0]!, steps[1]!, FACTOR)).toEqual([]);
  }, 120_000);

  it("with the expressions of a component's template", () => {
    const steps = [150, 600].map((count) => {
      const buttons = Array.from(
        { length: count },
        (_, index) => `<button @click="client.cards.freeze(id${index})">{{ label(${index}) }}</button>\n`,
      );
      const component = `<script setup>\n${client}</script>\n<template>\n${buttons.join('')}</template>\n`;
      return stepsOf(
        ['migrate', '--dry-run'],
        tree({ 'package.json': manifest, 'src/all.vue': component.replace('key', "'k'") }),
      );
    });
    // Vue's own parser looks for the line of an offset from the last line on.
    const ours = growingFaster(steps[0]!, steps[1]!, FACTOR).filter((block) => !block.startsWith('bundled-'));
    expect(ours).toEqual([]);
  }, 120_000);

  it('with the packages of a repository', () => {
    const steps = [40, 160].map((count) => {
      const packages = Array.from({ length: count }, (_, index) => [
        [`packages/p${index}/package.json`, JSON.stringify({ ...JSON.parse(manifest), name: `p${index}` })],
        [`packages/p${index}/pay.js`, `${client}module.exports = (id) => client.cards.freeze(id);\n`],
        [`packages/p${index}/close.js`, `${client}module.exports = (id, cards) => cards.freeze(id);\n`],
      ]);
      return stepsOf(['migrate', '--dry-run'], tree(Object.fromEntries(packages.flat())));
    });
    expect(growingFaster(steps[0]!, steps[1]!, FACTOR)).toEqual([]);
  }, 120_000);
});
