import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { git, useCommandLine } from './command-line';
import { keys, openTerminal, type Terminal } from './terminal';

const { project, state } = useCommandLine();
const env = { XDG_STATE_HOME: state, XDG_CACHE_HOME: state };
const ANSWERS = 'zentra-codemods.answers.json';

/** Its clients come from callers that are not in sight, and one member is computed. */
const old = {
  'package.json': '{ "name": "pay", "main": "index.js", "dependencies": { "@zentra/sdk": "^1.0.0" } }\n',
  'index.js': `const { Zentra } = require('@zentra/sdk');
const client = new Zentra({ secretKey: 'k' });
exports.block = require('./service').block;
exports.deal = require('./deck').deal;
exports.run = (action, id) => client.cards[action](id);
client.cards.freeze('card_1');
`,
  'service.js': `function block(client, id) {
  client.cards.freeze(id);
  return client.cards.unfreeze(id);
}
exports.block = block;
`,
  'deck.js': 'exports.deal = function deal(table) {\n  return table.cards.freeze();\n};\n',
};

function repository(files: Record<string, string> = old): string {
  const root = project(files);
  git(root, 'init', '-q');
  git(root, 'add', '.');
  git(root, 'commit', '-qm', 'start');
  return root;
}

/** The built command line, without a terminal. */
function zentra(cwd: string, ...argv: string[]) {
  const command = resolve('codemods/bin/zentra-codemods.cjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...argv], {
    cwd,
    env: { PATH: process.env.PATH, HOME: state, ...env },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

interface Listed {
  questions: { id: string; file: string; choices: { choice: string }[]; code: { lines: string[] } }[];
}

const listed = (root: string): Listed['questions'] =>
  (JSON.parse(zentra(root, 'review', '--list', '--format', 'json').stdout) as Listed).questions;

const down = (count: number) => Array.from({ length: count }, () => keys.down);

/** Takes the choice that stands so many lines below the first one. */
async function take(terminal: Terminal, question: RegExp, below: number): Promise<string> {
  const shown = await terminal.shows(new RegExp(`${question.source}[\\s\\S]*Your answer[\\s\\S]*quit`));
  terminal.press(...down(below), keys.enter);
  return shown;
}

describe('review in a terminal', () => {
  it('goes from an old repository to a check that passes, by answers alone', async () => {
    const root = repository();
    const terminal = openTerminal(['review'], { cwd: root, env });
    await terminal.shows(/1 use can be rewritten without a question/);
    terminal.press('y');
    const first = await take(terminal, /Question 1 of 3/, 0);
    expect(first).toContain('client.cards.freeze(id);');
    await take(terminal, /deck\.js/, 1);
    await take(terminal, /index\.js:6[\s\S]*look-up would change/, 1);
    await terminal.shows(/Why\?/);
    terminal.press('the router knows lock only', keys.enter);
    await terminal.shows(/No question is left/);
    expect(await terminal.ended).toBe(0);

    expect(zentra(root, 'migrate', '--check').status).toBe(0);
    expect(readFileSync(join(root, 'service.js'), 'utf8')).toContain('client.cards.lock(id)');
    expect(readFileSync(join(root, 'deck.js'), 'utf8')).toBe(old['deck.js']);

    git(root, 'add', '.');
    git(root, 'commit', '-qm', 'reviewed');
    const clone = join(project({}), 'clone');
    git(root, 'clone', '-q', root, clone);
    expect(listed(clone)).toEqual([]);
    const other = openTerminal(['review'], { cwd: clone, env });
    expect(await other.ended).toBe(0);
    expect(other.text).toContain('No question is left');
    expect(zentra(clone, 'migrate', '--check').status).toBe(0);
  });

  it('goes on where it was left, and leaves nothing half done at Ctrl-C', async () => {
    const root = repository();
    const terminal = openTerminal(['review'], { cwd: root, env });
    await terminal.shows(/Rewrite it now/);
    terminal.press('y');
    await take(terminal, /Question 1 of 3/, 0);
    await terminal.shows(/deck\.js[\s\S]*quit/);
    terminal.press(keys.ctrlC);
    expect(await terminal.ended).toBe(130);
    expect(terminal.text).toContain('2 questions left');
    expect(listed(root).map(({ file }) => file)).toEqual(['deck.js', 'index.js']);
    expect(zentra(root, 'undo').status).toBe(0);
    expect(existsSync(join(root, ANSWERS))).toBe(false);
    expect(listed(root)).toHaveLength(3);
  });

  it('asks for a reason, skips and quits, in 40 columns and without colour', async () => {
    const root = repository();
    const terminal = openTerminal(['review'], { cwd: root, env: { ...env, NO_COLOR: '1' }, columns: 40 });
    await terminal.shows(/Rewrite it/);
    terminal.press('y');
    await take(terminal, /Question 1 of 3/, 2);
    await terminal.shows(/◆ {2}Why\? [^\n]*check\n/);
    terminal.press(keys.ctrlC);
    await terminal.shows(/Your answer[\s\S]*quit/);
    terminal.press(...down(3 + 1), keys.enter);
    await take(terminal, /Question 2 of 3/, 3 + 2);
    expect(await terminal.ended).toBe(0);
    expect(terminal.text).toContain('3 questions left');
    expect(terminal.text).not.toMatch(/rewritten is\s/);
    // No choice leaves a blank at the end of a line, or a word on a line of its own after it.
    expect(terminal.text).not.toMatch(/│ {2}[●○]? ?\S[^\n]* \r?\n/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it begins a colour
    expect(terminal.bytes).not.toMatch(/\x1b\[[0-9;]*m/);
    expect(Math.max(...terminal.text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(40);
  });

  it('is what migrate -i ends with', async () => {
    const root = repository();
    const terminal = openTerminal(['migrate', '-i'], { cwd: root, env });
    await take(terminal, /Question 1 of 3/, 3 + 2);
    expect(await terminal.ended).toBe(0);
    expect(readFileSync(join(root, 'index.js'), 'utf8')).toContain("cards.lock('card_1')");
  });
});

describe('before an answer', () => {
  const caller = `const { block } = require('./service');
block({ cards: { freeze() {}, unfreeze() {} } }, 'card_1');
`;

  it('the callers are shown, and the question stays', async () => {
    const root = repository({ ...old, 'caller.js': caller });
    const terminal = openTerminal(['review'], { cwd: root, env });
    await terminal.shows(/Rewrite it now/);
    terminal.press('y');
    await take(terminal, /Question 1 of \d[\s\S]*1 caller in sight/, 3);
    const shown = await terminal.shows(/caller\.js:2[\s\S]*Your answer[\s\S]*quit/);
    expect(shown).toContain("} }, 'card_1')");
    terminal.press(keys.ctrlC);
    expect(await terminal.ended).toBe(130);
  });

  it('the place is opened in the editor, and what is written there counts at once', async () => {
    const root = repository();
    const editor = join(project({}), 'editor.cjs');
    writeFileSync(
      editor,
      `const { readFileSync, writeFileSync } = require('node:fs');
const [line, file] = process.argv.slice(2);
const typed = "/** @param {import('@zentra/sdk').Zentra} client */\\n" + readFileSync(file, 'utf8');
writeFileSync(file, '// opened at ' + line + '\\n' + typed);
`,
    );
    const terminal = openTerminal(['review'], { cwd: root, env: { ...env, EDITOR: `node ${editor}` } });
    await terminal.shows(/Rewrite it now/);
    terminal.press('y');
    await take(terminal, /Question 1 of 3/, 3);
    await take(terminal, /deck\.js/, 5);
    expect(await terminal.ended).toBe(0);
    expect(readFileSync(join(root, 'service.js'), 'utf8')).toMatch(/^\/\/ opened at \+1\n\/\*\* @param/);
    expect(terminal.text).toContain('2 questions left');
  });

  it('an editor that is not there is named, and the question stays', async () => {
    const root = repository(old);
    const terminal = openTerminal(['review'], { cwd: root, env: { ...env, EDITOR: '/no/such/editor' } });
    await terminal.shows(/Rewrite it now/);
    terminal.press('y');
    await take(terminal, /Question 1 of 3/, 3);
    await terminal.shows(/No editor could be started[\s\S]*quit/);
    terminal.press(keys.ctrlC);
    expect(await terminal.ended).toBe(130);
  });
});

describe('review without a terminal', () => {
  it('goes the same way by --list and --answer', () => {
    const root = repository();
    const before = listed(root);
    expect(before.map(({ file }) => file)).toEqual(['service.js', 'deck.js', 'index.js']);
    expect(before[0]?.code.lines.join()).toContain('client.cards.freeze(id)');
    const [service, deck, index] = before.map(({ id }) => id);
    const answers = ['--answer', `${service}=yes`, '--answer', `${deck}=no`];
    expect(zentra(root, 'review', ...answers).status).toBe(0);
    const accepted = ['review', '--answer', `${index}=accept`, '--reason', 'the router knows lock only'];
    expect(zentra(root, ...accepted).status).toBe(0);
    expect(listed(root)).toEqual([]);
    expect(zentra(root, 'migrate', '--check').status).toBe(0);
    const kept = JSON.parse(readFileSync(join(root, ANSWERS), 'utf8'));
    expect(kept.answers.map(({ choice }: { choice: string }) => choice)).toEqual(['no', 'accept', 'yes']);
  });

  it('shows in a dry run what an answer would change, and writes nothing', () => {
    const root = repository();
    const [service] = listed(root);
    const { status, stdout } = zentra(root, 'review', '--answer', `${service?.id}=yes`, '--dry-run');
    expect([status, stdout]).toEqual([0, expect.stringContaining('+  client.cards.lock(id);')]);
    expect(stdout).toContain(`+++ b/${ANSWERS}`);
    expect(git(root, 'status', '--porcelain')).toBe('');
  });

  it.each([
    [['review'], /this is none\. Use --list[\s\S]*--answer/],
    [
      ['review', '--answer', 'nope=yes'],
      /no such question: nope\. The open ones are\n {2}[0-9a-f]{12} {2}service\.js:1/,
    ],
    [['review', '--answer', 'nope'], /--answer nope is not <id>=<choice>/],
    [['review', '--reason', 'why'], /--reason goes with --answer/],
    [['review', '--dry-run'], /--dry-run goes with --answer/],
    [['migrate', '-i'], /--interactive asks in a terminal, and this is none/],
    [['migrate', '-i', '--check'], /cannot be used with/],
  ])('exits with 2 for %j, and says why', (argv, message) => {
    const root = repository();
    const { status, stderr } = zentra(root, ...argv);
    expect([status, stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(git(root, 'status', '--porcelain')).toBe('');
  });
});
