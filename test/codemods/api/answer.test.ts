import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { answer, migrate, type Question, UsageError, undo } from '../../../codemods/index';
import { treeOf } from '../engine/migrated-tree';

const ANSWERS = 'zentra-codemods.answers.json';
const manifest = '{ "name": "pay", "main": "index.js", "dependencies": { "@zentra/sdk": "^1.0.0" } }';
const index = `const { Zentra } = require('@zentra/sdk');
exports.client = new Zentra({ secretKey: 'k' });
exports.block = require('./service').block;
`;
/** Anybody may call it: its client is what the caller gives. */
const service = `function block(client, id) {
  client.cards.freeze(id);
  return client.cards.unfreeze(id);
}
exports.block = block;
`;
const untyped = { 'package.json': manifest, 'index.js': index, 'service.js': service };

const dynamic = {
  'package.json': manifest,
  'index.js': `const { Zentra } = require('@zentra/sdk');
const client = new Zentra({ secretKey: 'k' });
exports.run = (action, id) => client.cards[action](id);
`,
};

/** A script without an extension, which no run reads by itself. */
const outOfSight = {
  'package.json': manifest,
  'bin/pay': `#!/usr/bin/env node
const { Zentra } = require('@zentra/sdk');
const client = new Zentra({ secretKey: 'k' });
const id = process.argv[2];
client.cards.freeze(id);
`,
  'index.js': index.replace(/.*service.*\n/, ''),
};

const questionsIn = async (root: string): Promise<readonly Question[]> =>
  (await migrate({ root, mode: 'dry-run' })).questions;

async function onlyQuestion(root: string): Promise<Question> {
  const questions = await questionsIn(root);
  expect(questions).toHaveLength(1);
  return questions[0]!;
}

const check = (root: string) => migrate({ root, mode: 'check' });

async function isClean(root: string): Promise<boolean> {
  const { remaining } = await check(root);
  return remaining.sites.length + remaining.blindSpots.length === 0;
}

describe('a parameter whose callers are not in sight', () => {
  it('is one question for all of its uses, with what yes would change', async () => {
    const { root } = treeOf(untyped);
    const question = await onlyQuestion(root);
    expect(question).toMatchObject({ about: 'client', file: 'service.js', line: 1, sites: 2 });
    expect(question.text).toContain('`client`');
    expect(question.choices.map(({ choice }) => choice)).toEqual(['yes', 'no', 'accept']);
    expect(question.choices[0]?.changes[0]).toMatchObject({
      file: 'service.js',
      line: 2,
      before: '  client.cards.freeze(id);',
      after: '  client.cards.lock(id);',
    });
  });

  it('is rewritten once a person has answered yes, and nothing is asked again', async () => {
    const tree = treeOf(untyped);
    const { id } = await onlyQuestion(tree.root);
    const { report } = await answer({ root: tree.root, answers: [{ id, choice: 'yes' }] });
    expect(report.summary).toMatchObject({ rewritten: 2, review: 0 });
    expect(report.sites[0]?.because).toContain(id);
    expect(tree.read('service.js')).toContain('client.cards.lock(id);\n  return client.cards.unlock(id)');
    expect(await isClean(tree.root)).toBe(true);
    expect(await questionsIn(tree.root)).toEqual([]);
  });

  it("is left alone, byte for byte, once a person has answered that it is somebody else's", async () => {
    const tree = treeOf(untyped);
    const { id } = await onlyQuestion(tree.root);
    await migrate({ root: tree.root });
    expect(tree.read('service.js')).toContain('TODO(zentra-codemods)');
    await answer({ root: tree.root, answers: [{ id, choice: 'no' }] });
    expect(tree.read('service.js')).toBe(service);
    const { report } = await check(tree.root);
    expect(report.accepted?.map(({ by, line }) => [by, line])).toEqual([
      ['answer', 2],
      ['answer', 3],
    ]);
    expect(report.answers).toMatchObject([{ id, choice: 'no', status: 'honoured' }]);
    expect(await isClean(tree.root)).toBe(true);
  });

  it('is accepted with the reason that a person gives', async () => {
    const tree = treeOf(untyped);
    const { id } = await onlyQuestion(tree.root);
    const reason = 'this service is switched off in March';
    await answer({ root: tree.root, answers: [{ id, choice: 'accept', reason }] });
    const { report } = await check(tree.root);
    expect(report.accepted?.map((item) => item.reason)).toEqual([reason, reason]);
    expect(report.sites).toEqual([]);
  });
});

