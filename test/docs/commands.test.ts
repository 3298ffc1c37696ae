import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { bin } from '../codemods/fleet/command-line';
import { git, repository, temporary } from '../codemods/fleet/repository';
import { housePages, type PrintedCommand, pages, printedIn, scriptsIn, testsIn } from './printed-commands';
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
  'npx zentra-codemods sandbox --port 4010':
    'runs until it is stopped: test/codemods/sandbox/run-sandbox.test.ts',
  'npx zentra-codemods fleet run manifest.yaml --out fleet --concurrency 4':
    'needs repositories: test/codemods/fleet/run.test.ts',
  'export ZENTRA_FLEET_REDIS=redis://:password@redis.example.com:6379':
    'needs Redis: test/codemods/fleet/queue.test.ts',
  'npx zentra-codemods fleet enqueue manifest.yaml': 'needs Redis: test/codemods/fleet/queue.test.ts',
  'npx zentra-codemods fleet work --concurrency 4': 'needs Redis: test/codemods/fleet/queue.test.ts',
  'npx zentra-codemods fleet status': 'needs Redis: test/codemods/fleet/queue.test.ts',
  'npx zentra-codemods fleet report --out fleet --collect': 'needs Redis: test/codemods/fleet/queue.test.ts',
  'npm run build':
    'a command of the house, not of a customer: every test of the built packages runs after it',
  'npm run checker-questions -- 2000 0.5': 'counts over a generated tree, in the repository of the packages',
  'npm run checker-questions -- 2000 0.02': 'counts over a generated tree, in the repository of the packages',
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
  [/codemods report report\.json/, 'npx zentra-codemods migrate --check --report report.json'],
  [/codemods report new\.json/, 'npx zentra-codemods migrate --check --report old.json --report new.json'],
  [/--baseline old\.json/, 'npx zentra-codemods migrate --check --report old.json'],
];

/** What finds something in a shop that has legacy calls, and nothing that is new. */
const finds = (command: string): boolean => /--check(?!.*(?:--baseline|\|\| true))/.test(command);

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
    const [, first] = before.find(([pattern]) => pattern.test(command)) ?? [];
    if (first !== undefined) await shell(`${first} && git add . && git commit -qm migrated`, folder);
    const { code, printed: output } = await shell(command, folder);
    expect(code, output).toBe(finds(command) ? 1 : 0);
    // With everything in files there is nothing to read here.
    if (!/codemods report .*--report/.test(command)) expect(output).not.toBe('');
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

describe('the pages for whoever works here', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };

  it.each([...housePages, ...pages])('%s names scripts and tests that there are', (page) => {
    expect(scriptsIn(page).filter((script) => !(script in scripts))).toEqual([]);
    expect(testsIn(page).filter((test) => !existsSync(path.join(root, test)))).toEqual([]);
  });

  it('print commands of package.json, which CI and the tests of their subjects run', () => {
    const own = /^(?:npm (?:ci|test|run [\w:-]+(?: -- .*)?)|\.ci\/run)$/;
    const strange = housePages.flatMap(printedIn).filter(({ command }) => !own.test(command));
    expect(strange).toEqual([]);
  });
});
