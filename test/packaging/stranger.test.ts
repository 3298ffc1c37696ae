import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import codemodsManifest from '../../codemods/package.json';
import manifest from '../../package.json';
import { printedIn } from '../docs/printed-commands';

const root = join(import.meta.dirname, '../..');
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'zentra-stranger-')));
const project = join(folder, 'project');

let registry: Server;
beforeAll(async () => {
  registry = await registryOf(packedHere());
  const { port } = registry.address() as AddressInfo;
  mkdirSync(project);
  writeFileSync(join(project, '.npmrc'), `registry=http://127.0.0.1:${port}/\naudit=false\n`);
}, 300_000);
afterAll(() => {
  registry.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The two tarballs as they would be published, and their dependencies, packed from this installation. */
function packedHere(): string[] {
  const tarballs = join(folder, 'tarballs');
  mkdirSync(tarballs);
  const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', tarballs];
  execFileSync('npm', [...pack, '--workspace', 'zentra-compat', '--workspace', 'zentra-codemods'], {
    cwd: root,
  });
  const names = Object.keys({ ...manifest.dependencies, ...codemodsManifest.dependencies });
  for (const name of names.filter((name) => name !== 'zentra-compat')) {
    const from = join(root, 'node_modules', name);
    const rename = `s,^\\.,package,`;
    execFileSync('tar', [
      '-c',
      '-I',
      'gzip -1',
      '-f',
      join(tarballs, `${name.replace('/', '-')}.tgz`),
      '-C',
      from,
      '--transform',
      rename,
      '.',
    ]);
  }
  return readdirSync(tarballs).map((file) => join(tarballs, file));
}

/** A minimal registry that answers the requests of `npm install`. */
async function registryOf(tarballs: readonly string[]): Promise<Server> {
  const packages = tarballs.map((file) => {
    const text = execFileSync('tar', ['-xOzf', file, 'package/package.json'], { encoding: 'utf8' });
    const packed = readFileSync(file);
    const integrity = `sha512-${createHash('sha512').update(packed).digest('base64')}`;
    return { manifest: JSON.parse(text) as { name: string; version: string }, packed, integrity };
  });
  const server = createServer(({ url = '', headers: { host } }, response) => {
    const name = decodeURIComponent(url.slice(1)).replace(/\.tgz$/, '');
    const found = packages.find((entry) => entry.manifest.name === name);
    if (!found) return void response.writeHead(404).end();
    if (url.endsWith('.tgz')) return void response.end(found.packed);
    const { version } = found.manifest;
    const dist = { tarball: `http://${host}/${name}.tgz`, integrity: found.integrity };
    const versions = { [version]: { ...found.manifest, dist } };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ name, 'dist-tags': { latest: version }, versions }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const printed = printedIn('README.md').map(({ command }) => command);

/** Runs a command that the README prints. */
async function type(command: string): Promise<{ code: number | null; output: string }> {
  expect(printed).toContain(command);
  const home = join(folder, 'home');
  // Without settings of this machine: neither npm's cache and configuration, nor variables of the npm that runs this test.
  const env = {
    PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
    HOME: home,
    npm_config_cache: join(home, 'npm'),
  };
  const child = spawn('sh', ['-c', command], { cwd: project, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, output };
}

const client = "import { Zentra } from '@zentra/sdk';\n\nconst zentra = new Zentra({ secretKey: 'k' });\n";

it('a stranger comes from an empty folder to a migrated, verified repository by what the README prints', {
  timeout: 180_000,
}, async () => {
  writeFileSync(
    join(project, 'pay.ts'),
    `${client}export const lost = () => zentra.cards.freeze('card_1');\n`,
  );
  const tsconfig = {
    compilerOptions: { strict: true, noEmit: true, types: [], lib: ['es2022'], module: 'nodenext' },
  };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ ...tsconfig, files: ['pay.ts'] }));

  const installed = await type('npm install zentra-compat');
  expect(installed).toEqual({ code: 0, output: expect.stringMatching(/added \d packages/) });
  expect(installed.output).not.toMatch(/warn|script/i);

  const look = await type('npx zentra-codemods migrate --dry-run');
  expect(look).toEqual({ code: 0, output: expect.stringContaining(".cards.lock('card_1')") });
  expect(look.output).not.toMatch(/npm warn (?!exec)/);

  expect(await type('npx zentra-codemods migrate --verify')).toMatchObject({ code: 0 });
  expect(readFileSync(join(project, 'pay.ts'), 'utf8')).toBe(
    `${client.replace('@zentra/sdk', 'zentra-compat')}export const lost = () => zentra.cards.lock('card_1');\n`,
  );
  expect(await type('npx zentra-codemods migrate --check')).toMatchObject({ code: 0 });
});
