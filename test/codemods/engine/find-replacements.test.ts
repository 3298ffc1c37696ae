import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { treeOf } from './migrated-tree';

const service = {
  'package.json': '{ "name": "x", "dependencies": { "@zentra/sdk": "^1.4.0" } }',
  'svc.js':
    "const { Zentra } = require('@zentra/sdk');\nexports.block = (id) => new Zentra({}).cards.freeze(id);\n",
};

test('a manual mock gets the name of the wrapper, its members and its relative imports go along', async () => {
  const tree = treeOf({
    ...service,
    '__mocks__/@zentra/sdk.js':
      "const { fn } = require('../../test/fn');\nexports.Zentra = class { cards = { freeze: fn() }; };\n",
    'test/fn.js': 'exports.fn = () => () => {};\n',
  });
  await tree.migrate({ mode: 'write' });
  expect(tree.read('__mocks__/zentra-compat.js')).toBe(
    "const { fn } = require('../test/fn');\nexports.Zentra = class { cards = { lock: fn() }; };\n",
  );
  expect(existsSync(join(tree.root, '__mocks__/@zentra'))).toBe(false);
});

test.each([
  ['jest.doMock', "jest.doMock('@zentra/sdk', () => ({ Zentra: class { cards = { freeze() {} }; } }));\n"],
  ['esmock', "esmock('./svc.js', { '@zentra/sdk': { Zentra: class { cards = { freeze() {} }; } } });\n"],
  ['mock.module', "mock.module('@zentra/sdk', () => ({ Zentra: class { cards = { freeze() {} }; } }));\n"],
  [
    'mock(import())',
    "vi.mock(import('@zentra/sdk'), () => ({ Zentra: class { cards = { freeze() {} }; } }));\n",
  ],
  [
    'mock-require',
    "const mr = require('mock-require');\nmr('@zentra/sdk', { Zentra: class { cards = { freeze() {} }; } });\nmr.stop('@zentra/sdk');\n",
  ],
  [
    'require.cache',
    "require.cache[require.resolve('@zentra/sdk')] = { exports: { Zentra: class { cards = { freeze() {} }; } } };\n",
  ],
  [
    'a computed key',
    "const SDK = '@zentra/sdk';\nrequire('proxyquire')('./svc', { [SDK]: { Zentra: class { cards = { freeze() {} }; } } });\n",
  ],
  [
    'jest.doMock of a constant',
    "const SDK = '@zentra/sdk';\njest.doMock(SDK, () => ({ Zentra: class { cards = { freeze() {} }; } }));\n",
  ],
])('what %s replaces goes along with the import', async (_, text) => {
  const tree = treeOf({ ...service, 'svc.test.js': text });
  const { report } = await tree.migrate({ mode: 'write' });
  expect(tree.read('svc.test.js')).toContain("'zentra-compat'");
  expect(tree.read('svc.test.js')).toContain('lock() {}');
  expect(report.summary).toMatchObject({ rewritten: 2, review: 0 });
});

const byName = { '@zentra/sdk': 'stays', axios: 'stays' };

test.each([
  ['a loop', `for (const name of ${JSON.stringify(Object.keys(byName))}) jest.mock(name);\n`],
  ['forEach', `${JSON.stringify(Object.keys(byName))}.forEach((name) => jest.mock(name));\n`],
  [
    "a hook of Node's loader",
    "const load = Module._load;\nModule._load = (name, ...rest) => (name === '@zentra/sdk' ? fake : load(name, ...rest));\n",
  ],
  [
    'a plugin of a bundler',
    'exports.setup = (build) => build.onResolve({ filter: /^@zentra\\/sdk$/ }, () => ({ path: "/fake.js" }));\n',
  ],
  ['a constant with two uses', "const SDK = '@zentra/sdk';\njest.mock(SDK);\nconsole.log(SDK);\n"],
])('imports stay, and the place is a blind spot, where %s replaces the module', async (_, text) => {
  const tree = treeOf({ ...service, 'setup.js': text });
  const { report } = await tree.migrate({ mode: 'write' });
  expect(tree.read('svc.js')).toContain("require('@zentra/sdk')");
  expect(report.summary).toMatchObject({ rewritten: 0, review: 1 });
  expect(report.blindSpots).toMatchObject([{ kind: 'module-by-name', file: 'setup.js' }]);
});

