import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScriptedGateway, scriptedGateway } from '../gateway/scripted-gateway';
import { run } from '../program';
import { type InstalledHost, installedHost } from './installed-host';

let gateway: ScriptedGateway;
beforeAll(async () => {
  gateway = await scriptedGateway();
});
afterAll(() => gateway.close());

const program = (setUp: string) => `
const { Zentra } = require('zentra-compat');
const baseUrl = process.env.GATEWAY;
const answer = { success: true, data: { double: true } };
(async () => {
  ${setUp}
  const client = new Zentra({ secretKey: 'sk_sandbox_host', baseUrl, maxRetries: 0 });
  console.log(JSON.stringify([await client.cards.lock('card_1')]));
  process.exit();
})();`;

describe('a test double that catches the SDK', () => {
  let host: InstalledHost;
  beforeAll(() => {
    host = installedHost('doubles', 'linked');
  });
  afterAll(() => host.remove());

  const path = '/api/v1/cards/card_1/lock';
  it.each([
    [
      'msw',
      `const { setupServer } = require('msw/node'); const { http, HttpResponse } = require('msw');
       setupServer(http.post(baseUrl + '${path}', () => HttpResponse.json(answer))).listen();`,
    ],
    ['nock 14', `require('nock')(baseUrl).post('${path}').reply(200, answer);`],
    ['nock 13', `require('nock13')(baseUrl).post('${path}').reply(200, answer);`],
    ['sinon', `require('sinon').stub(globalThis, 'fetch').resolves({ ok: true, json: async () => answer });`],
  ])('%s catches us', async (_, setUp) => {
    gateway.seen.length = 0;
    host.write({ 'app.cjs': program(setUp) });
    const ran = await run(host.folder, ['app.cjs'], { env: { GATEWAY: gateway.url } });
    expect([ran.printed, gateway.seen.length]).toEqual([[[{ double: true }]], 0]);
  });
});

describe('the drop-in runs on', () => {
  let host: InstalledHost;
  beforeAll(() => {
    host = installedHost('runtimes', 'linked');
    host.write({ 'app.cjs': program('') });
  });
  afterAll(() => host.remove());

  it.each([
    ['Bun', 'bun', ['app.cjs']],
    ['Deno', 'deno', ['run', '-A', 'app.cjs']],
  ])('%s, through its fetch', async (_, bin, args) => {
    gateway.seen.length = 0;
    const command = host.command(bin);
    expect(existsSync(command)).toBe(true);
    const ran = await run(host.folder, args, {
      node: command,
      env: { GATEWAY: gateway.url, HOME: host.folder },
    });
    expect([ran.printed, gateway.seen.length]).toEqual([[[{}]], 1]);
  });

  it.each(['18', '22', '24'])('Node %s', async (version) => {
    gateway.seen.length = 0;
    const node = execFileSync('npx', ['-y', `node@${version}`, '-p', 'process.execPath'], {
      encoding: 'utf8',
    }).trim();
    const ran = await run(host.folder, ['app.cjs'], { node, env: { GATEWAY: gateway.url } });
    expect([ran.printed, gateway.seen.length]).toEqual([[[{}]], 1]);
  });
});
