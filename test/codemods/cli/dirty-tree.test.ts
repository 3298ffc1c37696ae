import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { git, useCommandLine } from './command-line';
import { keys, openTerminal } from './terminal';

const { project, state } = useCommandLine();
const env = { XDG_STATE_HOME: state, XDG_CACHE_HOME: state };

const legacy =
  "import { Zentra } from '@zentra/sdk';\nnew Zentra({ secretKey: 'k' }).cards.freeze('card_1');\n";

function dirtyRepository(): string {
  const root = project({
    'package.json': '{ "dependencies": { "@zentra/sdk": "^1.0.0" } }',
    'a.mjs': legacy,
  });
  git(root, 'init', '-q');
  git(root, 'add', '.');
  git(root, 'commit', '-qm', 'start');
  writeFileSync(join(root, 'b.mjs'), 'mine');
  return root;
}

test('in a terminal, a person is asked about uncommitted changes, and may go on', async () => {
  const root = dirtyRepository();
  const terminal = openTerminal(['migrate'], { cwd: root, env });
  expect(await terminal.shows(/Go on all the same\?/)).toContain('b.mjs');
  terminal.press('y');
  expect(await terminal.ended).toBe(0);
  expect(readFileSync(join(root, 'a.mjs'), 'utf8')).toContain("cards.lock('card_1')");
});

test('a person who declines gets the refusal of a run without a terminal', async () => {
  const root = dirtyRepository();
  const terminal = openTerminal(['migrate'], { cwd: root, env });
  await terminal.shows(/Go on all the same\?/);
  terminal.press(keys.enter);
  expect(await terminal.ended).toBe(2);
  expect(terminal.text).toContain('--force');
  expect(readFileSync(join(root, 'a.mjs'), 'utf8')).toBe(legacy);
});
