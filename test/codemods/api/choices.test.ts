import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { ANSWERS_FILE } from '../../../codemods/engine/tool';
import { answer, migrate, type Question } from '../../../codemods/index';
import { fundingBody } from '../../../src/contract/funding';
import { spendingLimitsFrom } from '../../../src/contract/limits';
import { limitsArguments } from '../../../src/contract/limits-arguments';
import { git } from '../cli/command-line';
import { treeOf } from '../engine/migrated-tree';

const manifest = '{ "name": "pay", "dependencies": { "@zentra/sdk": "^1.0.0" } }\n';
const client = `const { Zentra } = require('@zentra/sdk');
const client = new Zentra({ secretKey: 'k' });
`;

type Files = Readonly<Record<string, string>>;

const inJs = (line: string): Files => ({ 'package.json': manifest, 'index.js': `${client}${line}\n` });
const inTs = (line: string): Files => ({
  'package.json': manifest,
  'index.ts': `import { Zentra } from '@zentra/sdk';\ndeclare const client: Zentra;\n${line}\n`,
});

async function questionsOf(files: Files): Promise<readonly Question[]> {
  return (await migrate({ root: '/', files, mode: 'dry-run' })).questions;
}

const choicesOf = ({ choices }: Question) => choices.map(({ choice }) => choice);

interface Case {
  files: Files;
  choice: string;
  /** What stands in the file afterwards. */
  becomes: string;
}

const lookUp = (line: string, becomes: string, make = inJs): Case => ({
  files: make(line),
  choice: 'look-up',
  becomes,
});

const cases: Record<string, Case> = {
  'a member of any name': lookUp(
    'exports.run = (action, id) => client.cards[action](id);',
    "client.cards[new Map([['freeze', 'lock'], ['unfreeze', 'unlock'], ['terminate', 'lockAndRestrict']]).get(action) ?? action](id)",
  ),
  'a member of two names': lookUp(
    "exports.run = (on, id) => {\n  const method = on ? 'freeze' : 'unfreeze';\n  return client.cards[method](id);\n};",
    "client.cards[new Map([['freeze', 'lock'], ['unfreeze', 'unlock']]).get(method) ?? method](id)",
  ),
  'a destructured member': lookUp(
    'exports.run = (action, id) => {\n  const { [action]: method } = client.cards;\n  return method(id);\n};',
    'const { [new Map(',
  ),
  'a member whose type names all': lookUp(
    "export const run = (action: 'freeze' | 'balance', id: string) => client.cards[action](id);",
    "client.cards[({ freeze: 'lock', balance: 'balance' } as const)[action] as 'lock'](id)",
    inTs,
  ),
  'the new reference of two': {
    files: inJs("client.cards.fund('c', { reference: order.old, transaction_reference: order.id });"),
    choice: 'keep-transaction-reference',
    becomes: "client.cards.fund('c', { transaction_reference: order.id });",
  },
  'the old reference of two': {
    files: inJs("client.cards.fund('c', { reference: order.old, transactionReference: order.id });"),
    choice: 'keep-reference',
    becomes: "client.cards.fund('c', { transaction_reference: order.old });",
  },
  'the old reference, on lines of their own': {
    files: inJs("client.cards.fund('c', {\n  transaction_reference: order.id,\n  reference,\n});"),
    choice: 'keep-reference',
    becomes: "client.cards.fund('c', {\n  transaction_reference: reference,\n});",
  },
  'a reference beside what is spread': {
    files: inJs("exports.run = (base) => client.cards.fund('c', { ...base.body, reference: 'r' });"),
    choice: 'rename',
    becomes: "{ ...base.body, transaction_reference: 'r' }",
  },
  'a body that is logged, too': {
    files: inJs(
      "const body = { reference: 'r' };\nlog(body, body.reference);\nclient.cards.fund('c', body);",
    ),
    choice: 'rename',
    becomes:
      "const body = { transaction_reference: 'r' };\nlog(body, body.transaction_reference);\nclient.cards.fund('c', body);",
  },
  'a body that is built out of sight': {
    files: inJs("exports.run = (body) => client.cards.fund('c', body.funding);"),
    choice: 'rename-here',
    becomes:
      "fund('c', { ...body.funding, transaction_reference: body.funding.reference, reference: undefined });",
  },
  'a typed body that is built out of sight': {
    files: inTs(
      "export const run = (body: { reference: string; amount_minor: number }) => client.cards.fund('c', body);",
    ),
    choice: 'rename-here',
    becomes: "fund('c', { ...body, transaction_reference: body.reference, reference: undefined });",
  },
  'a card and its limits in one variable': {
    files: inJs('exports.run = (params) => client.cards.updateLimits(params);'),
    choice: 'card_id',
    becomes:
      'updateSecurity(params.card_id, { spending_limits: spendingLimitsFrom({ ...params, card_id: undefined }) });',
  },
  'a card and its limits in one variable, of any client': {
    files: {
      ...inJs('exports.run = async (job) => client.cards.updateLimits(job.params);'),
      'other.js': `const { Zentra } = require('@zentra/sdk');\nnew Zentra({ secretKey: 'k', limitUnit: 'major', currency: 'EUR' });\n`,
    },
    choice: 'cardId',
    becomes:
      'updateSecurity(job.params.cardId, { spending_limits: spendingLimitsFrom({ ...job.params, cardId: undefined }) });',
  },
  'options that hold units': {
    files: inJs('exports.run = (limits, options) => client.cards.updateLimits("c", limits, options);'),
    choice: 'units',
    becomes: 'updateSecurity("c", { spending_limits: spendingLimitsFrom(limits, options) })',
  },
  'options that hold units, where a client has one, too': {
    files: {
      ...inJs('exports.run = (limits, options) => client.cards.updateLimits("c", limits, options);'),
      'other.js': `const { Zentra } = require('@zentra/sdk');\nnew Zentra({ secretKey: 'k', limitUnit: 'major', currency: 'EUR' });\n`,
    },
    choice: 'units',
    becomes: 'updateSecurity("c", { spending_limits: spendingLimitsFrom(limits, options) })',
  },
  'options that hold none': {
    files: inJs('exports.run = (limits, options) => client.cards.updateLimits("c", limits, options);'),
    choice: 'no-units',
    becomes: 'updateSecurity("c", { spending_limits: spendingLimitsFrom(limits) }, options)',
  },
  'options that hold none, beside limits in sight': {
    files: inJs('exports.run = (options) => client.cards.updateLimits("c", { daily: 1 }, options);'),
    choice: 'no-units',
    becomes: 'updateSecurity("c", { spending_limits: { daily_minor: 1 } }, options)',
  },
  'limits that are never refused': {
    files: inJs('exports.run = (limits) => client.cards.updateLimits("c", limits).catch(log);'),
    choice: 'always-valid',
    becomes: 'updateSecurity("c", { spending_limits: spendingLimitsFrom(limits) }).catch(log)',
  },
  'amounts of a client without a unit': {
    files: {
      ...inJs('exports.run = (limits) => client.cards.updateLimits("c", limits);'),
      'other.js': `const { Zentra } = require('@zentra/sdk');\nnew Zentra({ secretKey: 'k', limitUnit: 'major', currency: 'EUR' });\n`,
    },
    choice: 'minor-units',
    becomes: 'updateSecurity("c", { spending_limits: spendingLimitsFrom(limits) })',
  },
};

