import { describe, expect, it } from 'vitest';
import {
  answer,
  type MigrateOptions,
  migrate,
  parseReport,
  type RenderOptions,
  ReportError,
  renderReport,
  UsageError,
  undo,
} from '../../../codemods/index';
import { treeOf } from '../engine/migrated-tree';

const legacy = `const { Zentra } = require('@zentra/sdk');
new Zentra({ secretKey }).cards.freeze('card_1');
module.exports = (client) => client.cards.freeze('card_2');
`;
const project = () =>
  treeOf({ 'package.json': '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }', 'a.js': legacy });

/** An error that names what is wrong, with nothing written before it. */
async function refusal(call: (root: string) => unknown): Promise<Error> {
  const tree = project();
  const error: unknown = await (async () => call(tree.root))().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(tree.read('a.js')).toBe(legacy);
  if (!(error instanceof Error)) throw new Error('nothing was refused');
  return error;
}

describe('an option of a wrong type is named in a UsageError before anything is written', () => {
  it.each<[keyof MigrateOptions, unknown, RegExp]>([
    ['root', 5, /^root must be a text, and is 5$/],
    ['paths', 'src', /^paths must be a list of texts, such as .*, and is a text$/],
    ['paths', [''], /^paths must be .* not empty, and number 1 is an empty text$/],
    // Taken letter by letter, this would have excluded nothing.
    ['exclude', 'a.js', /^exclude must be a list of texts/],
    ['include', new Set(['a.js']), /^include must be a list of texts/],
    ['include', null, /^include must be a list of texts.*, and is null$/],
    ['rules', [5], /^rules must be .*, and number 1 is 5$/],
    ['skipRules', {}, /^skipRules must be a list of texts/],
    ['assumeClients', ['zentra.cards'], /^assumeClients takes the name before \.cards alone/],
    ['ownFiles', 'report.md', /^ownFiles must be a list of texts/],
    ['usage', 'usage.jsonl', /^usage must be a list of texts/],
    ['requireCleanTree', 'no', /^requireCleanTree must be true or false, and is a text$/],
    ['verify', 'yes', /^verify must be true, false or \{ timeout, memory \}, and is a text$/],
    ['verify', { timeOut: 5 }, /^verify has no timeOut: there are timeout, memory$/],
    ['verify', { timeout: -1 }, /^verify must have a timeout above 0 .*, and has -1$/],
    ['signal', { aborted: true }, /^signal must be an AbortSignal/],
    ['onProgress', 'log', /^onProgress must be a function, and is a text$/],
    ['files', ['a.js'], /^files must be an object or a Map of texts by path, and is a list$/],
    ['files', { 'a.js': null }, /^files must have texts, and a\.js is null$/],
    ['files', new Map([[5, 'x']]), /^files must have paths that are texts, and one is 5$/],
    ['skipRules', everyRule(), /^no rule is left/],
  ])('migrate: %s: %j', async (name, value, message) => {
    const error = await refusal((root) => migrate({ root, [name]: value }));
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toMatch(message);
  });

  it.each<[string, (root: string) => unknown, RegExp]>([
    [
      'migrate without options',
      () => migrate(undefined as never),
      /^migrate\(\) takes an object .* got undefined$/,
    ],
    [
      'migrate of a root that is not there',
      () => migrate({ root: '/gone/shop' }),
      /^no such file or folder: \/gone\/shop$/,
    ],
    ['migrate of a file', (root) => migrate({ root: `${root}/a.js` }), /^root .*a\.js is no folder/],
    [
      'migrate where a rule is asked for and skipped',
      (root) => migrate({ root, rules: ['ZENTRA_DEP0001'], skipRules: ['freeze-to-lock'] }),
      /^no rule is left: freeze-to-lock/,
    ],
    ['undo without options', () => undo(undefined as never), /^undo\(\) takes an object/],
    ['undo without a root', () => undo({} as never), /^root is missing/],
    [
      'undo with a misspelt option',
      (root) => undo({ root, dryrun: true } as never),
      /^no such option: dryrun/,
    ],
    ['answer without answers', (root) => answer({ root } as never), /^answers is missing/],
    [
      'answer with no list',
      (root) => answer({ root, answers: 'yes' } as never),
      /^answers must be a list of answers/,
    ],
    [
      'answer with an empty place',
      (root) => answer({ root, answers: [null] } as never),
      /^answers has as number 1 null/,
    ],
    [
      'answer with a misspelt key',
      (root) => answer({ root, answers: [{ id: 'a', choice: 'yes', why: 'x' }] } as never),
      /^answers has as number 1 an answer with why: there are id, choice and reason$/,
    ],
    [
      'answer with a reason that is no text',
      (root) => answer({ root, answers: [{ id: 'a', choice: 'yes', reason: 5 }] } as never),
      /^answers has as number 1 an answer whose reason is 5$/,
    ],
  ])('%s', async (_, call, message) => {
    const error = await refusal(call);
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toMatch(message);
  });

  it('a question that is answered twice at once keeps neither answer', async () => {
    const error = await refusal(async (root) => {
      const { questions } = await migrate({ root, mode: 'dry-run' });
      const id = questions[0]!.id;
      return answer({
        root,
        answers: [
          { id, choice: 'yes' },
          { id, choice: 'no' },
        ],
      });
    });
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toMatch(/^answers has [0-9a-f]{12} twice/);
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['an empty object', {}],
    ['another version', { schemaVersion: 2 }],
    ['half a report', { schemaVersion: 1, sites: [] }],
  ])('a baseline that is %s is a ReportError, and nothing is written', async (_, baseline) => {
    const error = await refusal((root) => migrate({ root, baseline: baseline as never }));
    expect(error).toBeInstanceOf(ReportError);
    expect(error.message).toMatch(/^baseline /);
  });
});

