import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command, Subject } from './measure';

const commandLine = join(dirname(dirname(import.meta.dirname)), 'codemods/bin/zentra-codemods.cjs');

/** `zentra-codemods` with these arguments; its journal and its cache lie below `home`, so that a run can begin without any. */
export function ours(home: string, args: readonly string[], cwd?: string): Command {
  const env = {
    XDG_STATE_HOME: join(home, 'state'),
    XDG_CACHE_HOME: join(home, 'cache'),
    NODE_OPTIONS: '',
  };
  return { program: process.execPath, args: [commandLine, ...args], env, ...(cwd ? { cwd } : {}) };
}

/** `migrate --dry-run` as a first run has it: nothing in our own cache. */
export function firstDryRun(home: string, tree: string): Subject {
  return {
    name: 'zentra-codemods migrate --dry-run',
    command: ours(home, ['migrate', '--dry-run', '--report', reportFile(home)], tree),
    prepare: () => rmSync(join(home, 'cache'), { recursive: true, force: true }),
  };
}

/** Where a dry run leaves its report. */
export const reportFile = (home: string): string => join(home, 'report.json');
