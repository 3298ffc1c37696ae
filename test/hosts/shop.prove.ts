import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../../codemods/sandbox';
import { copyShop } from '../../demo/shop';
import { run } from '../program';
import { type InstalledHost, installedHost } from './installed-host';

/*
 * The programs of the demo's shop, as they were written for the SDK, with zentra-compat in its place: what they print and what they ask the
 * gateway for is the same on every host.
 */

const key = 'sk_sandbox_shop';
const cards = ['card_ada', 'card_bayo', 'card_chidi', 'card_dupe', 'card_emeka'];
const programs = [
  ['dist/src/worker/index.js'],
  ['scripts/import-limits.js', 'data/limits.csv'],
  ['scripts/month-end.mjs'],
];
const switched = ['src/zentra/client.ts', 'scripts/import-limits.js', 'scripts/month-end.mjs'];

let host: InstalledHost;
let shop: string;
beforeAll(async () => {
  host = installedHost('runtimes', 'linked');
  shop = join(host.folder, 'shop');
  await copyShop(shop);
  for (const file of switched) {
    const text = readFileSync(join(shop, file), 'utf8');
    writeFileSync(join(shop, file), text.replace('@zentra/sdk', 'zentra-compat'));
  }
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: shop });
});
afterAll(() => host.remove());

/** What the programs print, what they ask for, and how often they were warned of a legacy call with its place. */
async function dayOn(node: string, flags: readonly string[] = []) {
  const sandbox = await startSandbox({ keys: [key], rateLimit: false, cards: cards.map((id) => ({ id })) });
  const env = { ZENTRA_SECRET_KEY: key, ZENTRA_BASE_URL: sandbox.url, HOME: host.folder };
  const printed: string[] = [];
  const warned: string[] = [];
  try {
    for (const program of programs) {
      const ran = await run(shop, [...flags, ...program], { node, env });
      if (ran.code !== 0) throw new Error(`${program[0]} ended with ${ran.code}: ${ran.stdout}${ran.stderr}`);
      printed.push(ran.stdout);
      warned.push(...(ran.stderr.match(/ZENTRA_DEP\d+/g) ?? []));
    }
    const requests = sandbox.requests.map(({ method, path, status }) => `${method} ${path} ${status}`).sort();
    return { printed, requests, warned: warned.length };
  } finally {
    await sandbox.close();
  }
}

const nodeOf = (version: string) =>
  execFileSync('npx', ['-y', `node@${version}`, '-p', 'process.execPath'], { encoding: 'utf8' }).trim();

describe('the programs of the demo do the same as on this Node on', () => {
  it.each<[string, () => string, string[]]>([
    ['Node 18', () => nodeOf('18'), []],
    ['Node 22', () => nodeOf('22'), []],
    ['Node 24', () => nodeOf('24'), []],
    ['Bun', () => host.command('bun'), []],
    ['Deno', () => host.command('deno'), ['run', '-A', '--unstable-detect-cjs']],
  ])('%s', async (_, node, flags) => {
    const here = await dayOn(process.execPath);
    expect(here.requests.length).toBeGreaterThan(10);
    expect(here.warned).toBeGreaterThan(3);
    expect(await dayOn(node(), flags)).toEqual(here);
  });
});
