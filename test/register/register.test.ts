import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type ScriptedGateway, scriptedGateway } from '../gateway/scripted-gateway';
import { project, run } from '../program';
import { standInSdks } from './stand-in-sdk';

let gateway: ScriptedGateway;
beforeAll(async () => {
  gateway = await scriptedGateway();
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.seen.length = 0;
});

const requests = () => gateway.seen.map(({ method, url, body }) => `${method} ${url} ${body}`);

/** What an old program does with the SDK in each form that it may have loaded it in, and what it can see of it. */
const oldProgram = `
module.exports = async ({ Zentra, ZentraSdkError }, form) => {
  const client = new Zentra({ secretKey: 'sk_sandbox_register', baseUrl: process.env.GATEWAY + '/v1' });
  await client.cards.freeze(form, 'lost');
  class Mine extends Zentra {
    #own = 'own field';
    read() { return this.#own + ', ' + this.describe(); }
  }
  const mine = new Mine({ apiKey: 'sk_sandbox_register', baseUrl: process.env.GATEWAY });
  await mine.cards.unfreeze(form);
  console.log(JSON.stringify({
    form,
    instance: client instanceof Zentra,
    derived: mine instanceof Mine && mine instanceof Zentra && mine.read(),
    transfer: client.transfers.create(),
    passed: client.cards.details('card_1'),
    getter: client.masked,
    keys: Object.keys(client),
    version: Zentra.version,
    error: typeof ZentraSdkError,
  }));
};
`;

const seenOf = (form: string) => ({
  form,
  instance: true,
  derived: 'own field, client sk_sandbox_',
  transfer: 'transferred',
  passed: 'client sk_sandbox_ details of card_1',
  getter: 'sk_sandbox_',
  keys: ['cards', 'transfers'],
  version: '0.9',
  error: 'function',
});

const imported = `
import use from './old-program.cjs';
import { Zentra, ZentraSdkError } from '@zentra/sdk';
import standard from '@zentra/sdk';
import * as sdk from '@zentra/sdk';
await use({ Zentra, ZentraSdkError }, 'named');
await use({ Zentra: standard.Zentra ?? standard, ZentraSdkError }, 'default');
await use({ ...sdk, Zentra: sdk.Client }, 'namespace');
await use(await import('@zentra/sdk'), 'dynamic');
`;

const required = `
const use = require('./old-program.cjs');
const { Zentra, ZentraSdkError } = require('@zentra/sdk');
const sdk = require('@zentra/sdk');
(async () => {
  await use({ Zentra, ZentraSdkError }, 'destructured');
  await use({ Zentra: sdk.Client, ZentraSdkError }, 'property');
  await use({ Zentra: sdk.default ?? sdk, ZentraSdkError }, 'module');
  await use(await import('@zentra/sdk'), 'dynamic');
})();
`;

const programs = {
  'app.mjs': { source: imported, forms: ['named', 'default', 'namespace', 'dynamic'] },
  'app.cjs': { source: required, forms: ['destructured', 'property', 'module', 'dynamic'] },
};

/** The machine's Node; with `ZENTRA_TEST_NODES=22,24` these as well, through npx. */
const nodes: [string, string][] = [
  [process.version, process.execPath],
  ...(process.env.ZENTRA_TEST_NODES ?? '')
    .split(',')
    .filter(Boolean)
    .map((version): [string, string] => [
      `v${version}`,
      execFileSync('npx', ['-y', `node@${version}`, '-p', 'process.execPath'], { encoding: 'utf8' }).trim(),
    ]),
];

