import { TOOL } from '../engine/tool';
import type { Io } from './io';

const runners: Readonly<Record<string, string>> = { pnpm: 'pnpm exec', yarn: 'yarn', bun: 'bunx' };
/** The `exec` of these managers finds installed packages only, so a fetched package needs `dlx`. */
const fetchers: Readonly<Record<string, string>> = { pnpm: 'pnpm dlx', yarn: 'yarn dlx' };

/** A command of this tool, as the package manager that started the running one runs it. */
export const commandOf = (io: Pick<Io, 'env'>, ...words: readonly string[]): string =>
  [runnerOf(io) ?? [], TOOL.name, ...words].flat().join(' ');

/**
 * The prefix with which the package manager runs this command; `undefined` if it was started directly.
 *
 * @param script path of the running command
 */
export function runnerOf({ env }: Pick<Io, 'env'>, script = __filename): string | undefined {
  if (env.npm_execpath === undefined && env.npm_config_user_agent === undefined) return undefined;
  const [manager = ''] = (env.npm_config_user_agent ?? 'npm/').split('/');
  const isFetched = /[\\/]dlx(?:-[^\\/]*)?[\\/]/.test(script);
  return (isFetched ? fetchers[manager] : undefined) ?? runners[manager] ?? 'npx';
}
