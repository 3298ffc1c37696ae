import type { Io } from './io';

const runners: Readonly<Record<string, string>> = { pnpm: 'pnpm exec', yarn: 'yarn', bun: 'bunx' };
/** Of these, `exec` finds only what is installed. */
const fetchers: Readonly<Record<string, string>> = { pnpm: 'pnpm dlx', yarn: 'yarn dlx' };

/**
 * What runs a package's command without an installation, or out of one; `undefined` where the command was typed by its own name.
 *
 * @param script where the command is
 */
export function runnerOf({ env }: Pick<Io, 'env'>, script = __filename): string | undefined {
  if (env.npm_execpath === undefined && env.npm_config_user_agent === undefined) return undefined;
  const [manager = ''] = (env.npm_config_user_agent ?? 'npm/').split('/');
  const isFetched = /[\\/]dlx(?:-[^\\/]*)?[\\/]/.test(script);
  return (isFetched ? fetchers[manager] : undefined) ?? runners[manager] ?? 'npx';
}
