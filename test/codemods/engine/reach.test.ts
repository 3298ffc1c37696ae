import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { createImportGraph } from '../../../codemods/engine/import-graph';
import { createReach } from '../../../codemods/engine/reach';
import { createModules } from '../../../codemods/resolve/modules';
import { zentraSdk } from '../../../codemods/zentra/sdk';

/** Whether imports lead from `/shop/a.js` to a file that mentions the SDK. */
function reaches(sources: Readonly<Record<string, string>>): boolean {
  const files = {
    exists: (path: string) => path.replace('/shop/', '') in sources,
    read: (path: string) => sources[path.replace('/shop/', '')],
  };
  const packages = new Map(
    Object.keys(sources)
      .filter((file) => file.endsWith('/package.json'))
      .map((file) => [JSON.parse(sources[file]!).name as string, `/shop/${posix.dirname(file)}`]),
  );
  const modules = createModules({ sdk: zentraSdk, files, base: '/shop', packages });
  const mentions = { has: (path: string) => files.read(path)?.includes('@zentra/sdk') ?? false };
  return createReach(createImportGraph(files, modules, '/shop'), mentions)('/shop/a.js');
}

const client = "module.exports = new (require('@zentra/sdk').Zentra)({});";

test.each([
  ['import', "import { zentra } from './client';"],
  ['import over two lines', "import {\n  zentra\n} from\n  './client';"],
  ['import with a comment', "import { zentra } from /* don't */ './client';"],
  ['import for its effects', "import './client';"],
  ['import()', "const { zentra } = await import(/* webpackChunkName: 'pay' */ './client');"],
  ['require', 'const zentra = require("./client");'],
  ['require of a template', 'const zentra = require(`./client`);'],
  ['export from', "export * from './client';"],
  ['type in a comment', "/** @type {import('./client').Client} */"],
  ['import of an absolute path', "import '/shop/client.js';"],
  ['require with escapes', "require('./\\u0063lient');"],
  ['require with other escapes', "require('./\\x63\\u{6c}i\\145nt');"],
  ['import behind an apostrophe', "// don't\nimport { zentra } from './client'; // it's"],
])('an %s leads to what it names', (_, text) => {
  expect(reaches({ 'a.js': text, 'client.js': client })).toBe(true);
});

test('imports lead over several files, in a circle too', () => {
  const far = { 'b.js': "import './a'; import './c';", 'c.js': "import './b'; export * from './client';" };
  expect(reaches({ 'a.js': "import './b';", ...far, 'client.js': client })).toBe(true);
  expect(reaches({ 'a.js': "import './b';", ...far, 'client.js': '' })).toBe(false);
});

test('imports lead into packages of the repository by their names', () => {
  const desk = { 'desk/package.json': '{ "name": "@shop/desk" }', 'desk/index.js': client };
  expect(reaches({ 'a.js': "import '@shop/desk';", ...desk })).toBe(true);
  expect(reaches({ 'a.js': "import '@shop/other';", ...desk })).toBe(false);
});

test('a file is not cleared that leads into too many others to be followed', () => {
  const chain = Object.fromEntries(
    Array.from({ length: 100 }, (_, at) => [`f${at}.js`, `import './f${at + 1}';`]),
  );
  expect(reaches({ 'a.js': "import './f0';", ...chain })).toBe(true);
});