test.each([
  ['passed on', 'client', 'const helper = (box) => box.freeze();', 'helper(client.cards);'],
  ['kept in a field', 'client', 'const held = {};', 'held.api = client.cards;\n  held.api.freeze();'],
  ['kept by a name, and passed on', 'cards', 'const relay = (store) => store.freeze();', 'relay(cards);'],
])(
  'what comes out of an unknown client is asked about under any name, and follows a yes: %s',
  async (_, parameter, before, body) => {
    const tree = treeOf({
      ...untyped,
      'service.js': `${before}\nexports.block = function block(${parameter}) {\n  ${body}\n};\n`,
    });
    const question = await onlyQuestion(tree.root);
    expect(question).toMatchObject({ about: 'client', sites: 1 });
    expect(await isClean(tree.root)).toBe(false);
    await answer({ root: tree.root, answers: [{ id: question.id, choice: 'yes' }] });
    expect(tree.read('service.js')).toContain('.lock()');
    expect(await isClean(tree.root)).toBe(true);
  },
);

test('what comes out of something else that is not known is left alone, under any name', async () => {
  const { root } = treeOf({
    ...untyped,
    'service.js': 'exports.block = (table) => {\n  const box = table.rows;\n  box.freeze();\n};\n',
  });
  expect(await questionsIn(root)).toEqual([]);
});

describe('an answer', () => {
  async function answered(files: Readonly<Record<string, string>>, choice = 'no') {
    const tree = treeOf(files);
    const { id } = await onlyQuestion(tree.root);
    const reason = choice === 'accept' ? 'the router knows lock only' : undefined;
    await answer({ root: tree.root, answers: [{ id, choice, reason }] });
    return { ...tree, id };
  }

  const statusIn = async (root: string) => (await check(root)).report.answers?.map(({ status }) => status);

  it('holds while lines move and code is formatted', async () => {
    const tree = await answered(untyped);
    tree.write({ 'service.js': `// One more line\n\n${service.replaceAll('  ', '\t').replaceAll(';', '')}` });
    expect(await statusIn(tree.root)).toEqual(['honoured']);
    expect(await isClean(tree.root)).toBe(true);
  });

  it('is stale once its code has changed: the question is open again, and the answer named', async () => {
    const tree = await answered(untyped);
    tree.write({
      'service.js': service.replace('(client, id) {', '(client, id) {\n  client = wrap(client);'),
    });
    expect(await statusIn(tree.root)).toEqual(['stale']);
    expect(await isClean(tree.root)).toBe(false);
    expect((await check(tree.root)).report.sites[0]?.notes.join()).toContain(tree.id);
  });

  it('is stale once there is another caller', async () => {
    const caller =
      "const { block } = require('./service');\nblock({ cards: { freeze() {}, unfreeze() {} } }, 'card_1');\n";
    const tree = await answered({ ...untyped, 'a.js': caller });
    expect(await statusIn(tree.root)).toEqual(['honoured']);
    tree.write({ 'b.js': caller.replace('card_1', 'card_2') });
    expect(await statusIn(tree.root)).toEqual(['stale']);
  });

  it('is named as unneeded once nothing asks it any more, and fails no check', async () => {
    const tree = await answered(untyped);
    tree.write({ 'service.js': 'exports.block = () => {};\n' });
    expect(await statusIn(tree.root)).toEqual(['unneeded']);
    expect(await isClean(tree.root)).toBe(true);
  });

  it('that has been carried out stays honoured, for whoever has the old code; without its file it is unneeded', async () => {
    const tree = await answered(untyped, 'yes');
    expect(tree.read('service.js')).toContain('cards.lock');
    expect(await statusIn(tree.root)).toEqual(['honoured']);
    tree.write({ 'service.js': service });
    expect((await migrate({ root: tree.root, mode: 'dry-run' })).report.summary).toMatchObject({ review: 0 });
    rmSync(join(tree.root, 'service.js'));
    tree.write({ 'index.js': index.replace(/.*service.*\n/, '') });
    expect(await statusIn(tree.root)).toEqual(['unneeded']);
  });

  it('gives way to what the code itself tells', async () => {
    const tree = await answered(untyped);
    const typed = `/** @param {import('@zentra/sdk').Zentra} client */\n${service}`;
    tree.write({ 'service.js': typed });
    const { report } = await migrate({ root: tree.root, mode: 'dry-run' });
    expect(report.summary).toMatchObject({ rewritten: 2, review: 0 });
    expect(report.answers).toMatchObject([{ status: 'unneeded' }]);
  });

  it('can be taken back by another one', async () => {
    const tree = await answered(untyped);
    await answer({ root: tree.root, answers: [{ id: tree.id, choice: 'yes' }] });
    expect(tree.read('service.js')).toContain('cards.lock');
  });

  it('and what follows from it are one run for undo', async () => {
    const tree = await answered(untyped, 'yes');
    expect((await undo({ root: tree.root })).restored).toContain(ANSWERS);
    expect(existsSync(join(tree.root, ANSWERS))).toBe(false);
    expect(tree.read('service.js')).toBe(service);
  });

  it('holds for a partial run, too, which says nothing of the others', async () => {
    const tree = await answered(untyped);
    const { report } = await migrate({ root: tree.root, mode: 'check', paths: ['index.js'] });
    expect(report.answers).toBeUndefined();
  });
});