describe('texts instead of a disk', () => {
  const files = { 'package.json': '{}', 'a.js': legacy, 'src/b.js': legacy };

  it.each<[string, Record<string, string>, RegExp]>([
    ['one path twice', { 'a.js': legacy, './a.js': '' }, /^files: a\.js is there twice, once as \.\/a\.js/],
    ['a file that is a folder, too', { lib: '', 'lib/a.js': legacy }, /^files: lib is a file and a folder/],
  ])('refuse %s, of which one would be lost', async (_, given, message) => {
    await expect(migrate({ root: '/shop', files: given })).rejects.toThrow(message);
  });

  it('are selected by absolute paths as by relative ones', async () => {
    for (const path of ['src/b.js', '/shop/src/b.js', '/shop/src']) {
      const { changes } = await migrate({ root: '/shop', files, paths: [path] });
      expect(changes.map(({ file }) => file)).toEqual(['package.json', 'src/b.js']);
    }
  });

  it('leave out the files of the caller', async () => {
    const { changes } = await migrate({ root: '/shop', files, ownFiles: ['a.js'] });
    expect(changes.map(({ file }) => file)).toEqual(['package.json', 'src/b.js']);
  });
});

describe('reports', () => {
  it.each<[string, unknown]>([
    ['null', null],
    ['a text', '{}'],
    ['an object without sites', { schemaVersion: 1 }],
    ['another version', { schemaVersion: 2 }],
  ])('are not rendered from %s: a ReportError', (_, report) => {
    expect(() => renderReport(report as never, 'terminal')).toThrow(ReportError);
  });

  it.each<[unknown, RegExp]>([
    [null, /^renderReport\(\) takes an object/],
    [{ colour: true }, /^no such option: colour\. The options are base, color, width, codeowners$/],
    [{ width: 0 }, /^width must be a number above 0, and is 0$/],
    [{ codeowners: Buffer.from('') }, /^codeowners must be a text, and is an object$/],
  ])('are not rendered with the options %j', async (options, message) => {
    const { report } = await migrate({ root: '/shop', files: { 'a.js': legacy } });
    expect(() => renderReport(report, 'terminal', options as RenderOptions)).toThrow(message);
  });

  it('are not parsed from what is no text', () => {
    expect(() => parseReport(Buffer.from('{}') as never, 'r.json')).toThrow(/^r\.json is no text/);
  });

  it('with wrong lines of usage are a ReportError by its class, wherever the code was loaded from', () => {
    const elsewhere = Object.assign(new Error('x'), { name: 'ReportError', exitCode: 2 });
    expect(elsewhere).toBeInstanceOf(ReportError);
    expect(new UsageError('x')).not.toBeInstanceOf(ReportError);
  });
});

function everyRule(): string[] {
  return [
    'ZENTRA_DEP0001',
    'ZENTRA_DEP0002',
    'ZENTRA_DEP0003',
    'ZENTRA_DEP0004',
    'ZENTRA_DEP0005',
    'dynamic-member',
  ];
}
