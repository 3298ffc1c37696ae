import { expect, test } from 'vitest';
import { runnerOf } from '../../../codemods/cli/runner';

const installed = '/shop/node_modules/zentra-codemods/dist/main.cjs';

test.each<[string | undefined, string, string | undefined]>([
  [undefined, installed, undefined],
  ['npm/10.8.2 node/v20.20.2', installed, 'npx'],
  ['pnpm/9.1.0 npm/? node/v20.20.2', installed, 'pnpm exec'],
  [
    'pnpm/9.1.0 npm/? node/v20.20.2',
    '/home/a/.cache/pnpm/dlx/6f3/node_modules/zentra-codemods/dist/main.cjs',
    'pnpm dlx',
  ],
  ['yarn/4.2.1 npm/? node/v20.20.2', installed, 'yarn'],
  [
    'yarn/4.2.1 npm/? node/v20.20.2',
    '/tmp/xfs-1/dlx-77/node_modules/zentra-codemods/dist/main.cjs',
    'yarn dlx',
  ],
  ['bun/1.1.0 npm/? node/v20.20.2', installed, 'bunx'],
])('%s, from %s, is started again with %s', (agent, script, runner) => {
  const env = agent === undefined ? {} : { npm_config_user_agent: agent };
  expect(runnerOf({ env }, script)).toBe(runner);
});
