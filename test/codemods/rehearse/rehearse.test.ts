import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { aSite } from '../reports/sample-report';
import { CLIENT, customer, guard, program, rehearsal, replacing, repository, write } from './customer';

beforeAll(() => {
  if (!existsSync(guard)) execFileSync('npm', ['run', '--silent', 'build'], { cwd: repository });
});

const switched = ["require('@zentra/sdk')", "require('zentra-compat')"] as const;
const day = program(
  "freeze('card_1', 'lost')",
  "fund('card_1', { amount_minor: 500, reference: 'may', source: 'wallet' })",
  "fund('card_2', { amount_minor: 700, reference: 'june', source: 'wallet' })",
);
const right = [switched, ['freeze(', 'lock('], ['reference:', 'transaction_reference:']] as const;

test('a right migration is proven: the same requests, no deprecated use left', async () => {
  const root = customer({ 'day.js': day });
  const result = await rehearsal(root, { migrate: replacing('day.js', ...right) });
  expect(result).toMatchObject({
    isProven: true,
    requests: { before: 3, after: 3, equal: 3 },
    exitCodes: { before: 0, after: 0 },
    differences: [],
    warnings: [],
  });
  expect(readFileSync(join(root, 'day.js'), 'utf8')).toBe(day);
});

describe('a planted fault is found:', () => {
  const wrong = (...faults: (readonly [string, string])[]) =>
    rehearsal(customer({ 'day.js': day }), { migrate: replacing('day.js', ...right, ...faults) });

  test('a wrong rename', async () => {
    const { isProven, differences } = await wrong(['lock(', 'unlock(']);
    expect(isProven).toBe(false);
    expect(differences).toMatchObject([
      {
        before: { path: '/api/v1/cards/card_1/lock', caller: 'day.js:4:22' },
        after: { path: '/api/v1/cards/card_1/unlock' },
      },
    ]);
  });

  test('a lost reference', async () => {
    const { differences } = await wrong(["transaction_reference: 'may', ", '']);
    expect(differences[0]?.changes).toEqual([
      { at: 'body.transaction_reference', before: 'may', after: undefined },
    ]);
  });

  test('another amount', async () => {
    const { differences } = await wrong(['amount_minor: 700', 'amount_minor: 70000']);
    expect(differences).toMatchObject([
      {
        before: { caller: 'day.js:6:22' },
        changes: [{ at: 'body.amount_minor', before: 700, after: 70000 }],
      },
    ]);
  });

  test('a dropped header', async () => {
    const withHeader = day.replace("'lost')", "'lost', { headers: { 'x-team': 'risk' } })");
    const { differences } = await rehearsal(customer({ 'day.js': withHeader }), {
      migrate: replacing('day.js', ...right, [", { headers: { 'x-team': 'risk' } }", '']),
    });
    expect(differences[0]?.changes).toEqual([{ at: 'headers.x-team', before: 'risk', after: undefined }]);
  });

  test('a call that is not made any more', async () => {
    const { differences } = await wrong([`await zentra.cards.lock('card_1', 'lost')`, '0']);
    expect(differences).toMatchObject([{ before: { path: '/api/v1/cards/card_1/lock' }, after: undefined }]);
  });

  test('a legacy use that is left', async () => {
    const { isProven, warnings } = await wrong(['lock(', 'freeze(']);
    expect(isProven).toBe(false);
    expect(warnings).toEqual([{ code: 'ZENTRA_DEP0001', file: 'day.js', line: 4 }]);
  });

  test('a program that fails after the migration', async () => {
    const { isProven, exitCodes } = await wrong(['lock(', 'lockk(']);
    expect({ isProven, exitCodes }).toEqual({ isProven: false, exitCodes: { before: 0, after: 1 } });
  });

  test('other words on stdout, where these are compared', async () => {
    const root = customer({ 'day.js': `${day}console.log('freeze(d)');\n` });
    const migrate = replacing('day.js', ...right);
    expect(await rehearsal(root, { migrate })).toMatchObject({ isProven: true, sameOutput: undefined });
    expect(await rehearsal(root, { migrate, compareOutput: true })).toMatchObject({
      isProven: false,
      sameOutput: false,
    });
  });
});