test('a member that the run computes is accepted with a reason, and asked about again once its function changes', async () => {
  const tree = treeOf(dynamic);
  const { id, choices } = await onlyQuestion(tree.root);
  expect(choices.map(({ choice }) => choice)).toContain('accept');
  await answer({
    root: tree.root,
    answers: [{ id, choice: 'accept', reason: 'the router knows lock only' }],
  });
  expect(await isClean(tree.root)).toBe(true);
  tree.write({ 'index.js': tree.read('index.js').replace('(action, id) =>', '(action, id, extra) =>') });
  expect((await check(tree.root)).report.answers).toMatchObject([{ status: 'stale' }]);
});

test('uses that wait for a client out of reach are one question, and may stay', async () => {
  const tree = treeOf({
    ...dynamic,
    'index.js':
      "const { client } = require('./lib');\nclient.cards.freeze('a');\nclient.cards.freeze('b');\n",
    'lib.js':
      "const { Zentra } = require('@zentra/sdk');\nexports.client = new Zentra({ secretKey: 'k' });\n",
  });
  const options = { root: tree.root, paths: ['index.js'] };
  const { questions } = await migrate({ ...options, mode: 'dry-run' });
  expect(questions).toMatchObject([{ about: 'waiting', sites: 2 }]);
  await answer({
    ...options,
    answers: [{ id: questions[0]!.id, choice: 'accept', reason: 'lib is next week' }],
  });
  expect(tree.read('index.js')).not.toContain('TODO');
  expect((await migrate({ ...options, mode: 'check' })).remaining.sites).toEqual([]);
});

test('a use in a manual mock that waits for its client is accepted, and the mock stays with the imports that it serves', async () => {
  const mock =
    "const { client } = require('../../../b/client');\nexports.Zentra = class { cards = { block: () => client.cards.freeze('c') }; };\n";
  const tree = treeOf({
    'package.json': '{ "private": true, "workspaces": ["a", "b"] }',
    'a/package.json': '{ "name": "a", "dependencies": { "@zentra/sdk": "^1.4.0" } }',
    'a/svc.js': "exports.make = (key) => new (require('@zentra/sdk').Zentra)({ secretKey: key });\n",
    'a/__mocks__/@zentra/sdk.js': mock,
    'b/package.json': '{ "name": "b", "dependencies": { "@zentra/sdk": "^1.4.0" } }',
    'b/client.js': "exports.client = new (require('@zentra/sdk').Zentra)({ secretKey: 'k' });\n",
  });
  const options = { root: tree.root, paths: ['a'] };
  const { questions } = await migrate({ ...options, mode: 'dry-run' });
  const { id } = questions.find(({ about }) => about === 'waiting')!;
  await answer({ ...options, answers: [{ id, choice: 'accept', reason: 'b is next week' }] });
  expect(tree.read('a/__mocks__/@zentra/sdk.js')).toBe(mock);
  expect(tree.read('a/svc.js')).toContain("require('@zentra/sdk')");
});

