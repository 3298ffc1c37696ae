import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
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

/** A program in which the SDK is inlined, as a bundler leaves it: nothing asks for its module. */
const bundled = {
  fetch: `const freeze = (path) => fetch(process.env.GATEWAY + path, { method: 'POST', body: '{}' });`,
  'node:http': `const freeze = (path) => new Promise((resolve, reject) => {
    const { request } = require('node:http');
    request(process.env.GATEWAY + path, { method: 'POST' }, resolve).on('error', reject).end('{}');
  });`,
  undici: `const { request } = require('undici');
    const freeze = (path) => request(process.env.GATEWAY + path, { method: 'POST', body: '{}' });`,
};
const calls = (path: string) => `
(async () => {
  for (let i = 0; i < 2; i++) {
    await freeze('${path}').catch((error) => console.log(JSON.stringify([(error.cause ?? error).code])));
  }
  process.exit();
})();`;

async function started(source: string, env: Record<string, string> = {}) {
  const app = project({ 'app.cjs': source });
  symlinkSync(
    join(import.meta.dirname, '../../node_modules/undici'),
    join(app.folder, 'node_modules/undici'),
  );
  onTestFinished(app.remove);
  return run(app.folder, ['-r', 'zentra-compat/register', 'app.cjs'], {
    env: { GATEWAY: gateway.url, ...env },
  });
}
const warnings = (stderr: string) => stderr.match(/ZENTRA_REGISTER_PASSED_BY.*/g) ?? [];

describe.each(Object.entries(bundled))('an SDK out of reach that sends with %s', (_, freeze) => {
  it('goes on as before, with one warning that names the route and says what to do', async () => {
    const ran = await started(freeze + calls('/v1/cards/card_1/freeze'));
    expect(gateway.seen).toHaveLength(2);
    expect(warnings(ran.stderr)).toEqual([
      expect.stringContaining(`${gateway.url}/v1/cards/{card_id}/freeze was not made by zentra-compat`),
    ]);
    expect(ran.stderr).toContain('map @zentra/sdk to zentra-compat');
  });

  it.each([
    ['a target past the removal of the legacy calls', '2.0.0'],
    ['a target that is no version', 'latest'],
  ])('is refused under %s', async (_, target) => {
    const ran = await started(freeze + calls('/v1/cards/card_1/freeze'), { ZENTRA_COMPAT_TARGET: target });
    expect(ran.printed).toEqual([['not_wrapped'], ['not_wrapped']]);
    expect(gateway.seen).toEqual([]);
  });

  it('may send what has nothing to do with cards', async () => {
    const ran = await started(freeze + calls('/v1/transfers'), { ZENTRA_COMPAT_TARGET: '2.0.0' });
    expect(gateway.seen).toHaveLength(2);
    expect(ran.stderr).toBe('');
  });
});

it('our own requests are not warned of, whatever carries them', async () => {
  const ran = await started(`const { Zentra } = require('zentra-compat');
    const options = { secretKey: 'sk_sandbox_a', baseUrl: process.env.GATEWAY };
    (async () => {
      await new Zentra(options).cards.list();
      await new Zentra({ ...options, fetch }).cards.list();
      process.exit();
    })();`);
  expect(gateway.seen).toHaveLength(2);
  expect(ran.stderr).toBe('');
});

describe('a registry of modules beside Node’s, such as Jest’s', () => {
  const sdk = {
    'node_modules/@zentra/sdk/package.json': '{ "name": "@zentra/sdk", "main": "index.js" }',
    'node_modules/@zentra/sdk/index.js': 'exports.Zentra = class {};',
  };
  const loading = (names: string[]) => `
    const { Script } = require('node:vm');
    for (const name of ${JSON.stringify(names)}) {
      const filename = require.resolve(name);
      const source = '(function () { /* ' + name + ' */ })';
      try { new Script(source, { filename }).runInThisContext(); console.log(JSON.stringify(name)); }
      catch (error) { console.log(JSON.stringify(error.code)); }
    }`;
  const loadedBy = async (names: string[], env: Record<string, string> = {}) => {
    const app = project({ ...sdk, 'app.cjs': loading(names) });
    onTestFinished(app.remove);
    return run(app.folder, ['-r', 'zentra-compat/register', 'app.cjs'], { env });
  };

  it('is warned of where it loads the SDK', async () => {
    const ran = await loadedBy(['@zentra/sdk']);
    expect(ran.printed).toEqual(['@zentra/sdk']);
    expect(warnings(ran.stderr)).toHaveLength(1);
  });

  it('cannot load it under a target past the removal: a check that is not made does not pass', async () => {
    const ran = await loadedBy(['@zentra/sdk'], { ZENTRA_COMPAT_TARGET: '2.0.0' });
    expect(ran.printed).toEqual(['not_wrapped']);
  });

  it('is in order once it has loaded zentra-compat', async () => {
    const ran = await loadedBy(['zentra-compat', '@zentra/sdk'], { ZENTRA_COMPAT_TARGET: '2.0.0' });
    expect(ran.printed).toEqual(['zentra-compat', '@zentra/sdk']);
    expect(ran.stderr).toBe('');
  });
});
