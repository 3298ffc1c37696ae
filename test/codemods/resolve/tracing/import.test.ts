import { expect, test } from 'vitest';
import { originOf } from './origin-of';

const use = 'it.cards.freeze;';

test.each([
  ['a package that is no part of the repository', "import it from 'virtuo';", 'elsewhere'],
  ['a part of the SDK that nothing documents', "import it from '@zentra/sdk/internals';", 'unknown'],
  ['a file that is not there', "import it from './gone';", 'unseen'],
  ['a name that is imported under another', "import { api as it } from 'virtuo';", 'elsewhere'],
  ['a whole module', "import * as it from 'virtuo';", 'elsewhere'],
  ['`import =`', "import it = require('virtuo');", 'elsewhere'],
])('%s', (_, line, origin) => {
  expect(originOf(`${line} ${use}`)).toBe(origin);
});

const files = {
  'client.ts': "import { Zentra } from '@zentra/sdk'; export const it = new Zentra({}) as any;",
};
const importing = `import { it } from './client'; ${use}`;

test('a file of the repository says what its export is', () => {
  expect(originOf(importing, { files })).toBe('sdk');
});

test('a file that is not loaded yet has no answer yet', () => {
  expect(originOf(importing, { files, mayLoad: (file) => file === 'a.ts' })).toBe('unloaded');
});
