import { join } from 'node:path';
import { build, type Format } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScriptedGateway, scriptedGateway } from '../gateway/scripted-gateway';
import { run } from '../program';
import { type PackedProject, packedProject } from './packed-project';

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

/** Prints the result of a legacy call, and the error code of an SDK member when the SDK is missing. */
const program = `
const client = new Zentra({ secretKey: 'sk_sandbox_bundled', baseUrl: process.env.GATEWAY });
const missing = () => { try { client.transfers; } catch (error) { return error.code; } };
client.cards.freeze('card_1').then((result) => console.log(JSON.stringify([result, missing()])));
`;

describe('a bundle of a program with the drop-in (esbuild)', () => {
  it.each<[Format, string]>([
    ['cjs', 'cjs'],
    ['esm', 'mjs'],
  ])('in %s starts and sends, away from every package', async (format, extension) => {
    app.write({ 'entry.mjs': `import { Zentra } from 'zentra-compat';${program}` });
    const outfile = join(app.folder, 'away', `bundle.${extension}`);
    await build({
      absWorkingDir: app.folder,
      entryPoints: ['entry.mjs'],
      bundle: true,
      platform: 'node',
      format,
      outfile,
      logLevel: 'silent',
    });
    gateway.seen.length = 0;
    const ran = await run('/', [outfile], { env: { GATEWAY: gateway.url } });
    expect(ran.stdout).toBe('[{},"sdk_missing"]\n');
    expect(gateway.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /api/v1/cards/card_1/lock',
    ]);
  });
});
