import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

/** `npm run build` before this. */
const bin = join(__dirname, '../../../codemods/bin');
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'built-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const env = { ...process.env, XDG_STATE_HOME: join(folder, 'state'), XDG_CACHE_HOME: join(folder, 'cache') };

function zentra(...argv: string[]) {
  return spawnSync(process.execPath, [join(bin, 'zentra-codemods.cjs'), ...argv], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
}

writeFileSync(
  join(folder, 'a.mjs'),
  `import { Zentra } from '@zentra/sdk';\nnew Zentra({ secretKey }).cards.freeze(card);\n`,
);

describe('the built command line', () => {
  it('explains itself', () => {
    const { status, stdout } = zentra('--help');
    expect([status, stdout]).toEqual([0, expect.stringContaining('Usage: zentra-codemods')]);
  });

  it('finds legacy use with what it is shipped with', () => {
    const { status, stdout } = zentra('migrate', '--check', '--format', 'json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout).sites).toMatchObject([{ rule: 'freeze-to-lock', file: 'a.mjs', line: 2 }]);
  });

  it('does not mind a reader that goes away', () => {
    const command = `"${process.execPath}" "${join(bin, 'zentra-codemods.cjs')}" migrate --dry-run | true; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', command], { cwd: folder, env, encoding: 'utf8' });
    expect(stdout).toBe('0\n');
    expect(stderr).not.toContain('EPIPE');
  });

  it('says what to do where it is not built', () => {
    cpSync(bin, join(folder, 'copy', 'bin'), { recursive: true });
    const { status, stderr } = spawnSync(process.execPath, [join(folder, 'copy/bin/zentra-codemods.cjs')], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([2, expect.stringContaining('npm run build')]);
  });

  it('tells a program of the error that its own onProgress throws, and has stopped by then', () => {
    const program = `
      const { migrate } = require(${JSON.stringify(join(bin, '../dist/index.cjs'))});
      const onProgress = () => { throw new Error('mine'); };
      const { signal } = new AbortController();
      migrate({ root: '.', mode: 'check', signal, onProgress }).catch(({ message }) => console.log('told:', message));`;
    const { status, stdout } = spawnSync(process.execPath, ['-e', program], {
      cwd: folder,
      env,
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([0, 'told: mine\n']);
  });
});