test.each([
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the source of a file
  "for (const name of ['@zentra/sdk', 'axios']) console.log(require(`${name}/package.json`).version);\n",
  "if (process.argv[2] === '@zentra/sdk') console.log('ours');\n",
  "const SDK = '@zentra/sdk';\nconsole.log(SDK);\n",
])('a name that replaces nothing holds no import back: %s', async (text) => {
  const tree = treeOf({ ...service, 'names.js': text });
  const { report } = await tree.migrate({ mode: 'write' });
  expect(tree.read('svc.js')).toContain('cards.lock(id)');
  expect(tree.read('names.js')).toBe(text);
  expect(report.blindSpots).toBeUndefined();
});

const FAKE =
  'exports.Zentra = class { cards = { freeze() {} }; };\nexports.deck = { cards: { freeze() {} } };\n';

test.each([
  ['a factory requires', "jest.mock('@zentra/sdk', () => ({ Zentra: require('./fake').Zentra }));\n"],
  [
    'a factory imports',
    "vi.mock('@zentra/sdk', async () => {\n  const { Zentra } = await import('./fake');\n  return { Zentra };\n});\n",
  ],
  [
    'a test imports',
    "const { Zentra: Fake } = require('./fake');\nrequire('proxyquire')('./svc', { '@zentra/sdk': { Zentra: Fake } });\n",
  ],
])('the fake that %s is renamed where it stands, and what stands beside it is not', async (_, text) => {
  const tree = treeOf({ ...service, 'svc.test.js': text, 'fake.js': FAKE });
  await tree.migrate({ mode: 'write' });
  expect(tree.read('fake.js')).toBe(FAKE.replace('freeze', 'lock'));
});

test.each([
  ['has members on its prototype', 'function Fake() {}\nFake.prototype.cards = { freeze() {} };\n'],
  [
    'is given an implementation',
    'const Fake = jest.fn();\nFake.mockImplementation(() => ({ cards: { freeze() {} } }));\n',
  ],
  [
    'gets its members one by one',
    'const fake = { cards: {} };\nfake.cards.freeze = () => {};\nfunction Fake() {\n  return fake;\n}\n',
  ],
])('a fake that %s is renamed, and another one beside it is not', async (_, fake) => {
  const other = fake.replaceAll('Fake', 'Ledger').replaceAll('fake', 'ledger');
  const mocks =
    "jest.mock('@zentra/sdk', () => ({ Zentra: Fake }));\njest.mock('@acme/ledger', () => ({ Ledger }));\n";
  const tree = treeOf({ ...service, 'svc.test.js': fake + other + mocks });
  const { report } = await tree.migrate({ mode: 'write' });
  expect(tree.read('svc.test.js')).toBe(
    fake.replace('freeze', 'lock') + other + mocks.replace('@zentra/sdk', 'zentra-compat'),
  );
  expect(report.summary).toMatchObject({ rewritten: 2, review: 0 });
});

test('the parts of a manual mock are renamed with it', async () => {
  const tree = treeOf({
    ...service,
    '__mocks__/@zentra/sdk/index.js': "exports.Zentra = class { cards = require('./cards'); };\n",
    '__mocks__/@zentra/sdk/cards.js': 'module.exports = { freeze: jest.fn() };\n',
  });
  await tree.migrate({ mode: 'write' });
  expect(tree.read('__mocks__/@zentra/sdk/cards.js')).toBe('module.exports = { lock: jest.fn() };\n');
});

test("jest's mapper in a package.json leads the wrapper where it led the SDK", async () => {
  const tree = treeOf({
    ...service,
    'package.json':
      '{ "dependencies": { "@zentra/sdk": "^1.4.0" }, "jest": { "moduleNameMapper": { "^@zentra/sdk$": "<rootDir>/fake.js" } } }',
    'fake.js': 'exports.Zentra = class { cards = { freeze() {} }; };\n',
  });
  await tree.migrate({ mode: 'write' });
  expect(tree.read('package.json')).toContain('"^zentra-compat$": "<rootDir>/fake.js"');
  expect(tree.read('fake.js')).toContain('lock() {}');
});

test('an import stays, and is a blind spot, where its mock is not among the files of the run', async () => {
  const tree = treeOf({ ...service, 'test/svc.test.js': "jest.mock('@zentra/sdk');\n" });
  const { report } = await tree.migrate({ mode: 'write', paths: ['svc.js'] });
  expect(tree.read('svc.js')).toContain("require('@zentra/sdk')");
  expect(tree.read('svc.js')).not.toContain('cards.lock(');
  expect(report.blindSpots).toMatchObject([{ kind: 'module-by-name', file: 'test/svc.test.js' }]);
});

