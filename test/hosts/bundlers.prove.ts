import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ScriptedGateway, scriptedGateway } from '../gateway/scripted-gateway';
import { run } from '../program';
import { type InstalledHost, installedHost, sendingSdk } from './installed-host';

let gateway: ScriptedGateway;
let host: InstalledHost;
beforeAll(async () => {
  gateway = await scriptedGateway();
  host = installedHost('bundlers', 'copied');
  host.write(sendingSdk);
});
afterAll(async () => {
  host.remove();
  await gateway.close();
});
beforeEach(() => {
  gateway.seen.length = 0;
});

const program = (sdk: string) => `
const { Zentra } = require('${sdk}');
const client = new Zentra({ secretKey: 'sk_sandbox_bundled', baseUrl: process.env.GATEWAY });
client.cards.freeze('card_1').then((result) => console.log(JSON.stringify([result])));`;

const webpack = (alias: object) => `
require('webpack')({
  target: 'node', mode: 'production', context: __dirname, entry: './entry.js',
  output: { path: __dirname + '/out', filename: 'index.js' },
  resolve: { alias: ${JSON.stringify(alias)} },
}, (error, stats) => {
  if (error || stats.hasErrors()) throw error ?? new Error(stats.toString());
});`;
/** undici asks for node:sqlite, which not every Node has, only where it is used; rollup would ask at once. */
const rollup = `
import commonjs from '@rollup/plugin-commonjs'; import json from '@rollup/plugin-json'; import resolve from '@rollup/plugin-node-resolve';
export default { input: 'entry.js', output: { file: 'out/index.js', format: 'cjs', inlineDynamicImports: true },
  plugins: [resolve({ preferBuiltins: true }), commonjs({ ignoreDynamicRequires: true, ignore: ['node:sqlite'] }), json()] };`;

interface Bundler {
  /** Script that bundles, from the host's folder, and its arguments. */
  command: [script: string, ...args: string[]];
  config?: Record<string, string>;
}
const bundlers: Record<string, Bundler> = {
  'webpack 5': { command: ['build.cjs'], config: { 'build.cjs': webpack({}) } },
  'rollup 4': { command: ['node_modules/.bin/rollup', '-c'], config: { 'rollup.config.mjs': rollup } },
  ncc: { command: ['node_modules/.bin/ncc', 'build', 'entry.js', '-o', 'out'] },
};

async function bundled(bundler: Bundler, sdk: string, flags: string[] = []) {
  host.write({ 'entry.js': program(sdk), ...bundler.config });
  const built = await run(host.folder, bundler.command, { env: { HOME: host.folder } });
  expect(built.code, built.stdout + built.stderr).toBe(0);
  // From its own folder: where the packages are not asked for, they may as well be missing.
  return run(join(host.folder, 'out'), [...flags, 'index.js'], { env: { GATEWAY: gateway.url } });
}
const sent = () => gateway.seen.map(({ method, url }) => `${method} ${url}`);

describe.each(Object.entries(bundlers))('a bundle of %s', (_, bundler) => {
  it('with the drop-in starts and sends to the reviewed gateway', async () => {
    const { printed, stderr } = await bundled(bundler, 'zentra-compat');
    expect(stderr).not.toContain('Error');
    expect([printed, sent()]).toEqual([[[{}]], ['POST /api/v1/cards/card_1/lock']]);
  });

  it('with the SDK in it is warned of under the preload', async () => {
    const { stderr } = await bundled(bundler, '@zentra/sdk', ['-r', 'zentra-compat/register']);
    expect(sent()).toEqual(['POST /v1/cards/card_1/freeze']);
    expect(stderr).toContain('ZENTRA_REGISTER_PASSED_BY');
  });
});

it('an alias of webpack’s puts zentra-compat in the place of the SDK', async () => {
  const config = { 'build.cjs': webpack({ '@zentra/sdk$': 'zentra-compat' }) };
  const { printed } = await bundled({ command: ['build.cjs'], config }, '@zentra/sdk');
  expect([printed, sent()]).toEqual([[[{}]], ['POST /api/v1/cards/card_1/lock']]);
});
