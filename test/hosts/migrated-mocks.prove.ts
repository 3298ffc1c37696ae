import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../../codemods/api/migrate';
import { type ScriptedGateway, scriptedGateway } from '../gateway/scripted-gateway';
import { run } from '../program';
import { type InstalledHost, installedHost, sendingSdk } from './installed-host';

/*
 * A suite that sent nothing before sends nothing after: what replaces the SDK's module by its name goes along with the imports, as the
 * real runners and libraries have it.
 */

let gateway: ScriptedGateway;
let host: InstalledHost;
let home: string;
let manifest: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'zentra-mocks-'));
  process.env.XDG_STATE_HOME = join(home, 'state');
  process.env.XDG_CACHE_HOME = join(home, 'cache');
  gateway = await scriptedGateway();
  host = installedHost('mocks', 'copied');
  host.write(sendingSdk);
  manifest = readFileSync(join(host.folder, 'package.json'), 'utf8');
});
afterAll(async () => {
  host.remove();
  rmSync(home, { recursive: true });
  await gateway.close();
});
beforeEach(() => {
  gateway.seen.length = 0;
  for (const written of [
    'src',
    'test',
    '__mocks__',
    'jest.config.js',
    'jest.config.json',
    'vitest.config.mjs',
  ])
    rmSync(join(host.folder, written), { recursive: true, force: true });
  host.write({ 'package.json': manifest });
});

const options = '{ secretKey: "sk_sandbox_mocks", baseUrl: process.env.GATEWAY, maxRetries: 0 }';
const client = {
  cjs: `const { Zentra } = require('@zentra/sdk');\nexports.block = (id) => new Zentra(${options}).cards.freeze(id);\n`,
  esm: `import { Zentra } from '@zentra/sdk';\nexport const block = (id) => new Zentra(${options}).cards.freeze(id);\n`,
};
const fake = '{ Zentra: class { constructor() { this.cards = { freeze: async () => "faked" }; } } }';
const fakeFile = `exports.Zentra = (${fake}).Zentra;\n`;

interface Suite {
  /** What is run, and files beside the client. */
  command: readonly [bin: string, ...args: string[]];
  module: keyof typeof client;
  files: Record<string, string>;
}

const jestTest = (top = '') => `${top}
const { block } = require('../src/client');
test('blocks', async () => expect(await block('card_1')).toBe('faked'));
`;
const vitestTest = (top = '') => `
import { expect, test, vi } from 'vitest';
import { block } from '../src/client.mjs';
${top}
test('blocks', async () => expect(await block('card_1')).toBe('faked'));
`;
const nodeTest = (load: string) => `
const test = require('node:test');
const assert = require('node:assert');
test('blocks', async () => {
  ${load}
  assert.equal(await block('card_1'), 'faked');
});
`;

const suites: Readonly<Record<string, Suite>> = {
  'jest.mock with a factory': {
    command: ['jest', '--ci'],
    module: 'cjs',
    files: { 'test/a.test.js': jestTest(`jest.mock('@zentra/sdk', () => (${fake}));`) },
  },
  'jest.doMock': {
    command: ['jest', '--ci'],
    module: 'cjs',
    files: { 'test/a.test.js': jestTest(`jest.doMock('@zentra/sdk', () => (${fake}));`) },
  },
  'a manual mock of jest': {
    command: ['jest', '--ci'],
    module: 'cjs',
    files: { 'test/a.test.js': jestTest(), '__mocks__/@zentra/sdk.js': fakeFile },
  },
  'moduleNameMapper for the SDK': {
    command: ['jest', '--ci'],
    module: 'cjs',
    files: {
      'test/a.test.js': jestTest(),
      'test/fake.js': fakeFile,
      'jest.config.js':
        "module.exports = { moduleNameMapper: { '^@zentra/sdk$': '<rootDir>/test/fake.js' } };\n",
    },
  },
  'moduleNameMapper for the whole scope': {
    command: ['jest', '--ci'],
    module: 'cjs',
    files: {
      'test/a.test.js': jestTest(),
      'test/fakes/sdk.js': fakeFile,
      'jest.config.json': '{ "moduleNameMapper": { "^@zentra/(.*)$": "<rootDir>/test/fakes/$1.js" } }\n',
    },
  },
  'vi.mock with a factory': {
    command: ['vitest', 'run'],
    module: 'esm',
    files: { 'test/a.test.mjs': vitestTest(`vi.mock('@zentra/sdk', () => (${fake}));`) },
  },
  'an alias of vitest': {
    command: ['vitest', 'run'],
    module: 'esm',
    files: {
      'test/a.test.mjs': vitestTest(),
      'test/fake.mjs': `export const { Zentra } = ${fake};\n`,
      'vitest.config.mjs':
        "export default { resolve: { alias: { '@zentra/sdk': new URL('./test/fake.mjs', import.meta.url).pathname } } };\n",
    },
  },
  proxyquire: {
    command: ['node', '--test', 'test/a.test.cjs'],
    module: 'cjs',
    files: {
      'test/a.test.cjs': nodeTest(
        `const proxyquire = require('proxyquire').noCallThru();\n  const { block } = proxyquire('../src/client', { '@zentra/sdk': ${fake} });`,
      ),
    },
  },
  esmock: {
    command: ['node', '--test', 'test/a.test.cjs'],
    module: 'esm',
    files: {
      'test/a.test.cjs': nodeTest(
        `const { default: esmock } = await import('esmock');\n  const { block } = await esmock('../src/client.mjs', { '@zentra/sdk': ${fake} });`,
      ),
    },
  },
};

describe.each(Object.entries(suites))('%s', (_, { command, module, files }) => {
  it('sends nothing before the migration, and nothing after', async () => {
    const isKept = 'jest.config.json' in files;
    const [bin, ...args] = command;
    const source = { [module === 'cjs' ? 'src/client.js' : 'src/client.mjs']: client[module], ...files };
    host.write(source);
    const ran = () =>
      run(host.folder, bin === 'node' ? args : [host.command(bin), ...args], {
        env: { GATEWAY: gateway.url, HOME: host.folder, NO_COLOR: '1', CI: '1' },
      });
    const before = await ran();
    expect({ code: before.code, sent: gateway.seen.length }, before.stdout + before.stderr).toEqual({
      code: 0,
      sent: 0,
    });
    const { report } = await migrate({ root: host.folder, requireCleanTree: false });
    // Either the fake went along with the import, or neither was touched, and the report says so.
    const { rewritten } = report.summary;
    expect([rewritten > 0, (report.blindSpots ?? []).length > 0]).toEqual(
      isKept ? [false, true] : [true, false],
    );
    const after = await ran();
    expect({ code: after.code, sent: gateway.seen.length }, after.stdout + after.stderr).toEqual({
      code: 0,
      sent: 0,
    });
  });
});
