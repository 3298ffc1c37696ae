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
])('what %s replaces goes along with the import', async (_, text) => {
  const tree = treeOf({ ...service, 'svc.test.js': text });
  const { report } = await tree.migrate({ mode: 'write' });
  expect(tree.read('svc.test.js')).toContain("'zentra-compat'");
  expect(tree.read('svc.test.js')).toContain('lock() {}');
  expect(report.summary).toMatchObject({ rewritten: 2, review: 0 });
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