test('a difference in compiled code belongs to the site in its source that has the function', async () => {
  const compiled = `${CLIENT}\n\nasync function lostCard() {\n  await zentra.cards.freeze('card_1');\n}\nlostCard();\n`;
  const root = customer({ 'dist/desk.js': compiled });
  const site = aSite({ file: 'src/desk.ts', line: 4, function: 'lostCard' });
  const result = await rehearsal(root, {
    command: [process.execPath, 'dist/desk.js'],
    migrate: async (folder) => ({
      ...(await replacing('dist/desk.js', switched, ['freeze(', 'unlock('])(folder)),
      sites: [aSite({ ...site, function: 'foundCard' }), site],
    }),
  });
  expect(result.differences).toMatchObject([{ before: { caller: 'dist/desk.js:6:22' }, site }]);
});

test('a rehearsal that sees no request shows nothing, and says so', async () => {
  const root = customer({ 'day.js': 'console.log(1);' });
  await expect(rehearsal(root, { migrate: replacing('day.js') })).rejects.toThrow(
    'No request reached the sandbox, before or after the migration, so nothing was shown.',
  );
});

test('a command that fails before the migration is no proof: what it would have done after that was not seen', async () => {
  const root = customer({
    'day.js': `${day.trimEnd()}\nprocess.exitCode = 7;\nconsole.error('no settings');\n`,
  });
  const failing = rehearsal(root, { migrate: replacing('day.js', ...right) });
  await expect(failing).rejects.toThrow('The command fails before any migration (exit code 7)');
  await expect(failing).rejects.toThrow('no settings');
});

test("what goes to the provider's hosts past the wrapper reaches the sandbox, however it is asked for", async () => {
  const root = customer({
    'day.js': `${CLIENT}const https = require('node:https');
const headers = { authorization: 'Bearer sk_live_realkey123', 'content-type': 'application/json' };
const transfer = (reference) => JSON.stringify({ beneficiary: 'b', amount_minor: 5, reference });
const url = 'https://api.usezentra.com/api/v1/transfers';
const answered = (request) => new Promise((done) => request.on('response', (r) => r.resume().on('end', done)));
(async () => {
  await zentra.transfers.create({ beneficiary: 'b', amount_minor: 5, reference: 'sdk' });
  await fetch(url, { method: 'POST', headers, body: transfer('fetch') });
  await fetch(new Request(url, { method: 'POST', headers, body: transfer('Request') }));
  for (const [reference, ...args] of [
    ['https with a URL', new URL(url), { method: 'POST', headers }],
    ['https with options', { hostname: 'api.usezentra.com', path: '/api/v1/transfers', method: 'POST', headers }],
  ]) {
    const request = https.request(...args);
    request.end(transfer(reference));
    await answered(request);
  }
  await answered(https.get('https://api.usezentra.com/api/v1/cards', { headers }));
})();
`,
  });
  const seen: string[] = [];
  const result = await rehearsal(root, {
    migrate: async (folder) => {
      const spoilt = ['sdk', 'fetch', 'Request', 'https with a URL', 'https with options'];
      const pairs = spoilt.map((name) => [`'${name}'`, `'${name}, spoilt'`] as const);
      return replacing('day.js', switched, ...pairs, ['v1/cards', 'v1/cards?limit=1'])(folder);
    },
  });
  expect(result).toMatchObject({ requests: { before: 6, after: 6, equal: 0 }, refused: [] });
  for (const { before } of result.differences) seen.push(JSON.stringify(before));
  expect(seen.join()).not.toContain('realkey123');
  expect(result.differences.map(({ before }) => before?.status)).toEqual([201, 201, 201, 201, 201, 200]);
});

