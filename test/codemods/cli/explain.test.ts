import { expect, it } from 'vitest';
import { run } from '../../../codemods/api/run';
import { useCommandLine } from './command-line';

const { project, zentra } = useCommandLine();
const CLIENT = "const { Zentra } = require('@zentra/sdk');\nconst zentra = new Zentra({ secretKey: 'k' });\n";
const manifest = '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }';

it.each(['ZENTRA_DEP0001', 'zentra_dep0001', 'freeze-to-lock'])('says what %s means', async (what) => {
  const { exitCode, stdout } = await zentra(['explain', what], { cwd: project({}) });
  expect(exitCode).toBe(0);
  expect(stdout).toContain('ZENTRA_DEP0001  freeze-to-lock');
  expect(stdout).toContain('cards.freeze  →  cards.lock');
});

it('says what a code means that no codemod rewrites', async () => {
  const { exitCode, stdout } = await zentra(['explain', 'ZENTRA_DEP0006'], { cwd: project({}) });
  expect(exitCode).toBe(0);
  expect(stdout).toContain('reference and transaction_reference with different values');
});

it('names the rules where there is none of that name', async () => {
  const { exitCode, stderr } = await zentra(['explain', 'ZENTRA_DEP9999'], { cwd: project({}) });
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/ZENTRA_DEP9999[\s\S]*freeze-to-lock/);
});

it('says what is known of a line', async () => {
  const cwd = project({
    'package.json': manifest,
    'src/a.js': `${CLIENT}zentra.cards.freeze('c');\nzentra.cards[process.argv[2]]('c');\nObject.freeze({});\n`,
  });
  const explained = async (line: number) =>
    (await zentra(['explain', `src/a.js:${line}`], { cwd, engine: run })).stdout;
  expect(await explained(3)).toContain('freeze-to-lock: can be rewritten');
  expect(await explained(4)).toMatch(/dynamic-member: for review\n {2}The member .* is computed at run time/);
  expect(await explained(5)).toContain('src/a.js:5 holds no legacy name');
});

it('says what a rewritten line becomes, also by the place as reports print it', async () => {
  const cwd = project({ 'package.json': manifest, 'src/a.js': `${CLIENT}zentra.cards.freeze('c');\n` });
  for (const place of ['src/a.js:3', 'src/a.js:3:14', './src/../src/a.js:3', `${cwd}/src/a.js:3:14`]) {
    const { stdout } = await zentra(['explain', place], { cwd, engine: run });
    expect(stdout.split('\n')).toEqual([
      'freeze-to-lock: can be rewritten',
      "  → zentra.cards.lock('c');",
      '',
    ]);
  }
  const elsewhere = await zentra(['explain', `${cwd}/src/a.js:3`], { cwd: project({}), engine: run });
  expect(elsewhere.stdout).toContain('freeze-to-lock: can be rewritten');
});

it.each([
  ['gone.js:3', 'no such file: gone.js'],
  ['src:3', 'no such file: src'],
  ['src/a.js:4', 'src/a.js has no line 4: its lines are 1 to 3'],
  ['src/a.js:0', 'src/a.js has no line 0: its lines are 1 to 3'],
  ['src/a.js', 'src/a.js is a file: name a line of it, as in src/a.js:12'],
  ['src/a.js:3-4', 'src/a.js:3-4 is no code, no rule and no file:line, such as src/cards.js:12'],
  ['', 'an empty text is no code, no rule and no file:line, such as src/cards.js:12'],
])(
  'names what is wrong with the place %j, and says nothing of code that is not there',
  async (place, message) => {
    const cwd = project({ 'package.json': manifest, 'src/a.js': `${CLIENT}zentra.cards.freeze('c');\n` });
    const { exitCode, stdout, stderr } = await zentra(['explain', place], { cwd, engine: run });
    expect([exitCode, stdout, stderr]).toEqual([2, '', `zentra-codemods: ${message}\n`]);
  },
);

it('says of a line that was not looked at that it was not, and never that it holds no legacy name', async () => {
  const call = `${CLIENT}zentra.cards.freeze('c');\n`;
  const cwd = project({
    'package.json': manifest,
    'src/a.js': call,
    'dist/a.js': call,
    'src/broken.js': `${call}const = 5;\n`,
  });
  const explained = async (place: string) => (await zentra(['explain', place], { cwd, engine: run })).stdout;
  expect(await explained('dist/a.js:3')).toMatch(
    /^dist\/a\.js:3 names freeze, and was not looked at: its file is left out/,
  );
  expect(await explained('dist/a.js:2')).toContain('holds no legacy name');
  expect(await explained('src/broken.js:3')).toMatch(
    /^src\/broken\.js failed, and nothing is known of it: does not parse: 4:/,
  );
});

it('says why a name is left alone, and the files that its receiver came through', async () => {
  const cwd = project({
    'package.json': manifest,
    'src/ice.ts': 'export class Ice {\n  freeze(): void {}\n}\n',
    'src/barrel.ts': "export * from './ice';\n",
    'src/a.ts': [
      "import { Zentra } from '@zentra/sdk';",
      "import { Ice } from './barrel';",
      'const ice = new Ice();',
      'ice.freeze();',
      '// zentra.cards.freeze() locks a card',
      'declare const lake: any;',
      'lake.freeze();',
    ].join('\n'),
    'src/b.js': 'worker.terminate();\n',
  });
  const explained = async (place: string) =>
    (await zentra(['explain', place], { cwd, engine: run })).stdout.split('\n').slice(0, -1);
  expect(await explained('src/a.ts:4')).toEqual([
    'freeze: left alone, its receiver is somebody else’s',
    '  ice has the type Ice, whose freeze is declared at src/ice.ts:2; it comes through src/a.ts:3',
  ]);
  expect(await explained('src/a.ts:5')).toEqual([
    'freeze: left alone, it stands in a comment, a text or markup, and is no code',
  ]);
  expect(await explained('src/a.ts:7')).toEqual([
    'freeze: left alone, its receiver is somebody else’s',
    '  lake is untyped, and neither its name nor its values make it cards; it comes through src/a.ts:6',
  ]);
  expect(await explained('src/b.js:1')).toEqual([
    'terminate: left alone, its receiver is somebody else’s',
    '  worker is untyped, and neither its name nor its values make it cards',
  ]);
});

it('shows the question that a line follows from, and the calls that were followed', async () => {
  const cwd = project({
    'package.json': manifest,
    'a.js': `${CLIENT}const { block } = require('./card');\nblock(zentra, 'c');\nrequire('x').hand(block);\n`,
    'card.js': 'exports.block = function block(client, id) {\n  return client.cards.freeze(id);\n};\n',
  });
  const explained = async (what: string) => (await zentra(['explain', what], { cwd, engine: run })).stdout;
  const site = await explained('card.js:2');
  expect(site).toContain('follows from card.js:1:32');
  expect(site).toContain('Is the `client` of `card.js:1 block(client, id)` a Zentra client?');
  expect(site).toContain('Calls in sight: a.js:4.');
  expect(await explained('card.js:1')).toMatch(/^1 site follows from here\n {2}Is the `client`/);
});
