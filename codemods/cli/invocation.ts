import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Invocation } from '../reports/next-steps';
import type { Io } from './io';
import type { MigrateFlags } from './migrate';
import { runnerOf } from './runner';

/** How a `migrate` was started, for the commands to type next. */
export function invocationOf(
  given: readonly string[],
  flags: Partial<MigrateFlags>,
  root: string,
  io: Pick<Io, 'env'>,
): Invocation {
  return {
    selection: [...given, ...selectingFlags(flags)],
    runner: runnerOf(io),
    install: installOf(root),
    isInGit: isInGit(root),
  };
}

/** Whether git's commands have something to say there. */
function isInGit(root: string): boolean {
  return existsSync(join(root, '.git')) || (dirname(root) !== root && isInGit(dirname(root)));
}

/** The flags that say what is migrated, as they were given. */
function selectingFlags({
  rule,
  skipRule,
  client,
  assumeClient,
  include,
  exclude,
  usage,
}: Partial<MigrateFlags>): string[] {
  const repeated = Object.entries({
    rule,
    'skip-rule': skipRule,
    'assume-client': assumeClient,
    include,
    exclude,
    usage,
  });
  return [
    ...repeated.flatMap(([name, values]) => (values ?? []).flatMap((value) => [`--${name}`, value])),
    ...(client === undefined ? [] : ['--client', client]),
  ];
}

/** By the lock file of the repository. */
function installOf(root: string): string {
  const managers = [
    ['pnpm-lock.yaml', 'pnpm install'],
    ['yarn.lock', 'yarn install'],
    ['bun.lock', 'bun install'],
    ['bun.lockb', 'bun install'],
  ] as const;
  return managers.find(([lock]) => existsSync(join(root, lock)))?.[1] ?? 'npm install';
}