test('a command that cannot be started, or does not end, is no proof', async () => {
  const root = customer({ 'day.js': 'setInterval(() => {}, 1000);' });
  const migrate = replacing('day.js');
  await expect(rehearsal(root, { migrate, command: ['no-such-program'] })).rejects.toThrow(
    'no-such-program cannot be started',
  );
  await expect(rehearsal(root, { migrate, timeout: 500 })).rejects.toThrow(
    'did not end within 0.5 s (--timeout)',
  );
});

test('no live key, no live host and no proxy is left to the command', async () => {
  const spy = 'console.error(JSON.stringify(process.env)); require("./day2.js");';
  const root = customer({
    'day.js': spy,
    'day2.js': day.replace('process.env.ZENTRA_KEY', "'sk_live_realkey123', environment: 'live'"),
  });
  let seen = '';
  const { isProven } = await rehearsal(root, {
    migrate: replacing('day2.js', ...right),
    env: {
      PATH: process.env.PATH,
      ZENTRA_SECRET_KEY: 'sk_live_realkey123',
      ZENTRA_BASE_URL: 'https://api.usezentra.com',
      PAYMENTS_KEY: 'pk_live_other456',
      HTTPS_PROXY: 'http://127.0.0.1:3128',
      ZENTRA_ENVIRONMENT: 'live',
      ZENTRA_RETRIES: '3',
    },
    onOutput: (text) => {
      seen += text;
    },
  });
  expect(isProven).toBe(true);
  expect(seen).not.toMatch(/realkey123|other456|3128|usezentra/);
  expect(seen).toContain('"ZENTRA_RETRIES":"3"');
  expect(seen).toContain('"PAYMENTS_KEY":"pk_sandbox_rehearsal"');
});

test('a connection to anywhere else is refused and reported, with the line that made it', async () => {
  const call =
    "require('node:https').get('https://payments.example/', () => {}).on('error', (e) => console.error(e.code));\n";
  const root = customer({ 'day.js': `${call}${day}` });
  const { isProven, refused } = await rehearsal(root, { migrate: replacing('day.js', ...right) });
  expect(isProven).toBe(true);
  expect(refused).toHaveLength(2);
  expect(refused[0]).toMatchObject({ host: 'payments.example', port: 443 });
  expect(refused[0]?.caller).toMatch(/^day\.js:1:\d+$/);
});

/** One address for each way out, so that each shows; nothing answers there. */
const WAYS_OUT = `
const shown = () => {};
require('node:http').get('http://203.0.113.1/').on('error', shown);
require('node:https').get('https://203.0.113.2/').on('error', shown);
require('node:net').connect(80, '203.0.113.3').on('error', shown);
require('node:tls').connect(443, '203.0.113.4').on('error', shown);
require('node:http2').connect('http://203.0.113.5').on('error', shown);
const socket = require('node:dgram').createSocket('udp4');
socket.unref();
socket.send('x', 53, '203.0.113.6', shown);
fetch('http://203.0.113.7/').catch(shown);
require('undici').request('http://203.0.113.8/').catch(shown);
const lookup = (host, options, done) => done(null, options.all ? [{ address: '203.0.113.9', family: 4 }] : '203.0.113.9', 4);
require('node:net').connect({ host: 'localhost', port: 80, lookup }).on('error', shown);
`;

test('every way out of a process is closed', async () => {
  const root = customer({ 'day.js': `${WAYS_OUT}${day}` });
  symlinkSync(join(repository, 'node_modules/undici'), join(root, 'node_modules/undici'), 'dir');
  const { refused } = await rehearsal(root, { migrate: replacing('day.js', ...right) });
  const hosts = new Set(refused.map(({ host }) => host));
  expect([...hosts].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map((last) => `203.0.113.${last}`));
});

