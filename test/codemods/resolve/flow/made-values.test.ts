import { describe, test } from 'vitest';
import { expectVerdicts } from './verdicts';

const sdk = "const { Zentra } = require('@zentra/sdk');\n";

const forms: readonly [name: string, files: Readonly<Record<string, string>>][] = [
  [
    'a constructor that a base class has, which returns a client',
    {
      'a.js': `${sdk}class Base { constructor(o) { const c = new Zentra({}); return c; } }\nclass Api extends Base {}\nnew Api({}).cards.freeze(1); //: sdk`,
    },
  ],
  [
    'a constructor that returns a proxy of a client',
    {
      'a.js': `${sdk}class Api { constructor(o) { return new Proxy(new Zentra({}), { set() { return false; } }); } }\nconst api = new Api({});\napi.cards.freeze(1); //: sdk`,
    },
  ],
  [
    'a proxy whose handler may give other members',
    {
      'a.js': `${sdk}class Api { constructor(o) { return new Proxy(new Zentra({}), { get: (target, key) => target[key] }); } }\nconst api = new Api({});\napi.cards.freeze(1); //: unknown`,
    },
  ],
  [
    'a package whose functions give it to their callbacks',
    {
      'a.js': `${sdk}const async = require('async');\nasync.parallel({ pay: (callback) => callback(null, new Zentra({})) }, (error, made) =>\n made.pay.cards.freeze(1)); //: unknown`,
    },
  ],
  [
    'an intersection with a type of a package that is not in sight',
    {
      'a.ts':
        "import type { Request } from 'express';\nimport { Zentra } from '@zentra/sdk';\ntype Paid = Request & { pay: Zentra };\nexport const stop = (request: Paid) =>\n request.pay.cards.freeze('card_1'); //: sdk\nexport const draw = (request: Request & { deck: { cards: { freeze(): void } } }) =>\n request.deck.cards.freeze(); //: elsewhere",
    },
  ],
];

describe('a client comes out of', () => {
  test.each(forms)('%s', (_name, files) => {
    expectVerdicts(files);
  });
});
