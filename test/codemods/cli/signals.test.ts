import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

/** The built command line: `npm run build` before this. */
const launcher = join(__dirname, '../../../codemods/bin/zentra-codemods.cjs');

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function temporary(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'signal-')));
  folders.push(folder);
  return folder;
}

const legacy = `import { Zentra } from '@zentra/sdk';
const zentra = new Zentra({ secretKey: process.env.KEY });
export const freeze = (id) => zentra.cards.freeze(id);
`;
const migrated = legacy.replace('@zentra/sdk', 'zentra-compat').replace('.freeze(id)', '.lock(id)');

const FILES = 120;

function project(): string {
  const root = temporary();
  for (let index = 0; index < FILES; index += 1) writeFileSync(join(root, `${index}.mjs`), legacy);
  return root;
}

function sources(root: string): string[] {
  return readdirSync(root)
    .filter((name) => name.endsWith('.mjs'))
    .map((name) => readFileSync(join(root, name), 'utf8'));
}

interface Ended {
  code: number | null;
  stderr: string;
}

/** Starts the command line, and stops it when it is told to. */
async function zentra(
  argv: readonly string[],
  state: string,
  until?: (child: ChildProcess, stderr: () => string) => Promise<void>,
): Promise<Ended> {
  const child = spawn(process.execPath, [launcher, ...argv], {
    env: { ...process.env, XDG_STATE_HOME: state },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close');
  await until?.(child, () => stderr);
  const [code] = (await ended) as [number | null];
  return { code, stderr };
}

describe('a run that writes', () => {
  it('says that nothing was written when it is stopped before it writes, and exits with 130', async () => {
    const [root, state] = [project(), temporary()];
    const { code, stderr } = await zentra(['migrate', root], state, async (child, said) => {
      while (!said().includes('Reading:')) await once(child.stderr!, 'data');
      child.kill('SIGINT');
    });
    expect([code, stderr]).toEqual([130, expect.stringContaining('stopped: nothing was written')]);
    expect(new Set(sources(root))).toEqual(new Set([legacy]));
    expect(readdirSync(join(state, 'zentra-codemods'), { recursive: true })).not.toContain('lock');
  });

  it('leaves whole files when it is stopped while it writes; run again, it goes on, and undo goes back', async () => {
    const [root, state] = [project(), temporary()];
    const { code, stderr } = await zentra(['migrate', root], state, async (child) => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      while (readFileSync(join(root, '0.mjs'), 'utf8') === legacy) {
        const turn = new Promise((resolve) => setImmediate(resolve));
        if ((await Promise.race([ended.then(() => 'ended'), turn])) === 'ended') return;
      }
      child.kill('SIGTERM');
    });
    // On a very fast disk it may have been done already.
    if (code !== 0)
      expect([code, stderr]).toEqual([143, expect.stringMatching(/stopped after \d+ of 120 files/)]);
    for (const text of sources(root)) expect([legacy, migrated]).toContain(text);
    expect(readdirSync(root)).toHaveLength(FILES);
    expect((await zentra(['migrate', root], state)).code).toBe(0);
    expect(new Set(sources(root))).toEqual(new Set([migrated]));
    expect((await zentra(['undo', root], state)).code).toBe(0);
    expect(new Set(sources(root))).toEqual(new Set([legacy]));
  });
});
