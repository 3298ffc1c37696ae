import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryOf } from '../engine/walk/repository';
import type { Invocation } from '../reports/next-steps';
import type { Io } from './io';
import type { MigrateFlags } from './migrate';
import { runnerOf } from './runner';

/** How `migrate` was started, for the suggested commands. */
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
    isInGit: repositoryOf(root) !== undefined,
  };
}

/** The given flags that select what is migrated. */
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

/** The install command of the package manager whose lock file the repository has. */
function installOf(root: string): string {
  const managers = [
    ['pnpm-lock.yaml', 'pnpm install'],
    ['yarn.lock', 'yarn install'],
    ['bun.lock', 'bun install'],
    ['bun.lockb', 'bun install'],
  ] as const;
  return managers.find(([lock]) => existsSync(join(root, lock)))?.[1] ?? 'npm install';
}
