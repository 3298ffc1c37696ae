import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { customer, program, write } from '../rehearse/customer';

/** The built command line: `npm run build` before this. */
const launcher = join(__dirname, '../../../codemods/bin/zentra-codemods.cjs');

function temporary(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'proof-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface Ended {
  exitCode: number | null;
  stdout: string;
  stderr: string;
  /** What is left in the folder for temporary files. */
  left: string[];
}

/** Starts the command line in a folder, with temporary files and state of its own. */
async function zentra(
  cwd: string,
  argv: readonly string[],
  until?: (child: ChildProcess, stderr: () => string) => Promise<void>,
): Promise<Ended> {
  const [temp, state] = [temporary(), temporary()];
  const child = spawn(process.execPath, [launcher, ...argv], {
    cwd,
    env: { PATH: process.env.PATH, TMPDIR: temp, XDG_STATE_HOME: state, XDG_CACHE_HOME: state },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      written[name] += text;
    });
  }
  const ended = once(child, 'close');
  await until?.(child, () => written.stderr);
  const [exitCode] = (await ended) as [number | null];
  const left = readdirSync(temp).filter((name) => name.startsWith('zentra-'));
  return { exitCode, ...written, left };
}

const rehearse = (root: string, ...flags: string[]) =>
  zentra(root, ['rehearse', ...flags, '--', process.execPath, 'day.js']);

test('rehearse ends with 0 where the migration is proven, and leaves neither a change nor a copy', async () => {
  const day = program("freeze('card_1', 'lost')", "unfreeze('card_1')");
  const root = customer({ 'day.js': day });
  const { exitCode, stdout, stderr, left } = await rehearse(root);
  expect({ exitCode, stdout, left }).toEqual({
    exitCode: 0,
    stdout: '✓ 2 of 2 requests equal, no deprecation warning left\n',
    left: [],
  });
  expect(stderr).toContain('This runs your code');
  expect(readFileSync(join(root, 'day.js'), 'utf8')).toBe(day);
});

test('rehearse ends with 1 where a request differs, and says from which line it was made', async () => {
  const reason = "/cards\\.freeze/.test(require('fs').readFileSync(__filename, 'utf8')) ? 'old' : 'new'";
  const root = customer({ 'day.js': program(`freeze('card_1', ${reason})`) });
  const { exitCode, stdout, left } = await rehearse(root);
  expect([exitCode, left]).toEqual([1, []]);
  expect(stdout).toContain('✗ 0 of 1 requests equal');
  expect(stdout).toContain('body.reason: "old" → "new"');
  expect(stdout).toContain('from day.js:4, freeze-to-lock');
  const { stdout: json } = await rehearse(root, '--format', 'json');
  expect(JSON.parse(json)).toMatchObject({ isProven: false, differences: [{ site: { line: 4 } }] });
});

test.each([
  ['a number that is none', ['--repeat', '0'], '--repeat'],
  ['cards that cannot be read', ['--seed', 'nowhere.json'], '--seed nowhere.json cannot be read'],
  ['a flag that does not exist', ['--reapeat', '2'], '--reapeat'],
  ['an address in the place of a host', ['--allow-host', 'https://db.internal'], '--allow-host'],
])('rehearse ends with 2 for %s', async (_, flags, said) => {
  const root = customer({ 'day.js': program("freeze('card_1')") });
  const { exitCode, stderr, left } = await rehearse(root, ...flags);
  expect([exitCode, left]).toEqual([2, []]);
  expect(stderr).toContain(said);
});

/** Connects to a database whose name leads to a server of its own. */
const database = `
const net = require('node:net');
const server = net.createServer((socket) => socket.end()).listen(0, '127.0.0.1', () => {
  const lookup = (host, options, done) => done(null, options.all ? [{ address: '127.0.0.1', family: 4 }] : '127.0.0.1', 4);
  net.connect({ host: 'db.internal', port: server.address().port, lookup })
    .on('connect', () => console.log('reached'))
    .on('error', ({ code }) => console.log(code))
    .on('close', () => server.close());
});
`;

test('rehearse lets the command reach a host that --allow-host opens, and no other', async () => {
  const root = customer({ 'day.js': `${database}${program("freeze('card_1')")}` });
  const closed = await rehearse(root, '--allow-host', 'other.internal');
  expect(closed.stderr.match(/^(?:reached|ERR_ZENTRA_REHEARSAL)$/gm)).toEqual(
    Array(2).fill('ERR_ZENTRA_REHEARSAL'),
  );
  expect(closed.stdout).toMatch(/which only --allow-host opens: db\.internal:\d+/);
  const open = await rehearse(root, '--allow-host', 'other.internal', '--allow-host', 'db.internal');
  expect(open.exitCode).toBe(0);
  expect(open.stderr.match(/^reached$/gm)).toHaveLength(2);
  expect(open.stdout).not.toContain('Refused');
});

