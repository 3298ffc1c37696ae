import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ScriptedGateway, scriptedGateway } from '../gateway/scripted-gateway';
import { run } from '../program';
import { type InstalledHost, installedHost, sendingSdk } from './installed-host';

/* Yarn's Plug'n'Play: packages stay in archives, which only processes and threads that Yarn has patched can read. */

const root = join(import.meta.dirname, '../..');
let gateway: ScriptedGateway;
let host: InstalledHost;
let app: string;
let yarn: string;
beforeAll(async () => {
  gateway = await scriptedGateway();
  host = installedHost('pnp', 'linked');
  app = join(host.folder, 'app');
  yarn = join(host.folder, 'node_modules/@yarnpkg/cli-dist/bin/yarn.js');
  const program = `
new Zentra({ secretKey: 'sk_sandbox_pnp', baseUrl: process.env.GATEWAY }).cards.freeze('card_1')
  .then((result) => console.log(JSON.stringify(result)));`;
  host.write({
    'app/app.cjs': `const { Zentra } = require('@zentra/sdk');${program}`,
    'app/app.mjs': `import { Zentra } from '@zentra/sdk';${program}`,
    'app/package.json': JSON.stringify({
      private: true,
      dependencies: { 'zentra-compat': 'file:./zentra-compat-1.0.0.tgz', '@zentra/sdk': 'file:./sdk' },
    }),
    'app/yarn.lock': '',
    'app/.yarnrc.yml': [
      'nodeLinker: pnp',
      'pnpEnableEsmLoader: true',
      'enableGlobalCache: false',
      'enableTelemetry: false',
      'enableImmutableInstalls: false',
      '',
    ].join('\n'),
  });
  for (const [path, text] of Object.entries(sendingSdk))
    host.write({ [path.replace('node_modules/@zentra/sdk', 'app/sdk')]: text });
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', app], {
    cwd: root,
    stdio: 'ignore',
  });
  execFileSync(process.execPath, [yarn, 'install'], { cwd: app, stdio: 'pipe' });
});
afterAll(async () => {
  host.remove();
  await gateway.close();
});
beforeEach(() => {
  gateway.seen.length = 0;
});

describe('Yarn PnP under the preload', () => {
  it.each([
    ['-r', 'app.cjs'],
    ['-r', 'app.mjs'],
    ['--import', 'app.cjs'],
    ['--import', 'app.mjs'],
  ])('%s %s sends to the reviewed gateway', async (flag, file) => {
    const ran = await run(app, [yarn, 'node', flag, 'zentra-compat/register', file], {
      env: { GATEWAY: gateway.url },
    });
    expect(ran).toMatchObject({ code: 0, printed: [{}], stderr: expect.stringContaining('ZENTRA_DEP0001') });
    expect(gateway.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /api/v1/cards/card_1/lock',
    ]);
  });
});
