import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { bin } from '../codemods/fleet/command-line';
import { git, repository, temporary } from '../codemods/fleet/repository';
import { type PrintedCommand, pages, printedIn } from './printed-commands';
import { shop } from './shop';

const root = path.join(import.meta.dirname, '../..');

/** What is not run here, and why. */
const exempt: Readonly<Record<string, string>> = {
  'npm install zentra-compat': 'test/packaging/stranger.test.ts installs it',
  'npm install --save-dev zentra-codemods': 'test/packaging/stranger.test.ts installs it',
  'npm ci && npm run demo': 'test/demo/demo.test.ts runs the demonstration',
  'npm ci && npm test': 'this is it',
  'npx zentra-codemods review': 'asks in a terminal: test/codemods/cli/review.test.ts',
  'npx zentra-codemods migrate --interactive': 'asks in a terminal: test/codemods/cli/review.test.ts',
  'npx zentra-codemods review --answer 3f0c2a9d81be=yes --answer 77aa01c4e2f9=no':
    'ids are of one repository: test/codemods/cli/review.test.ts',
  "npx zentra-codemods review --answer 90b1c2d3e4f5=accept --reason 'never a legacy name'":
    'ids are of one repository: test/codemods/cli/review.test.ts',
  'npx zentra-codemods sandbox [--port N]':
    'runs until it is stopped: test/codemods/sandbox/run-sandbox.test.ts',
  'npx jscodeshift -t "$(node -p "require.resolve(\'zentra-codemods/transforms/freeze-to-lock\')")" src':
    'needs the installed package: test/packaging/packed-codemods.test.ts',
};

/** What stands for the reader's own words in a synopsis. */
const words: readonly (readonly [RegExp, string])[] = [
  [/ \[paths?…?\]/, ''],
  [/<what>/, 'ZENTRA_DEP0001'],
  [/<command>/, 'npm test'],
  [/<file\.json>/, 'report.json'],
  [/fleet …/, 'fleet --help'],
];

/** What has to be there before a command makes sense. */
const before: readonly (readonly [RegExp, string])[] = [
  [/codemods undo/, 'npx zentra-codemods migrate'],
  [/report\.json$/, 'npx zentra-codemods migrate --check --report report.json'],
];

/** The shop checked out, with the SDK installed, and `npx` as the built command. */
function checkedOut(): string {
  const folder = repository(shop);
  cpSync(path.join(root, 'demo/zentra-sdk'), path.join(folder, 'node_modules/@zentra/sdk'), {
    recursive: true,
  });
  const npx = path.join(folder, 'bin/npx');
  mkdirSync(path.dirname(npx));
  writeFileSync(
    npx,
    `#!/bin/sh\n[ "$1" = zentra-codemods ] || exit 99\nshift\nexec '${process.execPath}' '${bin}' "$@"\n`,
    { mode: 0o755 },
  );
  return folder;
}

interface Ended {
  code: number | null;
  printed: string;
}

/** Compiled code may be shared between the commands; what a run found lies there too, but by its root. */
const cache = temporary();

function shell(command: string, cwd: string): Promise<Ended> {
  const state = path.join(cwd, 'state');
  const env = {
    PATH: `${path.join(cwd, 'bin')}:${process.env.PATH}`,
    HOME: state,
    XDG_STATE_HOME: state,
    XDG_CACHE_HOME: cache,
    ZENTRA_KEY: 'sk_sandbox_1',
  };
  return new Promise((resolve) => {
    const child = spawn('sh', ['-c', command], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk));
    child.on('close', (code) => resolve({ code, printed }));
  });
}

const printed = pages.flatMap(printedIn);

/** What the reader types in the end. */
const typed = ({ command }: PrintedCommand): string =>
  words
    .reduce((text, [placeholder, word]) => text.replace(placeholder, word), command)
    .replace(/^zentra-codemods /, 'npx zentra-codemods ');

/** A synopsis is exempt as the command that it stands for is. */
const isExempt = (printed: PrintedCommand): boolean => printed.command in exempt || typed(printed) in exempt;

/** One page for each command: several print the same one. */
const commands = [
  ...new Map(printed.filter((entry) => !isExempt(entry)).map((entry) => [typed(entry), entry.page])),
];

describe('every command that the documentation prints', () => {
  it.concurrent.each(commands)('%s (%s)', { timeout: 180_000 }, async (command) => {
    const folder = checkedOut();
    const [, first] = before.find(([pattern]) => pattern.test(command) && !/--report/.test(command)) ?? [];
    if (first !== undefined) await shell(`${first} && git add . && git commit -qm migrated`, folder);
    const { code, printed: output } = await shell(command, folder);
    // A check of a shop that has legacy calls finds them.
    expect(code, output).toBe(/--check/.test(command) ? 1 : 0);
    // With its output in a file there is nothing to read here but the progress.
    expect(output).not.toBe('');
    rmSync(folder, { recursive: true, force: true });
  });

  it('is ours, or is said to be run elsewhere', () => {
    const strange = printed.filter(
      (entry) => !isExempt(entry) && !/^(?:npx )?zentra-codemods /.test(entry.command),
    );
    expect(strange).toEqual([]);
  });

  it('is printed, where it is said to be run elsewhere', () => {
    expect(
      Object.keys(exempt).filter((command) => !printed.some((entry) => entry.command === command)),
    ).toEqual([]);
  });
});

it('the shop is clean when a command begins', () => {
  expect(git(checkedOut(), 'status', '--porcelain')).toBe('');
});
