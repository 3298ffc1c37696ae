import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScriptedGateway, scriptedGateway } from '../gateway/scripted-gateway';
import { run } from '../program';

const root = join(import.meta.dirname, '../..');
let gateway: ScriptedGateway;
beforeAll(async () => {
  gateway = await scriptedGateway();
});
afterAll(() => gateway.close());

/** Installs what a folder beside this file locks, somewhere else, with the built package in it. */
function host(name: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `zentra-host-${name}-`)));
  cpSync(join(import.meta.dirname, name), folder, { recursive: true });
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'ignore' });
  symlinkSync(root, join(folder, 'node_modules/zentra-compat'));
  return folder;
}

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
  let folder: string;
  beforeAll(() => {
    folder = host('doubles');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
    writeFileSync(join(folder, 'app.cjs'), program(setUp));
    const ran = await run(folder, ['app.cjs'], { env: { GATEWAY: gateway.url } });
    expect([ran.printed, gateway.seen.length]).toEqual([[[{ double: true }]], 0]);
  });
});

describe('the drop-in runs on', () => {
  let folder: string;
  beforeAll(() => {
    folder = host('runtimes');
    writeFileSync(join(folder, 'app.cjs'), program(''));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['Bun', 'bun', ['app.cjs']],
    ['Deno', 'deno', ['run', '-A', 'app.cjs']],
  ])('%s, through its fetch', async (_, bin, args) => {
    gateway.seen.length = 0;
    const command = join(folder, 'node_modules/.bin', bin);
    expect(existsSync(command)).toBe(true);
    const ran = await run(folder, args, { node: command, env: { GATEWAY: gateway.url, HOME: folder } });
    expect([ran.printed, gateway.seen.length]).toEqual([[[{}]], 1]);
  });

  it.each(['18', '22', '24'])('Node %s', async (version) => {
    gateway.seen.length = 0;
    const node = execFileSync('npx', ['-y', `node@${version}`, '-p', 'process.execPath'], {
      encoding: 'utf8',
    }).trim();
    const ran = await run(folder, ['app.cjs'], { node, env: { GATEWAY: gateway.url } });
    expect([ran.printed, gateway.seen.length]).toEqual([[[{}]], 1]);
  });
});
