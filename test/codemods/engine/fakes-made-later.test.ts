import { describe, expect, test } from 'vitest';
import { treeOf } from './migrated-tree';

const packageJson = '{ "private": true, "dependencies": { "@zentra/sdk": "1" } }';
const service =
  "const { Zentra } = require('@zentra/sdk');\nconst client = new Zentra({});\nexports.stop = (id) => client.cards.freeze(id);\n";
const tree = (files: Readonly<Record<string, string>>) =>
  treeOf({ 'package.json': packageJson, 'service.js': service, ...files });

describe('a fake of the SDK gets its methods', () => {
  test.each([
    [
      'after it is made, in a constructor',
      'class Zentra { constructor() { this.cards = {}; this.cards.freeze = jest.fn(); } }',
    ],
    [
      'after it is made, in a function',
      'function Zentra() { this.cards = {}; this.cards.freeze = jest.fn(); }',
    ],
    [
      'on a prototype',
      'function Cards() {}\nCards.prototype.freeze = jest.fn();\nfunction Zentra() { this.cards = new Cards(); }',
    ],
    [
      'from the names in a list',
      "function Zentra() { this.cards = Object.fromEntries(['freeze', 'list'].map((name) => [name, jest.fn()])); }",
    ],
  ])('%s', async (_name, code) => {
    const suite = `jest.mock('@zentra/sdk', () => {\n${code}\nreturn { Zentra };\n});\n`;
    const files = tree({ 'service.test.js': suite });
    const { report } = await files.migrate({ mode: 'write' });
    expect(files.read('service.test.js')).toBe(
      suite.replace('freeze', 'lock').replace('@zentra/sdk', 'zentra-compat'),
    );
    expect(report.summary).toMatchObject({ rewritten: 2, review: 0 });
  });
});

describe('a fake that replaces the SDK by its name goes along with the imports, given to', () => {
  const fake = '{ Zentra: class { cards = { freeze() {} }; } }';
  test.each([
    [
      'sandboxed-module',
      `require('sandboxed-module').require('./service', { requires: { '@zentra/sdk': ${fake} } });`,
    ],
    ['inject-loader', `require('inject-loader!./service')({ '@zentra/sdk': ${fake} });`],
    [
      "Node's cache, under a name",
      `const path = require.resolve('@zentra/sdk');\nrequire.cache[path] = { exports: ${fake} };`,
    ],
  ])('%s', async (_name, code) => {
    const files = tree({ 'service.test.js': `${code}\n` });
    await files.migrate({ mode: 'write' });
    expect(files.read('service.test.js')).toBe(
      `${code.replace('freeze', 'lock').replace('@zentra/sdk', 'zentra-compat')}\n`,
    );
    expect(files.read('service.js')).toContain('zentra-compat');
  });
});