test('a package that imports the wrapper asks for it, whichever run wrote the import; a check says so', async () => {
  const tree = treeOf({
    'package.json': '{ "dependencies": { "@zentra/sdk": "^1.4.0" } }',
    'svc.js': "exports.Zentra = require('zentra-compat').Zentra;\n",
  });
  const checked = await tree.migrate({ mode: 'check' });
  expect(checked.report.blindSpots).toMatchObject([{ kind: 'missing-dependency', file: 'package.json' }]);
  const written = await tree.migrate({ mode: 'write' });
  expect(written.report.blindSpots).toBeUndefined();
  expect(tree.read('package.json')).toContain('"zentra-compat": "^1.0.0"');
});

const switchedService = {
  'package.json': '{ "name": "x", "dependencies": { "zentra-compat": "^1.0.0" } }',
  'svc.js': service['svc.js'].replace('@zentra/sdk', 'zentra-compat'),
};
const legacyFake = 'exports.Zentra = class { cards = { freeze() {}, updateLimits() {} }; };\n';

test.each([
  ['a manual mock', '__mocks__/zentra-compat.js', {}],
  [
    'a mapped file of a configuration',
    'fake.js',
    {
      'jest.config.js':
        "module.exports = { moduleNameMapper: { '^zentra-compat$': '<rootDir>/fake.js' } };\n",
    },
  ],
  [
    'a mapped file of a package.json',
    'fake.js',
    {
      'package.json':
        '{ "name": "x", "jest": { "moduleNameMapper": { "^zentra-compat$": "<rootDir>/fake.js" } } }',
    },
  ],
  [
    'the source of a mock',
    'test/fake.js',
    { 'test/svc.test.js': "jest.mock('zentra-compat', () => require('./fake.js'));\n" },
  ],
])(
  '%s whose name is switched already is a fake all the same, also in a second run',
  async (_, file, files) => {
    const tree = treeOf({ ...switchedService, ...files, [file]: legacyFake });
    const { report } = await tree.migrate({ mode: 'write' });
    expect(tree.read(file)).toContain('lock() {}');
    expect(report.summary).toMatchObject({ rewritten: 2, review: 1 });
    const second = await tree.migrate({ mode: 'write' });
    expect(second.report.summary).toMatchObject({ rewritten: 0, review: 1 });
  },
);

test.each([
  ['answers with', 'name === "zentra-compat" && parent.id ? { Zentra: Fake } : load(name, parent)'],
  ['returns', '{\n  if (name === "zentra-compat") return { Zentra: Fake };\n  return load(name, parent);\n}'],
  [
    'returns in a case',
    '{\n  switch (name) {\n    case "zentra-compat":\n      return { Zentra: Fake };\n  }\n  return load(name, parent);\n}',
  ],
  ['takes from another file', 'name === "zentra-compat" ? require("./fake") : load(name, parent)'],
])('the fake that a hook of the loader %s for the wrapper is renamed with the calls', async (_, answer) => {
  const inHook = `const Module = require('node:module');\nclass Fake {\n  cards = { freeze() {} };\n}\nconst load = Module._load;\nModule._load = (name, parent) => ${answer};\n`;
  const tree = treeOf({ ...switchedService, 'hook.js': inHook, 'fake.js': legacyFake });
  await tree.migrate({ mode: 'write' });
  expect(tree.read('svc.js')).toContain('cards.lock(id)');
  const isInFile = answer.includes('./fake');
  expect(tree.read('hook.js')).toBe(isInFile ? inHook : inHook.replace('freeze', 'lock'));
  expect(tree.read('fake.js').includes('lock() {}')).toBe(isInFile);
});

test('the source of the reviewed package in the repository is no fake of it', async () => {
  const source = legacyFake.replace('updateLimits', 'lock');
  const tree = treeOf({
    ...switchedService,
    'tsconfig.json':
      '{ "compilerOptions": { "paths": { "zentra-compat": ["./vendor/zentra-compat/index.js"] } } }',
    'jest.config.js':
      "module.exports = { moduleNameMapper: { '^zentra-compat$': '<rootDir>/vendor/zentra-compat/index.js' } };\n",
    'vendor/zentra-compat/package.json': '{ "name": "zentra-compat" }',
    'vendor/zentra-compat/index.js': source,
  });
  await tree.migrate({ mode: 'write' });
  expect(tree.read('vendor/zentra-compat/index.js')).toBe(source);
});
