import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const repository = fileURLToPath(new URL('../../..', import.meta.url));

export interface Ended {
  /** Exit code; `null` for a process that was killed. */
  code: number | null;
  milliseconds: number;
  errors: string;
}

export interface Processes {
  /** @param kill a moment to kill it: after so many milliseconds, or when so many files are written */
  run(
    command: 'migrate' | 'undo',
    root: string,
    state: string,
    kill?: { afterMs: number } | { atFile: number },
  ): Promise<Ended>;
  remove(): void;
}

/** Real processes that migrate and undo, from one bundle of the engine as it is now. */
export async function processes(): Promise<Processes> {
  // Beside node_modules, so that packages resolve.
  const folder = mkdtempSync(join(repository, 'node_modules', '.crash-'));
  const script = join(folder, 'child.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./child.ts', import.meta.url))],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    alias: { 'zentra-compat/contract': join(repository, 'src/contract/index.ts') },
    logLevel: 'warning',
  });
  return {
    run(command, root, state, kill) {
      const atFile = kill && 'atFile' in kill ? [String(kill.atFile)] : [];
      const started = performance.now();
      const child = spawn(process.execPath, [script, command, root, ...atFile], {
        env: { PATH: process.env.PATH, XDG_STATE_HOME: state, XDG_CACHE_HOME: join(state, 'cache') },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      const timer =
        kill && 'afterMs' in kill ? setTimeout(() => child.kill('SIGKILL'), kill.afterMs) : undefined;
      return ended(child, started).finally(() => clearTimeout(timer));
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function ended(child: ChildProcess, started: number): Promise<Ended> {
  let errors = '';
  child.stderr?.on('data', (text) => {
    errors += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, milliseconds: performance.now() - started, errors }));
  });
}
