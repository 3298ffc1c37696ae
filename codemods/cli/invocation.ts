import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Invocation } from '../reports/next-steps';
import type { Io } from './io';
import type { MigrateFlags } from './migrate';

/** How a `migrate` was started, for the commands to type next. */
export function invocationOf(
  given: readonly string[],
  flags: Partial<MigrateFlags>,
  root: string,
  { env }: Pick<Io, 'env'>,
): Invocation {
  return { selection: [...given, ...selectingFlags(flags)], runner: runnerOf(env), install: installOf(root) };
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

/** What runs a package's command without an installation, or out of one. */
function runnerOf(env: Io['env']): string | undefined {
  if (env.npm_execpath === undefined && env.npm_config_user_agent === undefined) return undefined;
  const [manager] = (env.npm_config_user_agent ?? 'npm/').split('/');
  const runners: Readonly<Record<string, string>> = { pnpm: 'pnpm exec', yarn: 'yarn', bun: 'bunx' };
  return runners[manager ?? ''] ?? 'npx';
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
