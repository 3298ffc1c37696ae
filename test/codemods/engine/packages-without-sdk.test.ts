import { describe, expect, test } from 'vitest';
import { treeOf } from './migrated-tree';

/** The sites of a workspace, as `file status`: `desk` makes a client and hands it to `guard`, which does not name the SDK. */
async function sitesIn(files: Record<string, string>): Promise<string[]> {
  const { report } = await treeOf({
    'package.json': '{ "private": true, "workspaces": ["*"] }',
    'desk/package.json': '{ "name": "desk", "dependencies": { "@zentra/sdk": "^1.0.0" } }',
    'guard/package.json': '{ "name": "guard", "private": true, "main": "index.js" }',
    'vault/package.json': '{ "name": "vault", "private": true, "main": "index.js" }',
    'apart/package.json': '{ "name": "apart" }',
    'apart/index.js': 'exports.end = (deck, id) => deck.cards.terminate(id);\n',
    ...files,
  }).migrate();
  return report.sites.map(({ file, status }) => `${file} ${status}`);
}

const desk = (use: string) =>
  `const { Zentra } = require('@zentra/sdk');\nconst guard = require('guard');\nconst zentra = new Zentra({});\n${use}\n`;

describe('a package without the SDK that hands a client on is followed', () => {
  test.each([
    [
      'as its namespace',
      'guard.run(zentra);',
      "const vault = require('vault');\nexports.run = (client) => vault.act(client.cards);\n",
      'exports.act = (api) => api.freeze(1);\n',
    ],
    [
      'as a property',
      'guard.run({ zentra });',
      "const vault = require('vault');\nexports.run = (deps) => vault.act({ ...deps });\n",
      'exports.act = (deps) => deps.zentra.cards.freeze(1);\n',
    ],
    [
      'in a registry',
      "guard.register('zentra', zentra);",
      "const vault = require('vault');\nexports.register = (name, client) => vault.keep(name, client);\n",
      "const kept = new Map();\nexports.keep = (name, client) => kept.set(name, client);\nexports.act = () => kept.get('zentra').cards.freeze(1);\n",
    ],
  ])('%s', async (_, use, guard, vault) => {
    const sites = await sitesIn({
      'desk/main.js': desk(use),
      'guard/index.js': guard,
      'vault/index.js': vault,
    });
    expect(sites).toEqual(['vault/index.js rewritten']);
  });
});

test('a package that imports a private client without asking for it hands it on', async () => {
  const sites = await sitesIn({
    'desk/client.js': "const { Zentra } = require('@zentra/sdk');\nexports.zentra = new Zentra({});\n",
    'app/package.json': '{ "name": "app" }',
    'app/main.js':
      "const { zentra } = require('../desk/client');\nconst guard = require('guard');\nguard.run({ zentra });\n",
    'guard/index.js':
      'exports.run = (options) => {\n  const settings = { retries: 1, ...options };\n  return settings.zentra.cards.freeze(1);\n};\n',
  });
  expect(sites).toEqual(['guard/index.js rewritten']);
});

test('a property that one package without the SDK holds, and another sets, is followed', async () => {
  const sites = await sitesIn({
    'desk/main.js': desk('guard.ctx.zentra = zentra;\nguard.run();'),
    'guard/index.js':
      'const ctx = { zentra: undefined };\nmodule.exports = { ctx, run: () => ctx.zentra.cards.freeze(1) };\n',
  });
  expect(sites).toEqual(['guard/index.js rewritten']);
});

describe('an unknown receiver in a package without the SDK', () => {
  const unknown = 'exports.run = (client) => client.cards.freeze(1);\n';

  test('is asked about in a file that a package with the SDK imports', async () => {
    const sites = await sitesIn({
      'desk/main.js': desk('guard.light(1);'),
      'guard/index.js': "exports.light = (id) => id;\nexports.other = require('./other');\n",
      'guard/other.js': unknown,
    });
    expect(sites).toEqual(['guard/other.js review']);
  });

  test('is asked about where its package loads files by a name that the run computes', async () => {
    const sites = await sitesIn({
      'desk/main.js': desk('guard.run(process.env.NAME, zentra);'),
      'guard/index.js': "exports.run = (name, client) => require('./handlers/' + name).run(client);\n",
      'guard/handlers/block.js': unknown,
    });
    expect(sites).toEqual(['guard/handlers/block.js review']);
  });

  test('is left alone where nothing imports its file', async () => {
    const sites = await sitesIn({
      'desk/main.js': desk('guard.light(1);'),
      'guard/index.js': 'exports.light = (id) => id;\n',
      'guard/other.js': unknown,
    });
    expect(sites).toEqual([]);
  });
});

describe('an entry hands on what it exports of another file', () => {
  const registry =
    "const held = {};\nexport const keep = (name, api) => {\n  held[name] = api;\n};\nexport const run = () => held['issuing'].freeze(1);\n";
  test.each([
    ["export * as part from './part.mjs';\n"],
    ["import * as part from './part.mjs';\nexport { part };\n"],
    ["import * as inner from './part.mjs';\nexport const part = inner;\n"],
  ])('%s', async (entry) => {
    const sites = await sitesIn({
      'desk/main.mjs':
        "import { Zentra } from '@zentra/sdk';\nimport { part } from 'guard';\npart.keep('issuing', new Zentra({}).cards);\npart.run();\n",
      'guard/package.json': '{ "name": "guard", "private": true, "main": "index.mjs" }',
      'guard/index.mjs': entry,
      'guard/part.mjs': registry,
    });
    expect(sites).toEqual(['guard/part.mjs rewritten']);
  });
});
