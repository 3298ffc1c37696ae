import { describe, expect, test } from 'vitest';
import type { Report } from '../../../codemods/report/report';
import { treeOf } from './migrated-tree';

const packageJson = '{ "name": "app", "private": true, "dependencies": { "@zentra/sdk": "^1.0.0" } }';
const sdk = "const { Zentra } = require('@zentra/sdk');\n";

async function reportOn(files: Readonly<Record<string, string>>): Promise<Report> {
  const { report } = await treeOf({ 'package.json': packageJson, ...files }).migrate();
  return report;
}

const opaque = {
  'src/clients.js': [
    "const container = require('awilix');",
    'exports.createClient = function createClient() {',
    "  return container.resolve('zentra');",
    '};',
  ].join('\n'),
};

describe('causes', () => {
  test.each([
    'Fake.prototype.cards = { freeze: 1 };\n',
    'Fake.prototype.cards = { deep: { freeze: { freeze: 1 } } };\n',
    'module.exports.cards = window.cards = { freeze() {} };\n',
  ])('a literal that is assigned to something unknown leads no further: %s', async (text) => {
    const { summary } = await reportOn({
      'src/fake.js': `${text}exports.steps = require('./service').steps;\n`,
      'src/service.js': `${sdk}exports.steps = new Zentra({}).cards.freeze('c');\n`,
    });
    expect(summary.rewritten).toBe(1);
  });

  test('all sites that follow from one place have one cause, which stands at that place', async () => {
    const { sites, causes } = await reportOn({
      ...opaque,
      'src/a.js': `${sdk}const { createClient } = require('./clients');
const client = createClient();
exports.a = (id) => client.cards.freeze(id);
exports.b = (id, name) => createClient().cards[name](id);
`,
      'src/b.js':
        "const { createClient } = require('./clients');\nexports.c = (id) => createClient().cards.unfreeze(id);\n",
    });
    expect(causes).toMatchObject([
      {
        file: 'src/clients.js',
        line: 3,
        column: 10,
        sites: 3,
        question:
          "Is `resolve('zentra')` of `awilix` a Zentra client? Not known, because awilix is not in sight.",
        advice: "Say what createClient() returns: /** @returns {import('@zentra/sdk').Zentra} */",
      },
    ]);
    expect(sites.map(({ cause }) => cause)).toEqual(Array(3).fill(causes?.[0]?.id));
  });

  test('a parameter is asked about with its function and the calls in sight', async () => {
    const { causes } = await reportOn({
      'card.js':
        '// cards\nexports.block = function block(client, id) { return client.cards.freeze(id); };\n',
      'main.js': `${sdk}const { block } = require('./card');
block(new Zentra({}), 'c');
block(JSON.parse(process.env.CLIENT), 'c');
require('somewhere').hand(block);
`,
    });
    expect(causes).toMatchObject([
      {
        question:
          'Is the `client` of `card.js:2 block(client, id)` a Zentra client? Not known, because the function is given to hand(), which is not in the repository.',
        callers: [
          { file: 'main.js', line: 3 },
          { file: 'main.js', line: 4 },
        ],
        sites: 1,
      },
    ]);
  });

  test('two members of one parameter are two questions', async () => {
    const { causes } = await reportOn({
      'a.js': `${sdk}exports.block = function block(deps) { deps.pay.cards.freeze(1); deps.fake.cards.freeze(1); deps.pay.cards.unfreeze(1); };\n`,
    });
    expect(causes).toMatchObject([
      { question: expect.stringContaining('the `deps.pay` of `a.js:2 block(deps)`'), sites: 2 },
      { question: expect.stringContaining('the `deps.fake` of `a.js:2 block(deps)`'), sites: 1 },
    ]);
  });

  test('a namespace that is handed on alone is asked about as such', async () => {
    const { causes } = await reportOn({
      'a.js': `${sdk}exports.block = function block(cards) { return cards.freeze(1); };\n`,
    });
    expect(causes).toMatchObject([
      {
        question: expect.stringContaining(
          'Is the `cards` of `a.js:2 block(cards)` the `cards` of a Zentra client?',
        ),
      },
    ]);
  });

  test('what a framework carries, a global and a package are one question for every place', async () => {
    const { causes } = await reportOn({
      'a.js': `${sdk}const { zentra } = require('@acme/pay');
app.post('/a', (req, res) => req.zentra.cards.freeze(1));
exports.global = () => zentraClient.cards.freeze(1);
exports.module = () => zentra.cards.freeze(1);
`,
      'b.js': `${sdk}const { zentra } = require('@acme/pay');
app.post('/b', (req, res) => req.zentra.cards.freeze(1));
exports.global = () => zentraClient.cards.freeze(1);
exports.module = () => zentra.cards.freeze(1);
`,
    });
    expect(causes?.map(({ sites, file, line }) => [sites, file, line])).toEqual([
      [2, 'a.js', 2],
      [2, 'a.js', 3],
      [2, 'a.js', 4],
    ]);
  });

  test('typed code has causes, too: what is any, and what is cast to it', async () => {
    const { causes } = await reportOn({
      'a.ts': `import { Zentra } from '@zentra/sdk';
export function block(client: any) { return client.cards.freeze(1); }
export const cast = (o: { id: string }) => (o as any).cards.freeze(o.id);
export class Service { pay: any; run() { return this.pay.cards.freeze(1); } }
`,
    });
    expect(causes?.map(({ line, advice }) => [line, advice.split(', or')[0]])).toEqual([
      [2, "Give it its type: client: import('@zentra/sdk').Zentra"],
      [3, "Give it its type: o: import('@zentra/sdk').Zentra"],
      [4, "Give it its type: pay: import('@zentra/sdk').Zentra"],
    ]);
  });

  test('a secret in the code of a cause is not in its question', async () => {
    const { causes } = await reportOn({
      'a.js': `${sdk}const c = require('awilix');\nexports.a = () => { const zentra = c.resolve('sk_live_4eC39HqLyjWDarjtT1zdp7dc'); zentra.cards.freeze(1); };\n`,
    });
    expect(causes).toHaveLength(1);
    expect(JSON.stringify(causes)).not.toContain('4eC39HqLyjWDarjtT1zdp7dc');
  });

  test('a site that is settled, and one for review for another reason, has none', async () => {
    const { sites, causes } = await reportOn({
      'a.js': `${sdk}const z = new Zentra({});\nexports.a = (limits) => z.cards.updateLimits(...limits);\nexports.b = () => z.cards.freeze(1);\n`,
    });
    expect(sites.map(({ status, cause }) => [status, cause])).toEqual([
      ['review', undefined],
      ['rewritten', undefined],
    ]);
    expect(causes).toBeUndefined();
  });
});