test('no name server is asked for another machine, and what asks for this one is answered', async () => {
  const asking = `
const dns = require('node:dns');
const shown = (error) => console.error(error?.code ?? 'answered');
dns.lookup('lookup.example', shown);
dns.resolve4('resolve4.example', shown);
new dns.Resolver().resolveMx('resolver.example', shown);
dns.promises.resolveSrv('_db._tcp.promised.example').catch(shown);
dns.lookup('127.0.0.1', shown);
require('node:util').promisify(dns.lookup)('localhost').then(({ address }) => console.error('found', address));
`;
  let printed = '';
  const { refused } = await rehearsal(customer({ 'day.js': `${asking}${day}` }), {
    migrate: replacing('day.js', ...right),
    onOutput: (text) => {
      printed += text;
    },
  });
  const names = ['_db._tcp.promised', 'lookup', 'resolve4', 'resolver'].map((name) => `${name}.example`);
  expect([...new Set(refused.map(({ host }) => host))].sort()).toEqual(names);
  expect(printed.match(/ERR_ZENTRA_REHEARSAL/g)).toHaveLength(8);
  expect(printed.match(/^answered$/gm)).toHaveLength(2);
  expect(printed).toMatch(/^found (?:127\.0\.0\.1|::1)$/m);
});

test('children and threads are guarded, also with an environment and options of their own', async () => {
  const starting = `
const { execFileSync, execSync, fork, spawn, spawnSync } = require('node:child_process');
const { Worker } = require('node:worker_threads');
const env = { PATH: process.env.PATH };
const out = (port) => ['out.js', port];
spawn(process.execPath, out(1), { env });
spawnSync(process.execPath, out(2), { env });
execFileSync(process.execPath, out(3), { env });
execSync('node out.js 4', { env });
fork('out.js', ['5'], { env, execArgv: [] });
new Worker('./out.js', { argv: ['6'] });
new Worker('./out.js', { argv: ['7'], env: {} });
new Worker('./out.js', { argv: ['8'], execArgv: [] });
execSync('NODE_OPTIONS=--no-warnings node out.js 10');
execSync('env -i PATH="$PATH" node out.js 11');
execSync('node out.js 12', { env: { PATH: env.PATH.split(':').slice(1).join(':'), NODE_OPTIONS: '' } });
delete process.env.NODE_OPTIONS;
spawn(process.execPath, out(9));
`;
  const root = customer({
    'out.js': "require('node:net').connect(Number(process.argv[2]), '203.0.113.1').on('error', () => {});\n",
    'day.js': `${starting}${day}`,
  });
  const { refused } = await rehearsal(root, { migrate: replacing('day.js', ...right) });
  const ports = refused.map(({ port }) => port).sort((a, b) => a - b);
  expect(ports).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].flatMap((port) => [port, port]));
});

test('what varies from run to run is left out by name, when the command is run more than once', async () => {
  const root = customer({ 'day.js': day.replace("'lost'", 'String(process.hrtime.bigint())') });
  const migrate = replacing('day.js', ...right);
  expect(await rehearsal(root, { migrate })).toMatchObject({ isProven: false });
  expect(await rehearsal(root, { migrate, repeat: 2 })).toMatchObject({
    isProven: true,
    leftOut: ['POST /api/v1/cards/card_1/lock body.reason'],
  });
});

test('cards have the state that they are given', async () => {
  const root = customer({
    'day.js': program(
      "balance('card_rich').then((b) => console.log('balance', b.balance_minor))",
      "freeze('card_rich')",
    ),
  });
  let seen = '';
  await rehearsal(root, {
    migrate: replacing('day.js', switched, ['freeze', 'lock']),
    cards: [{ id: 'card_rich', balance_minor: 123_456 }],
    onOutput: (text) => {
      seen += text;
    },
  });
  expect(seen).toContain('balance 123456');
});

test('where no SDK is installed, the wrapper stands for it', async () => {
  const root = customer({ 'day.js': day }, { installed: false });
  expect(await rehearsal(root, { migrate: replacing('day.js', ...right) })).toMatchObject({ isProven: true });
});

