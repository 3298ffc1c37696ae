import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryOf } from '../engine/walk/repository';
import type { Invocation } from '../reports/next-steps';
import type { Io } from './io';
import type { MigrateFlags } from './migrate';
import { runnerOf } from './runner';

/** How `migrate` was started, for the suggested commands. */
export function invocationOf(
  given: readonly string[],
  flags: Partial<MigrateFlags> & { answer?: string[]; reason?: string },
  root: string,
  io: Pick<Io, 'env'>,
): Invocation {
  return {
    selection: [...given, ...selectingFlags(flags)],
    answers: answerFlags(flags),
    isForced: flags.force,
    runner: runnerOf(io),
    install: installOf(root),
    isInGit: repositoryOf(root) !== undefined,
  };
}

/** The given flags that select what is migrated, or that keep a run from writing. */
function selectingFlags({
  rule,
  skipRule,
  client,
  assumeClient,
  include,
  exclude,
  usage,
  verify,
  verifyTimeout,
  verifyMemory,
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
    ...(verify ? ['--verify'] : []),
    ...(verifyTimeout === undefined ? [] : ['--verify-timeout', String(verifyTimeout)]),
    ...(verifyMemory === undefined ? [] : ['--verify-memory', String(verifyMemory)]),
  ];
}

function answerFlags({ answer = [], reason }: { answer?: string[]; reason?: string }): string[] {
  return [
    ...answer.flatMap((each) => ['--answer', each]),
    ...(reason === undefined ? [] : ['--reason', reason]),
  ];
}

/** The install command of the package manager that package.json names, or whose lock file the repository has. */
function installOf(root: string): string {
  const managers = [
    ['pnpm', 'pnpm-lock.yaml'],
    ['yarn', 'yarn.lock'],
    ['bun', 'bun.lock'],
    ['bun', 'bun.lockb'],
  ] as const;
  const named = namedManager(root);
  const manager = managers.find(([name, lock]) =>
    named === undefined ? existsSync(join(root, lock)) : name === named,
  );
  return `${manager?.[0] ?? 'npm'} install`;
}

/** The package manager that `packageManager` (`pnpm@9.1.0`) or `devEngines` of the package.json names. */
function namedManager(root: string): string | undefined {
  try {
    const { packageManager, devEngines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    if (typeof packageManager === 'string') return packageManager.split('@')[0];
    const name: unknown = [devEngines?.packageManager].flat()[0]?.name;
    return typeof name === 'string' ? name : undefined;
  } catch {
    // Without a readable package.json, the lock files tell.
    return undefined;
  }
}
