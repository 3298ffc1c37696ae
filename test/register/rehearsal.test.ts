import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished } from 'vitest';
import { wrappedStandIn } from '../../codemods/rehearse/stand-in';
import { type ScriptedGateway, scriptedGateway } from '../gateway/scripted-gateway';
import { project, run } from '../program';

let gateway: ScriptedGateway;
beforeAll(async () => {
  gateway = await scriptedGateway();
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.seen.length = 0;
});

const folder = 'node_modules/@zentra/sdk';
/** Sends transfers itself, and has a client class that may be called in every way. */
const sdk = {
  [`${folder}/package.json`]: '{ "name": "@zentra/sdk", "main": "index.js" }',
  [`${folder}/index.js`]: `
class Zentra {
  constructor(options) {
    this.cards = { freeze() {} };
    this.transfers = {
      create: () => fetch((options.baseUrl ?? options.baseURL) + '/transfers', {
        method: 'POST', headers: { authorization: options.secretKey ?? options.apiKey, environment: options.environment },
      }),
    };
  }
}
exports.Zentra = Zentra;
exports.createClient = (options) => new Zentra(options);`,
};
const program = (client: string, module = '@zentra/sdk') => `
const { Zentra, createClient } = require('${module}');
const client = ${client};
client.cards.freeze('card_1').then(() => client.transfers.create());`;
const seen = () =>
  gateway.seen.map(
    ({ method, url, headers }) => `${method} ${url} ${headers.authorization} ${headers.environment ?? ''}`,
  );
const locked = 'POST /api/v1/cards/card_1/lock Bearer sk_sandbox_rehearsal ';

it.each([
  [
    'new Zentra() under the preload',
    program(
      `new Zentra({ apiKey: 'sk_live_real', environment: 'live', baseUrl: 'https://live.example/api/v1' })`,
    ),
    '/api/v1/transfers',
  ],
  [
    'a function of the SDK’s under the preload',
    program(`createClient({ secretKey: 'sk_live_real', baseURL: 'https://live.example' })`),
    '/transfers',
  ],
  [
    'the drop-in',
    program(`new Zentra({ secretKey: 'sk_live_real', sdk: require('@zentra/sdk') })`, 'zentra-compat'),
    '/transfers',
  ],
])('in a rehearsal, what the SDK itself sends reaches the sandbox: %s', async (_, source, path) => {
  const app = project({ ...sdk, 'app.cjs': source });
  onTestFinished(app.remove);
  const ran = await run(app.folder, ['-r', 'zentra-compat/register', 'app.cjs'], {
    env: { ZENTRA_COMPAT_REHEARSAL: gateway.url },
  });
  expect(ran.stderr).not.toContain('ZENTRA_REGISTER');
  expect(seen()).toEqual([locked, `POST ${path} sk_sandbox_rehearsal sandbox`]);
});

it('the stand-in of a rehearsal is in order: a runner that loads it is not warned of, nor stopped', async () => {
  const source = `
const { Script } = require('node:vm');
const { readFileSync } = require('node:fs');
const filename = require.resolve('@zentra/sdk');
new Script(readFileSync(filename, 'utf8'), { filename });
${program(`new Zentra({ secretKey: 'sk_live_real' })`)}`;
  const app = project({ ...sdk, 'app.cjs': source });
  onTestFinished(app.remove);
  mkdirSync(join(app.folder, 'installed'));
  renameSync(join(app.folder, folder), join(app.folder, 'installed/sdk'));
  const wrapper = join(import.meta.dirname, '../..');
  const standIn = wrappedStandIn(wrapper, join(wrapper, 'codemods/dist/rehearse-guard.cjs'));
  await standIn(join(app.folder, folder), join(app.folder, 'installed/sdk'));
  const ran = await run(app.folder, ['-r', 'zentra-compat/register', 'app.cjs'], {
    env: { ZENTRA_COMPAT_REHEARSAL: gateway.url },
  });
  expect(ran.stderr).not.toContain('ZENTRA_REGISTER');
  expect(seen()).toEqual([locked, 'POST /transfers sk_sandbox_rehearsal sandbox']);
});