test('an accepted use in a manual mock moves with the mock, without a TODO line', async () => {
  const mock =
    "const client = require('../../svc').make('k');\nexports.Zentra = class { cards = { act: (name) => client.cards[name]('c') }; };\n";
  const tree = treeOf({
    'package.json': manifest,
    'svc.js': "exports.make = (key) => new (require('@zentra/sdk').Zentra)({ secretKey: key });\n",
    'use.js': "exports.use = () => require('./svc').make('k').cards.unfreeze('c');\n",
    '__mocks__/@zentra/sdk.js': mock,
  });
  const { id } = await onlyQuestion(tree.root);
  await answer({
    root: tree.root,
    answers: [{ id, choice: 'accept', reason: 'the router knows lock only' }],
  });
  expect(tree.read('__mocks__/zentra-compat.js')).toBe(mock.replace('../../svc', '../svc'));
});

test('a blind spot is accepted with a reason, until its file changes', async () => {
  const minified = `/* @generated */\nvar z=require("@zentra/sdk");${'x();'.repeat(20)}\n`;
  const tree = treeOf({ 'package.json': manifest, 'index.js': '', 'gen.js': minified });
  const question = await onlyQuestion(tree.root);
  expect(question).toMatchObject({ about: 'blind-spot', file: 'gen.js' });
  await answer({
    root: tree.root,
    answers: [{ id: question.id, choice: 'accept', reason: 'made from index.js' }],
  });
  expect(await isClean(tree.root)).toBe(true);
  tree.write({ 'gen.js': `${minified}y();\n` });
  expect(await isClean(tree.root)).toBe(false);
});

test('texts in memory are asked about and answered like files', async () => {
  const first = await migrate({ root: '/', files: untyped });
  const [question] = first.questions;
  const { changes } = await answer({
    root: '/',
    files: untyped,
    answers: [{ id: question!.id, choice: 'yes' }],
  });
  const answers = changes.find(({ file }) => file === ANSWERS)!.after;
  expect(changes.find(({ file }) => file === 'service.js')?.after).toContain('cards.lock');
  const again = await migrate({ root: '/', files: { ...untyped, [ANSWERS]: answers }, mode: 'check' });
  expect(again.report.answers).toMatchObject([{ status: 'honoured' }]);
});

describe('nothing is written, and the error says what to do,', () => {
  it.each<[string, (id: string) => { id: string; choice: string; reason?: string }, RegExp]>([
    [
      'for an id that is no question',
      () => ({ id: 'nope', choice: 'yes' }),
      /no such question: nope\. .*\n {2}[0-9a-f]{12} {2}service\.js:1/,
    ],
    [
      'for a choice that it does not have',
      (id) => ({ id, choice: 'maybe' }),
      /no such choice .*: maybe\. The choices are yes, no, accept/,
    ],
    [
      'for an acceptance without a reason',
      (id) => ({ id, choice: 'accept', reason: ' ' }),
      /accept needs a reason/,
    ],
  ])('%s', async (_, given, message) => {
    const tree = treeOf(untyped);
    const { id } = await onlyQuestion(tree.root);
    const refused = answer({ root: tree.root, answers: [given(id)] });
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toBeInstanceOf(UsageError);
    expect(tree.read('service.js')).toBe(service);
    expect(existsSync(join(tree.root, ANSWERS))).toBe(false);
  });

  it.each([
    ['of a client', untyped, 'client.cards.freeze', 'yess', 'yes, no, accept'],
    ['of a use', dynamic, 'client.cards[action](id)', 'acept', 'look-up, accept'],
    ['of a blind spot', outOfSight, 'client.cards.freeze(id)', 'acept', 'take-in, accept'],
  ])('for a choice %s that is misspelt in the file of answers', async (_, files, code, choice, choices) => {
    const tree = treeOf(files);
    const { id } = await onlyQuestion(tree.root);
    await answer({ root: tree.root, answers: [{ id, choice: 'accept', reason: 'for a while' }] });
    tree.write({ [ANSWERS]: tree.read(ANSWERS).replace('"choice": "accept"', `"choice": "${choice}"`) });
    for (const mode of ['check', 'write'] as const) {
      await expect(migrate({ root: tree.root, mode })).rejects.toThrow(
        `${ANSWERS}: ${choice} is no choice of question ${id}. The choices are ${choices}`,
      );
    }
    expect(Object.keys(files).map(tree.read).join()).toContain(code);
  });

  it('for a malformed file of answers', async () => {
    const { root } = treeOf({ ...untyped, [ANSWERS]: '{ "version": 1 }' });
    await expect(check(root)).rejects.toThrow(`${ANSWERS} is no file of answers:\n  answers: `);
  });
});