describe('the id of a cause', () => {
  const idsOf = async (text: string) => (await reportOn({ 'a.js': sdk + text })).causes?.map(({ id }) => id);
  const pay = 'function pay(client) { return client.cards.freeze(1); }\n';

  test('stays when lines move, when the body changes and when other questions appear', async () => {
    const [id] = (await idsOf(pay)) ?? [];
    const other = 'function other(z) { return z.cards.freeze(1); }\n';
    const changed = `${other}\n\n${pay.replace('return', 'log(1);\n return')}`;
    expect(await idsOf(changed)).toContain(id);
  });

  test('tells functions of one name apart by their order', async () => {
    const ids = await idsOf(`{ ${pay} }\n{ ${pay} }\n`);
    expect(new Set(ids).size).toBe(2);
    expect(await idsOf(`{ ${pay} }\n`)).toEqual([ids?.[0]]);
  });

  test('is another one in another file and for another parameter', async () => {
    const { causes } = await reportOn({
      'a.js': sdk + pay,
      'b.js': sdk + pay,
      'c.js': `${sdk}function pay(a, client) { return client.cards.freeze(1); }\n`,
    });
    expect(new Set(causes?.map(({ id }) => id)).size).toBe(3);
  });
});

/** `§` is where the advice of the cause goes: a comment, or a file that it declares something in. */
const settled: readonly [what: string, file: string, text: string, declared?: (advice: string) => string][] =
  [
    ['a parameter in JavaScript', 'a.js', '§\nfunction pay(client) { return client.cards.freeze(1); }'],
    ['a member of a parameter', 'a.js', '§\nfunction pay(deps) { return deps.api.client.cards.freeze(1); }'],
    ['a pattern', 'a.js', '§\nfunction pay({ client, log }) { return client.cards.freeze(1); }'],
    [
      'an element of a list',
      'a.js',
      '§\nfunction pay(clients) { for (const c of clients) c.cards.freeze(1); }',
    ],
    ['a namespace', 'a.js', '§\nfunction pay(cards) { return cards.freeze(1); }'],
    [
      'a result',
      'a.js',
      "§\nfunction make() { return require('x').get('zentra'); }\nmake().cards.freeze(1);",
    ],
    [
      'the result of an async function',
      'a.js',
      "§\nasync function make() { return require('x').get('zentra'); }\nmake().then((z) => z.cards.freeze(1));",
    ],
    ['a variable', 'a.js', "§\nconst zentra = require('x').get('zentra');\nzentra.cards.freeze(1);"],
    ['a parameter in TypeScript', 'a.ts', 'function pay(client: any§) { return client.cards.freeze(1); }'],
    ['a field', 'a.ts', 'class Pay { client: any§; run() { return this.client.cards.freeze(1); } }'],
    ['a global', 'a.js', 'zentraClient.cards.freeze(1);'],
    ["the request's member", 'a.js', 'app.post((req, res) => req.zentra.cards.freeze(1));'],
  ];

test.each(settled)('the advice about %s settles it', async (_, file, text) => {
  const first = file.endsWith('.ts') ? "import { Zentra } from '@zentra/sdk';\n" : sdk;
  const tree = treeOf({ 'package.json': packageJson, [file]: first + text.replace('§', '') });
  const before = (await tree.migrate()).report;
  expect(before.causes).toHaveLength(1);
  const advice = before.causes![0]!.advice.split(', or vouch')[0]!;
  const comment = /\/\*\*.*\*\//.exec(advice)?.[0];
  const type = /Give it its type: \w+(: .*)$/.exec(advice)?.[1];
  const global = /declare global .*$/.exec(advice)?.[0];
  const member = /: (\{ .* \})$/.exec(advice)?.[1];
  if (comment) tree.write({ [file]: first + text.replace('§', comment) });
  else if (type) tree.write({ [file]: first + text.replace(': any§', type) });
  else if (global) tree.write({ 'types.d.ts': `${global}\nexport {};\n` });
  else
    tree.write({
      'types.d.ts': `declare global { namespace Express { interface Request ${member} } }\nexport {};\n`,
    });
  const after = (await tree.migrate()).report;
  expect(after.causes).toBeUndefined();
  expect(after.summary).toMatchObject({ rewritten: 1, review: 0 });
});
