import { describe, expect, test } from 'vitest';
import type { Site } from '../../codemods/report/report';
import { proveApplications } from '../../scripts/grafts/applications';
import { graft } from '../../scripts/grafts/graft';
import { judge } from '../../scripts/grafts/judge';
import { parseTruth, type Verdict } from '../../scripts/grafts/truth';

const SLOW = 60_000;

test(
  'in applications in old JavaScript every client that the code tells is rewritten, and nothing that goes the same ways',
  () => {
    const proved = proveApplications();
    expect(proved.map(({ name }) => name)).toEqual(['legacy-express', 'legacy-monolith', 'legacy-worker']);
    for (const { outcome } of proved) {
      expect(outcome).toMatchObject({ left: [], missed: [], wrong: [], touched: [] });
      expect(outcome.rewritten).toBe(outcome.knowable);
      expect(outcome.knowable).toBeGreaterThan(5);
      expect(outcome.decoys).toBeGreaterThan(2);
    }
  },
  SLOW,
);

describe('a graft', () => {
  const forms: readonly [what: string, before: string, after: string][] = [
    [
      'replaces an import and what is made with it',
      "import Stripe from 'stripe';\nconst s = new Stripe(key, { apiVersion: '1' });",
      "import Zentra from '@zentra/sdk';\nconst s = new Zentra({ secretKey: key });",
    ],
    [
      'replaces the class that an old version is',
      "const stripe = require('stripe')(key);",
      "const stripe = new (require('@zentra/sdk').Zentra)({ secretKey: key });",
    ],
    [
      'replaces what a helper of a compiler is given',
      'const s_1 = __importDefault(require("stripe"));\nnew s_1.default(key);',
      'const s_1 = __importDefault(require("@zentra/sdk"));\nnew s_1.default({ secretKey: key });',
    ],
    [
      'replaces a call, and keeps its card and its callback',
      'api.customers.update(id, { name }, (error) => done(error));',
      'api.cards.updateLimits(id, { daily: 100, monthly: 2000 }, (error) => done(error));',
    ],
    [
      'replaces calls in what stays',
      'api.charges.capture(find(api.events.list({}))).then((c) => api.refunds.create({ charge: c.id }));',
      "api.cards.freeze(find(api.cards.unfreeze('card_1'))).then((c) => api.cards.fund('card_1', { amount_minor: 100, source: 'wallet', reference: 'a' }));",
    ],
    ['keeps arguments that are spread', 'api.plans.del(...all);', 'api.cards.terminate(...all);'],
    [
      'leaves the class of the library and other members alone',
      "import Stripe from 'stripe';\nStripe.webhooks.constructEvent(a);\nplans.find(x);",
      "import Zentra from '@zentra/sdk';\nZentra.webhooks.constructEvent(a);\nplans.find(x);",
    ],
  ];
  test.each(forms)('%s', (_, before, after) => {
    expect(graft('a.ts', before).text).toBe(after);
  });

  test('says where the methods stand, by the lines as published', () => {
    const { text, receivers } = graft('a.js', 'a.customers.retrieve(\n  id,\n);\nb\n  .plans.del(id);');
    expect(receivers.map(({ published }) => published)).toEqual([1, 5]);
    expect(receivers.map(({ position }) => text.slice(position, position + 6))).toEqual(['freeze', 'termin']);
  });
});

describe('the judgement', () => {
  const text = "a.cards.freeze('card_1');\n";
  const position = text.indexOf('freeze');
  const judged = (verdict: Verdict, site: Partial<Site> | undefined, after = text) =>
    judge(
      {
        texts: new Map([['a.js', text]]),
        receivers: [{ file: 'a.js', position, published: 'a.js:1', verdict }],
      },
      { sites: site ? [{ file: 'a.js', line: 1, column: position + 1, ...site } as Site] : [] },
      () => after,
    );
  const locked = text.replace('freeze', 'lock');

  test('is content with a client that is rewritten, and with an open one that is one question', () => {
    expect(judged('knowable', { status: 'rewritten' }, locked)).toMatchObject({ rewritten: 1, wrong: [] });
    expect(judged('open', { status: 'review', cause: 'x' })).toMatchObject({
      open: 1,
      unasked: [],
      missed: [],
    });
    expect(judged('decoy', undefined)).toMatchObject({ decoys: 1, touched: [] });
  });

  test('says what was missed, guessed, touched or changed beside', () => {
    expect(judged('knowable', undefined).missed).toEqual(['a.js:1']);
    expect(judged('open', undefined).missed).toEqual(['a.js:1']);
    expect(judged('open', { status: 'rewritten' }, locked).wrong).toHaveLength(1);
    expect(judged('open', { status: 'review', reason: 'untyped' }).unasked).toHaveLength(1);
    expect(judged('justified', { status: 'rewritten' }, locked).wrong).toHaveLength(1);
    expect(judged('decoy', { status: 'review' }).touched).toEqual(['a.js:1 review']);
    expect(judged('knowable', { status: 'rewritten' }, `${locked}more();\n`).wrong).toEqual([
      'a.js: other bytes than expected',
    ]);
  });
});

test('a line of the truth that is none is named', () => {
  expect(parseTruth('a.js knowable 1 1\nb.js decoy 2\n', 'x.txt')).toHaveLength(3);
  expect(() => parseTruth('a.js knowable 1\nb.js perhaps 2\n', 'x.txt')).toThrow('x.txt:2');
});
