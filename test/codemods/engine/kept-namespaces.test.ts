import { describe, expect, test } from 'vitest';
import { createConnectedPackages } from '../../../codemods/engine/connected-packages';
import { createKeptNamespaces } from '../../../codemods/engine/kept-namespaces';
import { createSearch } from '../../../codemods/engine/sight';
import { zentraSdk } from '../../../codemods/zentra/sdk';
import { treeOf } from './migrated-tree';

/** Files as `package/file`, with the files that each imports. */
function keptIn(texts: Readonly<Record<string, string>>, imports: Readonly<Record<string, string[]>> = {}) {
  const files = { exists: (path: string) => path in texts, read: (path: string) => texts[path] };
  const searched = Object.keys(texts);
  const importsOf = (path: string) => imports[path] ?? [];
  const search = createSearch({ searched: () => searched, files, imports: importsOf });
  const packages = createConnectedPackages({
    files: searched,
    usesSdk: (path) => path.startsWith('a/'),
    leavingImports: importsOf,
    packageOf: (path) => path.split('/')[0]!,
  });
  return createKeptNamespaces({ search, packages, hasGlobals: false, sdk: zentraSdk });
}

describe('a namespace is kept', () => {
  const kept = [
    'const { cards } = client;',
    'block(client.cards);',
    'const { cards: { freeze } } = client;',
    'exports.freeze = client.cards.freeze;',
    "client['cards'];",
    "const key = 'cards'; client[key].freeze(id);",
    'return cards;',
    'type Api = Client["cards"];',
    'const act = client.cards[name];',
    `/** @type {import('@zentra/sdk').${zentraSdk.namespaceType}} */ (api);`,
    'send(...cards);',
  ];
  test.each(kept)('%s', (text) => {
    const { mayReach } = keptIn({ 'a/keeper.js': text, 'a/other.js': 'api.freeze(1);' });
    expect(mayReach('a/other.js')).toBe(true);
  });

  const usedAtOnce = [
    'client.cards.freeze(id);',
    'client.cards?.freeze(id);',
    'client\n  .cards\n  .freeze(id);',
    '// all the cards of a customer',
    "const styles = '.sticky-cards { }';",
    'const postcards = 1;',
  ];
  test.each(usedAtOnce)('but not by %s', (text) => {
    const { mayReach } = keptIn({ 'a/keeper.js': text, 'a/other.js': 'api.freeze(1);' });
    expect(mayReach('a/other.js')).toBe(false);
  });
});

describe('a namespace comes', () => {
  const texts = { 'a/keeper.js': 'run(client.cards);', 'b/other.js': 'api.freeze(1);', 'c/between.js': '' };

  test('from no package that no import joins', () => {
    expect(keptIn(texts).mayReach('b/other.js')).toBe(false);
  });

  test('from a package that imports the file, through others, too', () => {
    const imports = { 'a/keeper.js': ['c/between.js'], 'b/other.js': ['c/between.js'] };
    expect(keptIn(texts, imports).mayReach('b/other.js')).toBe(true);
  });
});

test('a file that names the namespace may use it, with escapes, too', () => {
  const { mayBeUsedIn } = keptIn({ 'a/a.js': '' });
  expect(mayBeUsedIn('a/a.js', 'client.cards.freeze(1)')).toBe(true);
  expect(mayBeUsedIn('a/a.js', 'client.c\\u0061rds.freeze(1)')).toBe(true);
  expect(mayBeUsedIn('a/a.js', 'Object.freeze(1)')).toBe(false);
});

/** The sites of a migrated tree: `file status`. */
async function sitesIn(files: Record<string, string>): Promise<string[]> {
  const { report } = await treeOf(files).migrate();
  return report.sites.map(({ file, status }) => `${file} ${status}`);
}

test.each([
  ['a namespace', 'new Zentra({}).cards', 'api.freeze(id)'],
  ['a client', 'new Zentra({})', 'api.cards.freeze(id)'],
])('a use of %s that a package without the SDK is handed is found', async (_, handed, used) => {
  const sites = await sitesIn({
    'package.json': '{ "private": true, "workspaces": ["*"] }',
    'desk/package.json': '{ "name": "desk", "dependencies": { "@zentra/sdk": "^1.0.0", "guard": "1" } }',
    'desk/main.js': `const { Zentra } = require('@zentra/sdk');\nconst { block } = require('guard');\nblock(${handed}, 1);\n`,
    'guard/package.json': '{ "name": "guard", "private": true, "main": "index.js" }',
    'guard/index.js': `exports.block = (api, id) => ${used};\n`,
    'apart/package.json': '{ "name": "apart" }',
    'apart/index.js': 'exports.end = (deck, id) => deck.cards.terminate(id);\n',
  });
  expect(sites).toEqual(['guard/index.js rewritten']);
});

test('a use of a namespace that a script of another package sets as a global is found', async () => {
  const sites = await sitesIn({
    'package.json': '{ "private": true, "workspaces": ["*"] }',
    'desk/package.json': '{ "name": "desk", "dependencies": { "@zentra/sdk": "^1.0.0" } }',
    'desk/main.js': "const { Zentra } = require('@zentra/sdk');\nwindow.issuing = new Zentra({}).cards;\n",
    'page/package.json': '{ "name": "page", "dependencies": { "@zentra/sdk": "^1.0.0" } }',
    'page/index.js': 'window.issuing.freeze(1);\n',
  });
  expect(sites).toEqual(['page/index.js rewritten']);
});

test("a worker of the platform is somebody else's", async () => {
  const sites = await sitesIn({
    'package.json': '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }',
    'client.js': "const { Zentra } = require('@zentra/sdk');\nexports.cards = new Zentra({}).cards;\n",
    'pool.js':
      "require('./client');\nconst cards = new Worker('job.js');\nexports.stop = () => cards.terminate();\n",
  });
  expect(sites).toEqual([]);
});
