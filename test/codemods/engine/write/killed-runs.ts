import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, expect } from 'vitest';

/**
 * Builds the program of `killed-run.ts` for the tests of a file.
 *
 * @param env where the runs keep their journals
 * @returns a function that runs an action below a root, in a process that is killed as it reaches a step
 */
export function useKilledRuns(env: Readonly<Record<string, string>>) {
  let built: string;
  beforeAll(() => {
    built = mkdtempSync(join(tmpdir(), 'killed-run-'));
    buildSync({
      entryPoints: [join(__dirname, 'killed-run.ts')],
      outfile: join(built, 'run.cjs'),
      bundle: true,
      platform: 'node',
      format: 'cjs',
    });
  });
  afterAll(() => rmSync(built, { recursive: true, force: true }));
  return (action: 'write' | 'undo' | 'move', root: string, step: number): void => {
    const child = spawnSync(process.execPath, [join(built, 'run.cjs'), action, root, String(step)], {
      env: { ...process.env, ...env },
      encoding: 'utf8',
    });
    expect([child.signal, child.stderr]).toEqual(['SIGKILL', '']);
  };
}
