import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ScriptedGateway, scriptedGateway } from '../gateway/scripted-gateway';
import { type Ran, run } from '../program';
import { type InstalledHost, installedHost, sendingSdk } from './installed-host';

let gateway: ScriptedGateway;
let host: InstalledHost;
beforeAll(async () => {
  gateway = await scriptedGateway();
  host = installedHost('runners', 'copied');
  host.write(sendingSdk);
});
afterAll(async () => {
  host.remove();
  await gateway.close();
});
beforeEach(() => {
  gateway.seen.length = 0;
});

/** @param setUp a double of the test's, if any */
const jestTest = (setUp = '') => `
const { Zentra } = require('@zentra/sdk');
test('freezes', async () => {
  ${setUp}
  await new Zentra({ secretKey: 'sk_sandbox_jest', baseUrl: process.env.GATEWAY }).cards.freeze('card_1');
});`;
const vitestTest = (setUp = '') => `
import { Zentra } from '@zentra/sdk';
import { test, vi } from 'vitest';
test('freezes', async () => {
  ${setUp}
  await new Zentra({ secretKey: 'sk_sandbox_vitest', baseUrl: process.env.GATEWAY }).cards.freeze('card_1');
});`;

const mapped = `module.exports = { moduleNameMapper: { '^@zentra/sdk$': 'zentra-compat' } };`;
const aliased = `export default { test: { pool: 'forks' }, resolve: { alias: { '@zentra/sdk': 'zentra-compat' } } };`;
const inlined = `export default { test: { pool: 'forks', server: { deps: { inline: ['@zentra/sdk'] } } } };`;

interface Runner {
  args: string[];
  test: [file: string, text: (setUp?: string) => string];
  double: string;
  /** Configuration with which the runner's own modules are not reached, and with which they are. */
  config: { file: string; passedBy: string; reached: string };
}
const answer = `{ success: true, data: {} }`;
const runners: Record<string, Runner> = {
  'Jest 30': {
    args: ['jest', '--ci'],
    test: ['card.test.js', jestTest],
    double: `global.fetch = jest.fn(async () => new Response(JSON.stringify(${answer})));`,
    config: { file: 'jest.config.js', passedBy: 'module.exports = {};', reached: mapped },
  },
  'Vitest 4': {
    args: ['vitest', 'run'],
    test: ['card.test.mjs', vitestTest],
    double: `vi.stubGlobal('fetch', vi.fn(async () => new Response(JSON.stringify(${answer}))));`,
    config: { file: 'vitest.config.mjs', passedBy: inlined, reached: aliased },
  },
};

const sent = () => gateway.seen.map(({ method, url }) => `${method} ${url}`);
const reviewed = ['POST /api/v1/cards/card_1/lock'];

describe.each(Object.entries(runners))('under the preload, %s', (_, { args, test, double, config }) => {
  const [file, text] = test;
  async function ran(settings: string, setUp = '', env: Record<string, string> = {}): Promise<Ran> {
    const [command = '', ...rest] = args;
    host.write({ [file]: text(setUp), [config.file]: settings });
    const NODE_OPTIONS = '-r zentra-compat/register';
    return run(host.folder, [host.command(command), ...rest, file], {
      env: { GATEWAY: gateway.url, NODE_OPTIONS, HOME: host.folder, NO_COLOR: '1', ...env },
    });
  }

  it('with the mapping of docs/runtime.md sends to the reviewed gateway, without a warning of the preload’s', async () => {
    const { code, stderr } = await ran(config.reached);
    expect({ code, sent: sent() }).toEqual({ code: 0, sent: reviewed });
    expect(stderr).not.toContain('ZENTRA_REGISTER');
  });

  it('with it fails the check of stage 3 for what is not migrated', async () => {
    const { code, stdout, stderr } = await ran(config.reached, '', { ZENTRA_COMPAT_TARGET: '2.0.0' });
    expect([code, sent()]).toEqual([1, []]);
    expect(stdout + stderr).toContain('ZENTRA_DEP0001');
  });

  it('without it warns', async () => {
    const { code, stdout, stderr } = await ran(config.passedBy);
    expect([code, sent()]).toEqual([0, ['POST /v1/cards/card_1/freeze']]);
    expect(stdout + stderr).toContain('ZENTRA_REGISTER_PASSED_BY');
  });

  it('without it fails the check of stage 3, which it does not make', async () => {
    const { code, stdout, stderr } = await ran(config.passedBy, '', { ZENTRA_COMPAT_TARGET: '2.0.0' });
    expect([code, sent()]).toEqual([1, []]);
    expect(stdout + stderr).toContain('the target 2.0.0 is past the removal');
  });

  it('sends nothing where the test sent nothing before', async () => {
    const { code } = await ran(config.reached, double);
    expect([code, sent()]).toEqual([0, []]);
  });
});

it('under the preload, Vitest 4 is reached where it leaves the SDK to Node, as it does by default', async () => {
  host.write({ 'card.test.mjs': vitestTest(), 'vitest.config.mjs': 'export default {};' });
  const { code, stderr } = await run(host.folder, [host.command('vitest'), 'run', 'card.test.mjs'], {
    env: { GATEWAY: gateway.url, NODE_OPTIONS: '-r zentra-compat/register', HOME: host.folder },
  });
  expect({ code, sent: sent() }).toEqual({ code: 0, sent: reviewed });
  expect(stderr).not.toContain('ZENTRA_REGISTER');
});