test('an SDK that begins to work when it is loaded is not waited for, where its names are asked for', async () => {
  const root = customer({ 'day.js': day.replace(/\}\)\(\);\n$/, '})().then(() => process.exit());\n') });
  const sdk = join(root, 'node_modules/@zentra/sdk/index.cjs');
  const beginning =
    "\nsetInterval(() => {}, 60_000);\nrequire('node:net').connect(443, '203.0.113.1').on('error', () => {});\n";
  writeFileSync(sdk, readFileSync(sdk, 'utf8') + beginning);
  const { isProven, refused } = await rehearsal(root, { migrate: replacing('day.js', ...right) });
  expect(isProven).toBe(true);
  expect(refused).toMatchObject([{ host: '203.0.113.1', port: 443 }]);
});

test('an import of the SDK is rehearsed like a require', async () => {
  const esm = day.replace(
    "const { Zentra } = require('@zentra/sdk')",
    "import { Zentra } from '@zentra/sdk'",
  );
  const root = customer({ 'day.mjs': esm });
  const result = await rehearsal(root, {
    command: [process.execPath, 'day.mjs'],
    migrate: replacing('day.mjs', ['@zentra/sdk', 'zentra-compat'], ...right.slice(1)),
  });
  expect(result).toMatchObject({ isProven: true, requests: { equal: 3 } });
});

test('an import of the SDK that a bundler makes a require of is rehearsed, too', async () => {
  const source = day.replace(
    "const { Zentra } = require('@zentra/sdk')",
    "import { Zentra } from '@zentra/sdk'",
  );
  const bundle = `${join(repository, 'node_modules/.bin/esbuild')} day.mjs --bundle --platform=node --outfile=out.js --log-level=error`;
  const result = await rehearsal(customer({ 'day.mjs': source }), {
    command: ['sh', '-c', `${bundle} && node out.js`],
    migrate: replacing('day.mjs', ['@zentra/sdk', 'zentra-compat'], ...right.slice(1)),
  });
  expect(result).toMatchObject({ isProven: true, requests: { equal: 3 } });
});

test('links between workspaces stay inside the copy, so that the migrated package is the one that runs', async () => {
  const root = customer({
    'packages/cards/package.json': JSON.stringify({ name: 'own-cards', version: '1.0.0', main: 'index.js' }),
    'packages/cards/index.js': day,
    'day.js': "require('own-cards');",
  });
  symlinkSync('../packages/cards', join(root, 'node_modules/own-cards'), 'dir');
  const migrate = replacing('packages/cards/index.js', ...right, ['amount_minor: 700', 'amount_minor: 1']);
  expect((await rehearsal(root, { migrate })).differences).toHaveLength(1);
});

test('the copy is gone afterwards, however it ends', async () => {
  const copies = () => readdirSync(tmpdir()).filter((name) => name.startsWith('zentra-rehearsal-'));
  const earlier = copies();
  const root = customer({ 'day.js': day });
  await rehearsal(root, { migrate: replacing('day.js', ...right) });
  const stopped = new AbortController();
  const running = rehearsal(root, {
    signal: stopped.signal,
    migrate: async () => {
      stopped.abort(new Error('stopped by hand'));
      return replacing('day.js', ...right)(root);
    },
  });
  await expect(running).rejects.toThrow('stopped by hand');
  expect(copies()).toEqual(earlier);
});

test("packages of Yarn Plug'n'Play are refused with the way out", async () => {
  const root = customer({ '.pnp.cjs': '', 'day.js': day });
  await expect(rehearsal(root, { migrate: replacing('day.js') })).rejects.toThrow('nodeLinker: node-modules');
});

test('what is installed under another name is the SDK all the same', async () => {
  const root = customer({ 'day.js': day.replace("'@zentra/sdk'", "'zentra'") });
  const packageJson = readFileSync(join(root, 'node_modules/@zentra/sdk/package.json'), 'utf8');
  mkdirSync(join(root, 'node_modules/zentra'));
  write(root, {
    'node_modules/zentra/package.json': packageJson,
    'node_modules/zentra/index.cjs': readFileSync(join(root, 'node_modules/@zentra/sdk/index.cjs'), 'utf8'),
  });
  const migrate = replacing('day.js', ["require('zentra')", "require('zentra-compat')"], ...right.slice(1));
  expect(await rehearsal(root, { migrate })).toMatchObject({ isProven: true });
});