describe('a person chooses, and the code becomes what the choice has shown:', () => {
  it.each(Object.entries(cases))('%s', async (_, { files, choice, becomes }) => {
    const asking = (await questionsOf(files)).filter((each) => choicesOf(each).includes(choice));
    expect(asking).toHaveLength(1);
    const [question] = asking;
    const shown = question!.choices.find((each) => each.choice === choice)!.changes;
    const answers = [{ id: question!.id, choice }];
    const { changes, report } = await answer({ root: '/', files, answers });
    const { after } = changes.find((each) => each.file === question!.file)!;
    expect(after).toContain(becomes);
    for (const change of shown) expect(after).toContain(change.after);
    expect(report.sites.find(({ because }) => because?.includes(choice))?.because).toContain(question!.id);

    // What was chosen is in the code: it is asked no more, whether the answer is kept or not.
    const migrated = changes
      .filter((each) => each.file !== ANSWERS_FILE)
      .map((each) => [each.file, each.after]);
    const again = await migrate({
      root: '/',
      files: { ...files, ...Object.fromEntries(migrated) },
      mode: 'dry-run',
    });
    expect(again.questions.filter((each) => choicesOf(each).includes(choice))).toEqual([]);
    expect(again.changes).toEqual([]);
  });
});

test('the guide names every choice that a transform fills', () => {
  const guide = readFileSync('docs/review.md', 'utf8');
  const words = new Set(Object.values(cases).map(({ choice }) => choice));
  expect([...words].filter((word) => !guide.includes(`\`${word}\``))).toEqual([]);
});

describe('no choice rewrites', () => {
  it.each<[string, Files]>([
    ['a name that is computed at a price', inJs('exports.run = (id) => client.cards[next()](id);')],
    [
      'a name whose type has a method with other arguments',
      inTs("export const run = (m: 'freeze' | 'updateLimits', id: string) => client.cards[m](id);"),
    ],
    ['a body that is built in the call', inJs("exports.run = () => client.cards.fund('c', next());")],
    [
      'a body that may be something else',
      inTs("export const run = (body: unknown) => client.cards.fund('c', body as object);"),
    ],
    ['limits that are built in the call', inJs('exports.run = () => client.cards.updateLimits(next());')],
    [
      'limits of which a chain would not see the refusal',
      inJs('exports.run = (params) => client.cards.updateLimits(params).catch(log);'),
    ],
    [
      'a reference that is written again later',
      inJs(
        "const body = { reference: 'a', transaction_reference: 'b' };\nbody.reference = 'c';\nclient.cards.fund('c', body);",
      ),
    ],
    [
      'a reference that is spread in, too, beside two that differ',
      inJs("client.cards.fund('c', { reference: 'a', ['reference']: 'b', transaction_reference: 'd' });"),
    ],
  ])('%s', async (_, files) => {
    const questions = await questionsOf(files);
    expect(questions.map(choicesOf)).toEqual([['accept']]);
  });
});