describe.each(nodes)('on Node %s', (version, node) => {
  const requiresModules = Number(version.slice(1, 3)) > 20;
  const cases = Object.keys(standInSdks).flatMap((format) =>
    Object.keys(programs).flatMap((file) =>
      ['--import', '-r'].map((flag) => ({ format, file, flag }) as Case),
    ),
  );
  interface Case {
    format: keyof typeof standInSdks;
    file: keyof typeof programs;
    flag: string;
  }

  it.each(cases.filter(({ format, file }) => requiresModules || format !== 'ESM' || file === 'app.mjs'))(
    'preloading with $flag wraps the clients of an SDK in $format for $file',
    async ({ format, file, flag }) => {
      const { source, forms } = programs[file];
      const app = project({ ...standInSdks[format], [file]: source, 'old-program.cjs': oldProgram });
      onTestFinished(app.remove);

      const ran = await run(app.folder, [flag, 'zentra-compat/register', file], {
        node,
        env: { GATEWAY: gateway.url },
      });

      expect(ran.stderr).toContain('[ZENTRA_DEP0001] DeprecationWarning');
      expect(ran.stderr).toContain('at old-program.cjs:4:22');
      expect(ran.stderr).not.toContain('ZENTRA_REGISTER_FAILED');
      expect(ran.printed).toEqual(forms.map(seenOf));
      expect(requests()).toEqual(
        forms.flatMap((form) => [
          `POST /api/v1/cards/${form}/lock {"reason":"lost"}`,
          `POST /api/v1/cards/${form}/unlock {}`,
        ]),
      );
    },
  );
});

describe('a program whose SDK cannot be wrapped', () => {
  const starts = async (sdk: Record<string, string>, source: string) => {
    const app = project({ ...sdk, 'app.mjs': source });
    onTestFinished(app.remove);
    return run(app.folder, ['--import', 'zentra-compat/register', 'app.mjs'], {
      env: { GATEWAY: gateway.url },
    });
  };
  const failures = (stderr: string) => stderr.match(/ZENTRA_REGISTER_FAILED/g)?.length ?? 0;

  it('starts all the same where nothing that the SDK makes has card operations', async () => {
    const sdk = {
      'node_modules/@zentra/sdk/package.json': '{ "name": "@zentra/sdk", "main": "index.js" }',
      'node_modules/@zentra/sdk/index.js': 'exports.createClient = () => ({ cards: {} });',
    };
    const source = `
      import sdk, { createClient } from '@zentra/sdk';
      import { createRequire } from 'node:module';
      console.log(JSON.stringify(createRequire(import.meta.url)('@zentra/sdk').createClient === createClient));
      console.log(JSON.stringify([Object.keys(sdk)]));
    `;
    const ran = await starts(sdk, source);
    expect(ran.stdout).toBe('true\n[["createClient"]]\n');
    expect(ran.stderr).toBe('');
  });

  it('keeps the clients whose key it cannot read, and says so once', async () => {
    const source = `
      import { Zentra } from '@zentra/sdk';
      const clients = [new Zentra({ apiKey: 'secret' }), new Zentra({ apiKey: 'secret' })];
      console.log(JSON.stringify(clients.map((client) => client.cards.freeze())));
    `;
    const ran = await starts(standInSdks.ESM, source);
    expect(ran.printed).toEqual([['the old freeze', 'the old freeze']]);
    expect(failures(ran.stderr)).toBe(1);
    expect(ran.stderr).not.toContain('secret');
  });

  it('fails as before where the SDK is not installed', async () => {
    const ran = await starts({}, `import '@zentra/sdk';`);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain("Cannot find package '@zentra/sdk'");
  });
});

it('wraps a client class of the time before classes, also where another derives from it', async () => {
  const app = project({
    'node_modules/@zentra/sdk/package.json': '{ "name": "@zentra/sdk", "main": "index.js" }',
    'node_modules/@zentra/sdk/index.js': `
      module.exports = function Zentra(options) {
        if (!(this instanceof Zentra)) return new Zentra(options);
        this.cards = { freeze: () => 'the old freeze' };
      };`,
    'app.cjs': `
      const Zentra = require('@zentra/sdk');
      function Mine(options) { Zentra.call(this, options); }
      require('node:util').inherits(Mine, Zentra);
      const options = { secretKey: 'sk_sandbox_register', baseUrl: process.env.GATEWAY };
      (async () => {
        for (const client of [Zentra(options), new Mine(options)]) await client.cards.freeze('card_1');
      })();`,
  });
  onTestFinished(app.remove);
  await run(app.folder, ['-r', 'zentra-compat/register', 'app.cjs'], { env: { GATEWAY: gateway.url } });
  expect(requests()).toEqual(['POST /api/v1/cards/card_1/lock {}', 'POST /api/v1/cards/card_1/lock {}']);
});
