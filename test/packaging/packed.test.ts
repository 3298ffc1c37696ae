import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScriptedGateway, scriptedGateway } from '../gateway/scripted-gateway';
import { run } from '../program';
import { type PackedProject, packedProject } from './packed-project';

const require = createRequire(import.meta.url);

let gateway: ScriptedGateway;
let app: PackedProject;
beforeAll(async () => {
  gateway = await scriptedGateway();
  app = packedProject();
});
afterAll(async () => {
  app.remove();
  await gateway.close();
});

const start = async (files: Record<string, string>, args = Object.keys(files)) => {
  app.write(files);
  gateway.seen.length = 0;
  const ran = await run(app.folder, args, { env: { GATEWAY: gateway.url } });
  expect(
    ran.stderr.replace(/^.*Warning.*$|^More: npx zentra-codemods explain .*$|^\(Use `node.*$/gm, '').trim(),
  ).toBe('');
  return ran.printed;
};

describe('the packed package', () => {
  const use = `
const client = new Zentra({ secretKey: 'sk_sandbox_packed', environment: 'sandbox', baseUrl: process.env.GATEWAY });
client.cards.freeze('card_1').then(() => console.log(JSON.stringify(['frozen'])));
`;

  it.each([
    ['const { Zentra } = require', 'old.cjs', `const { Zentra } = require('zentra-compat');${use}`],
    [
      'new Zentra.Client',
      'client.cjs',
      `const sdk = require('zentra-compat'); const Zentra = sdk.Client;${use}`,
    ],
    ['require is the class', 'class.cjs', `const Zentra = require('zentra-compat');${use}`],
    ['require().default', 'default.cjs', `const Zentra = require('zentra-compat').default;${use}`],
    ['import { Zentra }', 'named.mjs', `import { Zentra } from 'zentra-compat';${use}`],
    ['import Zentra', 'default.mjs', `import Zentra from 'zentra-compat';${use}`],
    ['import * as', 'all.mjs', `import * as sdk from 'zentra-compat'; const { Client: Zentra } = sdk;${use}`],
    ['import()', 'dynamic.cjs', `import('zentra-compat').then(({ Zentra }) => {${use}});`],
  ])('runs an old program that says %s', async (_, file, source) => {
    expect(await start({ [file]: source })).toEqual([['frozen']]);
    expect(gateway.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /api/v1/cards/card_1/lock',
    ]);
  });

  it('is one package, whichever way it is loaded', async () => {
    const source = `
import { createRequire } from 'node:module';
import * as imported from 'zentra-compat';
import * as contract from 'zentra-compat/contract';
const required = createRequire(import.meta.url)('zentra-compat');
const { default: own, ...names } = imported;
const error = await new required.Zentra({ secretKey: 'sk_sandbox_packed' }).cards.lock('').catch((reason) => reason);
console.log(JSON.stringify({
  same: Object.keys(names).every((name) => required[name] === imported[name]) && own === required,
  names: Object.keys(required).filter((name) => !(name in imported)),
  instance: error instanceof imported.ZentraError && contract.deprecations === imported.deprecations,
}));`;
    expect(await start({ 'both.mjs': source })).toEqual([{ same: true, names: [], instance: true }]);
  });

  it('shows its classes under their own names', async () => {
    const source = `
const Zentra = require('zentra-compat');
const { inspect } = require('node:util');
const classes = Object.entries(Zentra).filter(([name, each]) => /^Zentra/.test(name) && each !== Zentra);
const client = new Zentra({ secretKey: 'sk_sandbox_packed' });
console.log(JSON.stringify([Zentra.name, inspect(client), classes.filter(([name, { prototype }]) => prototype.name !== name)]));`;
    expect(await start({ 'names.cjs': source })).toEqual([['Zentra', 'Zentra { cards }', []]]);
  });

  it('is its own SDK nowhere: under the alias @zentra/sdk nothing recurses', async () => {
    execFileSync('cp', ['-R', 'node_modules/zentra-compat', 'aliased'], { cwd: app.folder });
    execFileSync('sh', ['-c', 'mkdir -p node_modules/@zentra && mv aliased node_modules/@zentra/sdk'], {
      cwd: app.folder,
    });
    const source = `
const outcome = (name) => {
  const { Zentra } = require(name);
  const client = new Zentra({ secretKey: 'sk_sandbox_packed' });
  try { return typeof client.transfers; } catch (error) { return error.code; }
};
console.log(JSON.stringify([outcome('@zentra/sdk'), outcome('zentra-compat')]));`;
    expect(await start({ 'alias.cjs': source })).toEqual([['sdk_missing', 'sdk_missing']]);
    expect(await start({}, ['-r', 'zentra-compat/register', 'alias.cjs'])).toEqual([
      ['sdk_missing', 'sdk_missing'],
    ]);
    execFileSync('rm', ['-r', 'node_modules/@zentra'], { cwd: app.folder });
  });

  it('finds the SDK that the program has installed', async () => {
    const printed = await start(
      {
        'node_modules/@zentra/sdk/package.json': '{ "name": "@zentra/sdk", "main": "index.js" }',
        'node_modules/@zentra/sdk/index.js': `exports.Zentra = class {
          constructor({ secretKey }) { this.transfers = { create: () => 'sent with ' + secretKey.slice(0, 10) }; }
        };`,
        'pay.cjs': `const { Zentra } = require('zentra-compat');
          console.log(JSON.stringify(new Zentra({ secretKey: 'sk_sandbox_packed' }).transfers.create()));`,
      },
      ['pay.cjs'],
    );
    expect(printed).toEqual(['sent with sk_sandbox']);
    execFileSync('rm', ['-r', 'node_modules/@zentra'], { cwd: app.folder });
  });

  it('says what to pass where the installed SDK can only be imported', async () => {
    const printed = await start(
      {
        'node_modules/@zentra/sdk/package.json':
          '{ "name": "@zentra/sdk", "exports": { "import": "./index.mjs" } }',
        'node_modules/@zentra/sdk/index.mjs': `export class Zentra { transfers = { create: () => 'sent' }; }`,
        'pay.mjs': `import { Zentra } from 'zentra-compat';
          const secretKey = 'sk_sandbox_packed';
          try { new Zentra({ secretKey }).transfers; } catch (error) {
            console.log(JSON.stringify([error.code, error.message.includes("sdk: await import('@zentra/sdk')")]));
          }
          const client = new Zentra({ secretKey, sdk: await import('@zentra/sdk') });
          console.log(JSON.stringify(client.transfers.create()));`,
      },
      ['pay.mjs'],
    );
    expect(printed).toEqual([['sdk_not_loaded', true], 'sent']);
    execFileSync('rm', ['-r', 'node_modules/@zentra'], { cwd: app.folder });
  });

  it('loads neither undici nor semver before they are needed', async () => {
    const source = `require('zentra-compat'); require('zentra-compat/register');
console.log(JSON.stringify(Object.keys(require.cache).filter((file) => /undici|semver/.test(file))));`;
    expect(await start({ 'lazy.cjs': source })).toEqual([[]]);
  });

  const withoutUndici = `
const { Module } = require('node:module');
const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  if (request === 'undici') throw new Error('no undici here');
  return resolve.call(this, request, ...rest);
};`;

  it('sends through fetch where undici cannot be loaded', async () => {
    const source = `${withoutUndici}const { Zentra } = require('zentra-compat');${use}`;
    expect(await start({ 'fetch.cjs': source })).toEqual([['frozen']]);
    expect(gateway.seen[0]?.headers['user-agent']).toMatch(/^zentra-compat/);
  });

  it('refuses to build a client where there is neither undici nor fetch, and says what to pass', async () => {
    const source = `${withoutUndici}delete globalThis.fetch; const { Zentra } = require('zentra-compat');
try { new Zentra({ secretKey: 'sk_sandbox_packed' }); } catch (error) { console.log(JSON.stringify([error.field, error.message])); }`;
    expect(await start({ 'nothing.cjs': source })).toEqual([
      ['fetch', expect.stringContaining('pass the option fetch')],
    ]);
  });

  it("works where modules are CommonJS functions with a require of their own, as Jest's are", async () => {
    const source = `
const { createContext, runInContext } = require('node:vm');
const { dirname, join } = require('node:path');
const { createRequire } = require('node:module');
const { readFileSync } = require('node:fs');
const context = createContext({ process, Buffer, URL, URLSearchParams, AbortSignal, AbortController, setTimeout, clearTimeout, console });
const registry = new Map();
const requireFrom = (from) => (name) => {
  if (/^(node:|undici|semver)/.test(name)) return createRequire(from)(name);
  const file = createRequire(from).resolve(name);
  if (!registry.has(file)) {
    const module = { exports: {} };
    registry.set(file, module);
    const wrapper = '(function (module, exports, require, __filename, __dirname) {' + readFileSync(file, 'utf8') + '\\n})';
    runInContext(wrapper, context, { filename: file })(module, module.exports, requireFrom(file), file, dirname(file));
  }
  return registry.get(file).exports;
};
const { Zentra, ZentraError } = requireFrom(__filename)('zentra-compat');
const client = new Zentra({ secretKey: 'sk_sandbox_packed', baseUrl: process.env.GATEWAY });
client.cards.freeze('card_1').then(() => client.cards.freeze('')).catch((error) => {
  console.log(JSON.stringify([error instanceof ZentraError, error.code]));
});`;
    expect(await start({ 'jest-like.cjs': source })).toEqual([[true, 'validation_error']]);
    expect(gateway.seen).toHaveLength(1);
  });
});

describe('the types of the packed package', () => {
  const program = `
const client = new Zentra({ secretKey: 'sk_sandbox_types', onDeprecation: (event) => console.log(event.code, event.line) });
export async function old(): Promise<string | undefined> {
  await client.cards.freeze('card_1', 'lost');
  await client.cards.updateLimits({ card_id: 'card_1', daily: 5 });
  await client.cards.fund('card_1', { amount_minor: 5, reference: 'r', anything: true });
  await client.transfers.create({ reference: 'r' }).then((transfer: { id: string }) => transfer.id);
  const { status } = await client.cards.lock('card_1');
  return status;
}
export const codeOf = (error: unknown): string | undefined => (error instanceof ZentraError ? error.code : undefined);
class Mine extends Zentra { mine = true; }
export const mine: Zentra = new Mine({ apiKey: 'sk_sandbox_types' });
class StandIn { cards = { freeze: (): void => {} }; transfers = { create: (): number => 1 }; }
export const wrapped = wrapZentra(new StandIn(), { secretKey: 'sk_sandbox_types' });
export const created: number = wrapped.transfers.create();
export const locking: Promise<{ status?: string }> = wrapped.cards.lock('card_1');
// @ts-expect-error a method that does not exist
client.cards.lokc('card_1');
// @ts-expect-error an option of the wrong type
new Zentra({ secretKey: 5 });
export type Event = DeprecationEvent;
`;
  const named = `import { type DeprecationEvent, wrapZentra, Zentra, ZentraError } from 'zentra-compat';${program}`;
  const files: Record<string, string> = {
    'esm.mts': `${named}import Default, { Client } from 'zentra-compat'; export const d: Zentra = new Default({}); export const c = new Client({});
import { deprecations, type Rule } from 'zentra-compat/contract'; export const since: string = deprecations.ZENTRA_DEP0001.since; export type R = Rule;
import 'zentra-compat/register';`,
    'named.cts': named,
    'class.cts': `import Sdk = require('zentra-compat');
import type { DeprecationEvent } from 'zentra-compat';
const { wrapZentra, Zentra, ZentraError } = Sdk; type Zentra = Sdk.Zentra;
export const whole: Sdk = new Sdk.Client({}); export const again: Sdk = new Sdk.default({}); ${program}`,
  };
  const tsc = (options: object) => {
    app.write({
      ...files,
      'tsconfig.json': JSON.stringify({
        compilerOptions: { strict: true, noEmit: true, target: 'es2022', types: ['node'], ...options },
        files: Object.keys(files),
      }),
    });
    try {
      return execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', '.'], {
        cwd: app.folder,
        encoding: 'utf8',
      });
    } catch (error) {
      return (error as { stdout: string }).stdout;
    }
  };

  it.each([
    ['nodenext', { module: 'nodenext' }],
    ['bundler', { module: 'preserve', moduleResolution: 'bundler', skipLibCheck: true }],
  ])('serve a program under %s', (_, options) => {
    expect(tsc(options)).toBe('');
  });

  it('are found by every resolver (are-the-types-wrong)', () => {
    const output = execFileSync(
      process.execPath,
      [
        require.resolve('@arethetypeswrong/cli/package.json').replace('package.json', 'dist/index.js'),
        app.tarball,
        '--profile',
        'strict',
        '--format',
        'json',
      ],
      { encoding: 'utf8', cwd: app.folder },
    );
    expect(JSON.parse(output).problems).toEqual({});
  });
});

it('has a manifest that says what is in it (publint)', async () => {
  const { publint } = await import('publint');
  const { messages } = await publint({
    pkgDir: join(app.folder, 'node_modules/zentra-compat'),
    pack: false,
    strict: true,
  });
  expect(messages).toEqual([]);
});
