import { expect, test } from 'vitest';
import { treeOf } from './migrated-tree';

const packageJson = '{ "type": "module", "dependencies": { "@zentra/sdk": "1" } }';

/** Imports names of both sides in a form that stays as it is. */
const HELD =
  "import Zentra, * as sdk from '@zentra/sdk';\nsdk.verifySignature('x');\nexport const held = new Zentra({});\n";
const USE = "import client from './client.js';\nexport const stop = (id) => client.cards.freeze(id);\n";

test.each([
  [
    'a variable that is assigned later',
    'let client;\nclient = new Zentra({});\nexport default client;\n',
    USE,
  ],
  [
    'a field that is assigned later',
    'class Box {\n  zentra;\n  open() {\n    this.zentra = new Zentra({});\n  }\n}\nexport default new Box();\n',
    USE.replace('client.cards', 'client.zentra.cards'),
  ],
])('%s holds a client of its own import, whatever other imports of the package do', async (_, made, use) => {
  const tree = treeOf({
    'package.json': packageJson,
    'client.js': `import { Zentra } from '@zentra/sdk';\n${made}`,
    'held.js': HELD,
    'use.js': use,
  });
  await tree.migrate({ mode: 'write' });
  expect(tree.read('held.js')).toBe(HELD);
  expect(tree.read('use.js')).toBe(use.replace('freeze', 'lock'));
});

test('where the import of a client is not known, one that stays is named as a possible one', async () => {
  const tree = treeOf({
    'package.json': packageJson,
    'held.js': HELD,
    'use.js': 'export const stop = (payments, id) => payments.cards.freeze(id);\n',
  });
  const { report } = await tree.migrate({ mode: 'write', assumeClients: ['payments'] });
  expect(report.sites).toMatchObject([
    { status: 'review', reason: expect.stringMatching(/^Its client may come from held\.js, which takes/) },
  ]);
});

test('of two clients that reach a call, one with a declared type, neither import is forgotten', async () => {
  const use = `import { held } from './held.js';
export function stop(zentra, id) {
  return zentra.cards.freeze(id);
}
stop(held, 1);
`;
  const tree = treeOf({
    'package.json': packageJson,
    'held.ts': HELD,
    'use.ts': use,
    'other.js':
      "import { Zentra } from '@zentra/sdk';\nimport { stop } from './use.ts';\nconst client = new Zentra({});\nstop(client, 2);\n",
  });
  const { report } = await tree.migrate({ mode: 'write' });
  expect(report.sites).toMatchObject([
    { status: 'review', reason: expect.stringMatching(/^Its client comes from held\.ts, which takes/) },
  ]);
});

test('a client of a require that was made is not somebody else’s, because another one reaches the call, too', async () => {
  const tree = treeOf({
    'package.json': packageJson,
    'client.js': `import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const { Zentra } = require('@zentra/sdk');
class Service {
  zentra = new Zentra({});
}
export const service = new Service();
`,
    'use.js': `import { service } from './client.js';
const deck = { cards: { freeze() {} } };
const work = ({ zentra }) => zentra.cards.freeze('id');
work({ zentra: deck });
work({ zentra: service.zentra });
`,
  });
  const { report } = await tree.migrate({ mode: 'write' });
  expect(report.sites).toMatchObject([{ file: 'use.js', line: 3, status: 'review' }]);
});