test('rehearse --repeat says by name what varies from run to run, and is proven without it', async () => {
  const root = customer({ 'day.js': program("freeze('card_1', String(process.hrtime.bigint()))") });
  const { exitCode, stdout, stderr } = await rehearse(root, '--repeat', '2');
  expect(exitCode).toBe(0);
  expect(stderr).toContain('running the command as it is, 2 of 2');
  expect(stdout).toMatch(/^Left out, .*:\n {2}POST \/api\/v1\/cards\/card_1\/lock body\.reason$/m);
});

test('rehearse ends with 3 where nothing was shown', async () => {
  const quiet = await rehearse(customer({ 'day.js': 'console.log(1);' }));
  expect([quiet.exitCode, quiet.left]).toEqual([3, []]);
  expect(quiet.stderr).toContain('No request reached the sandbox');
  const failing = await rehearse(customer({ 'day.js': 'throw new Error("no settings");' }));
  expect([failing.exitCode, failing.left]).toEqual([3, []]);
  expect(failing.stderr).toContain('The command fails before any migration (exit code 1)');
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s stops the rehearsed command and takes the copy away', async (signal, code) => {
  const root = customer({ 'day.js': "console.log('at work', process.pid); setInterval(() => {}, 1000);" });
  let pid = 0;
  const argv = ['rehearse', '--', process.execPath, 'day.js'];
  const { exitCode, stderr, left } = await zentra(root, argv, async (child, said) => {
    while (!/at work \d+\n/.test(said())) await once(child.stderr!, 'data');
    pid = Number(/at work (\d+)/.exec(said())![1]);
    child.kill(signal);
  });
  expect([exitCode, left]).toEqual([code, []]);
  expect(stderr).toContain(`stopped by ${signal}; the copy is removed`);
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

/** A strict TypeScript customer whose SDK has types. */
function typed(source: string): string {
  const root = customer({
    'tsconfig.json': JSON.stringify({
      compilerOptions: { strict: true, module: 'nodenext', skipLibCheck: true, types: [] },
    }),
    'close.ts': `import { Zentra } from '@zentra/sdk';\nconst zentra = new Zentra({ secretKey: 'k' });\n${source}\n`,
  });
  cpSync(
    join(__dirname, '../../customers/zentra-sdk.d.ts'),
    join(root, 'node_modules/@zentra/sdk/index.d.ts'),
  );
  write(root, { '.gitignore': 'node_modules\n' });
  return root;
}

test('migrate --verify ends with 0 and writes where no type error is new', async () => {
  const root = typed("export const closed = zentra.cards.freeze('card_1');");
  const { exitCode, stdout } = await zentra(root, ['migrate', '--verify']);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('No new type error: 1 file of 1 configuration compared');
  expect(readFileSync(join(root, 'close.ts'), 'utf8')).toContain('cards.lock(');
});

const noLongerFits = "export const at = zentra.cards.terminate('card_1').then((closed) => closed.closed_at);";

test('migrate --verify ends with 1 and writes nothing where a type no longer fits', async () => {
  const root = typed(noLongerFits);
  const { exitCode, stdout } = await zentra(root, ['migrate', '--verify']);
  expect(exitCode).toBe(1);
  expect(stdout).toContain('1 new type error, so nothing was written');
  expect(stdout).toContain('it came from terminate-to-lock-and-restrict at close.ts:3');
  expect(readFileSync(join(root, 'close.ts'), 'utf8')).toContain('cards.terminate(');
});

test('migrate --verify ends with 2 for a bound that is none, and with 3 where a bound was met', async () => {
  const root = typed(noLongerFits);
  // Node's timers cannot wait as long as the second one says.
  for (const seconds of ['0', '9999999'])
    expect(await zentra(root, ['migrate', '--verify', '--verify-timeout', seconds])).toMatchObject({
      exitCode: 2,
    });
  const { exitCode, stdout } = await zentra(root, ['migrate', '--verify', '--verify-memory', '16']);
  expect(exitCode).toBe(3);
  expect(stdout).toContain('it needs more than 16 MiB of memory (--verify-memory)');
  expect(readFileSync(join(root, 'close.ts'), 'utf8')).toContain('cards.terminate(');
});
