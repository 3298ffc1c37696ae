import { expect, test } from 'vitest';
import { treeOf } from './migrated-tree';

const packageJson = '{ "private": true, "dependencies": { "@zentra/sdk": "^1.0.0" } }';

test('a rewrite that rests on the callers of a function names them', async () => {
  const tree = treeOf({
    'package.json': packageJson,
    'fn.js': 'exports.block = (client, id) => client.cards.freeze(id);\n',
    'main.js': [
      "const { Zentra } = require('@zentra/sdk');",
      "const { block } = require('./fn');",
      "block(new Zentra({}), 'c');",
    ].join('\n'),
  });
  const { report } = await tree.migrate();
  expect(report.sites).toMatchObject([
    {
      file: 'fn.js',
      status: 'rewritten',
      because: 'the one caller of block(), 1 in sight, passes a client: main.js:3',
    },
  ]);
});

test('a function that leaves the package is for review, and one that only the package calls is not', async () => {
  const files = {
    'lib.js': 'exports.block = (client, id) => client.cards.freeze(id);\n',
    'main.js': "const { Zentra } = require('@zentra/sdk');\nrequire('./lib').block(new Zentra({}), 'c');\n",
  };
  const published = treeOf({
    ...files,
    'package.json': '{ "name": "lib", "main": "lib.js", "dependencies": { "@zentra/sdk": "^1.0.0" } }',
  });
  expect((await published.migrate()).report.summary).toMatchObject({ rewritten: 0, review: 1 });
  const application = treeOf({ ...files, 'package.json': packageJson });
  expect((await application.migrate()).report.summary).toMatchObject({ rewritten: 1, review: 0 });
});
