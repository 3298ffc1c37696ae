import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command, Subject } from './measure';

const commandLine = join(dirname(dirname(import.meta.dirname)), 'codemods/bin/zentra-codemods.cjs');

/** `zentra-codemods` with these arguments. Its journal and cache are below `home`, so that a run can start without any. */
export function ours(home: string, args: readonly string[], cwd?: string): Command {
  const env = {
    XDG_STATE_HOME: join(home, 'state'),
    XDG_CACHE_HOME: join(home, 'cache'),
    NODE_OPTIONS: '',
  };
  return { program: process.execPath, args: [commandLine, ...args], env, ...(cwd ? { cwd } : {}) };
}

const dryRun = (home: string, tree: string) =>
  ours(home, ['migrate', '--dry-run', '--report', reportFile(home)], tree);

const forget = (home: string, ...names: string[]) => {
  for (const name of names) rmSync(join(home, 'cache', name), { recursive: true, force: true });
};

/** `migrate --dry-run` over a tree that it has not seen before. Its compiled code is cached, as after any run. */
export function firstDryRun(home: string, tree: string): Subject {
  const known = ['findings', 'inventory'].map((name) => join('zentra-codemods', name));
  return {
    name: 'zentra-codemods migrate --dry-run',
    command: dryRun(home, tree),
    prepare: () => forget(home, ...known),
  };
}

/** The same, without compiled code: the first run ever on a machine. */
export function veryFirstDryRun(home: string, tree: string): Subject {
  return {
    name: 'zentra-codemods migrate --dry-run, its first run of all',
    command: dryRun(home, tree),
    prepare: () => forget(home, 'zentra-codemods'),
  };
}

/** Path of a dry run's report. */
export const reportFile = (home: string): string => join(home, 'report.json');