test('a choice holds for the conflict that it was made for, and not for the next one', async () => {
  const line = "client.cards.fund('c', { reference: order.old, transaction_reference: order.id });";
  const tree = treeOf(inJs(line));
  const [question] = (await migrate({ root: tree.root, mode: 'dry-run' })).questions;
  await answer({ root: tree.root, answers: [{ id: question!.id, choice: 'keep-reference' }] });
  tree.write({ 'index.js': client + line.replace('order.id', 'order.other') });
  const { report, questions } = await migrate({ root: tree.root, mode: 'check' });
  expect(questions.map(({ id }) => id)).toEqual([question!.id]);
  expect(report.answers).toMatchObject([{ status: 'stale' }]);
});

test('of uses that read alike, each keeps its answer when another one is rewritten', async () => {
  const tree = treeOf(
    inJs(
      'const name = process.argv[2];\nfirst(client.cards[name]());\nsecond(client.cards[name]());\nthird(client.cards[name]());',
    ),
  );
  const [first, second] = (await migrate({ root: tree.root, mode: 'dry-run' })).questions;
  await answer({
    root: tree.root,
    answers: [
      { id: first!.id, choice: 'look-up' },
      { id: second!.id, choice: 'accept', reason: 'never a legacy name' },
    ],
  });
  const { report, questions } = await migrate({ root: tree.root, mode: 'check' });
  expect(report.accepted).toMatchObject([{ before: 'second(client.cards[name]());' }]);
  expect(report.sites).toMatchObject([{ before: 'third(client.cards[name]());' }]);
  expect(questions).toHaveLength(1);
});

test('choices do not reach into a template that cannot take them', async () => {
  const files = {
    'package.json': manifest,
    'Card.vue': `<script>
import { Zentra } from '@zentra/sdk';
export default { setup: () => ({ client: new Zentra({ secretKey: 'k' }) }) };
</script>
<template><button @click='client.cards[action](id)'>x</button></template>
`,
  };
  const questions = await questionsOf(files);
  expect(questions.flatMap(choicesOf)).not.toContain('look-up');
});

describe('a committed folder of output', () => {
  const files = {
    ...inJs(''),
    'lib/dist/pay.js': `${client}client.cards.freeze('c');\n`,
  };

  function repository() {
    const tree = treeOf(files);
    for (const command of ['init -q', 'add -f .', 'commit -qm start']) git(tree.root, ...command.split(' '));
    return tree;
  }

  it('is read with the rest once a person takes it in, in this run and in the next', async () => {
    const tree = repository();
    const [question] = (await migrate({ root: tree.root, mode: 'dry-run' })).questions;
    expect(choicesOf(question!)).toEqual(['take-in', 'accept']);
    expect(question!.choices[0]!.changes).toEqual([
      {
        file: 'lib/dist/pay.js',
        line: 3,
        before: "client.cards.freeze('c');",
        after: "client.cards.lock('c');",
      },
    ]);
    await answer({ root: tree.root, answers: [{ id: question!.id, choice: 'take-in' }] });
    expect(tree.read('lib/dist/pay.js')).toContain("cards.lock('c')");
    tree.write({ 'lib/dist/pay.js': `${client}client.cards.unfreeze('c');\n` });
    const { report } = await migrate({ root: tree.root, mode: 'check' });
    expect(report.sites).toMatchObject([{ file: 'lib/dist/pay.js', rule: 'unfreeze-to-unlock' }]);
    expect(report.blindSpots).toBeUndefined();
    expect(report.answers).toMatchObject([{ choice: 'take-in', status: 'honoured' }]);
  });

  it('is nothing of a run over other paths', async () => {
    const tree = repository();
    const [question] = (await migrate({ root: tree.root, mode: 'dry-run' })).questions;
    await answer({ root: tree.root, answers: [{ id: question!.id, choice: 'take-in' }] });
    const { report } = await migrate({ root: tree.root, mode: 'check', paths: ['index.js'] });
    expect(report.summary.filesScanned).toBe(1);
  });
});

test('what is typed offers only the name that the card has', async () => {
  const line =
    'export const run = (params: { id: string; daily: number }) => client.cards.updateLimits(params);';
  const [question] = await questionsOf(inTs(line));
  expect(choicesOf(question!)).toEqual(['id', 'accept']);
});

test('what the choices write sends what the legacy calls sent', () => {
  const body = { amount_minor: 100, reference: 'r' };
  const here = { ...body, transaction_reference: body.reference, reference: undefined };
  expect(fundingBody(here)).toEqual({ body: fundingBody(body).body, deprecations: [] });
  const params = { card_id: 'c', daily: 100, monthly_minor: null };
  const { controls } = limitsArguments(params);
  expect(spendingLimitsFrom({ ...params, card_id: undefined })).toEqual(controls.spending_limits);
});
