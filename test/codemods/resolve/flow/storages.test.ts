import { describe, test } from 'vitest';
import { expectVerdicts } from './verdicts';

const head = `const { AsyncLocalStorage } = require('node:async_hooks');
const { Zentra } = require('@zentra/sdk');
const storage = new AsyncLocalStorage();
`;

const forms: readonly [name: string, files: Readonly<Record<string, string>>][] = [
  [
    'run',
    { 'a.js': `${head}storage.run(new Zentra({}), () =>\n storage.getStore().cards.freeze(1)); //: sdk` },
  ],
  [
    'enterWith, as a part',
    {
      'a.js': `${head}storage.enterWith({ pay: new Zentra({}) });\nconst { pay } = storage.getStore();\npay.cards.freeze(1); //: sdk`,
    },
  ],
  [
    'another file',
    {
      'a.js': `${head}exports.storage = storage;\nexports.current = () => storage.getStore().pay;`,
      'b.js':
        "const { storage } = require('./a');\nconst { Zentra } = require('@zentra/sdk');\nstorage.run({ pay: new Zentra({}) }, () => {});",
      'c.js': "require('./a').current().cards.freeze(1); //: sdk",
    },
  ],
  [
    'a class around it',
    {
      'a.js': `${head}class Scope {\n constructor() { this.storage = new AsyncLocalStorage(); }\n run(value, fn) { return this.storage.run(value, fn); }\n get pay() { return this.storage.getStore(); }\n}\nconst scope = new Scope();\nscope.run(new Zentra({}), () =>\n scope.pay.cards.freeze(1)); //: sdk`,
    },
  ],
  [
    'another one',
    {
      'a.js': `${head}const others = new AsyncLocalStorage();\nstorage.run(new Zentra({}), () => {});\nothers.run({ cards: { freeze() {} } }, () =>\n others.getStore().cards.freeze(1)); //: elsewhere`,
    },
  ],
  [
    'its type',
    {
      'a.ts':
        "import { AsyncLocalStorage } from 'node:async_hooks';\nimport { Zentra } from '@zentra/sdk';\nconst storage = new AsyncLocalStorage<{ pay: Zentra }>();\nexport const stop = () =>\n storage.getStore()!.pay.cards.freeze('card_1'); //: sdk",
    },
  ],
];

describe('a storage of Node gives what was put into it, by way of', () => {
  test.each(forms)('%s', (_name, files) => {
    expectVerdicts(files);
  });
});
