import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = dirname(import.meta.dirname);

/** A folder with a program in it, as a customer has one. */
export interface Project {
  folder: string;
  write(files: Record<string, string>): void;
  remove(): void;
}

export interface Ran {
  /** Exit code, or the signal that ended the program. */
  code: number | NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  /** What the program printed: one JSON value per line. */
  printed: unknown[];
}

/** A new project with the given files; `zentra-compat` is the built package of this repository. */
export function project(files: Record<string, string>): Project {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'zentra-program-')));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules', 'zentra-compat'));
  const write: Project['write'] = (more) => {
    for (const [file, text] of Object.entries(more)) {
      const path = join(folder, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  };
  write(files);
  return { folder, write, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export interface RunOptions {
  node?: string | undefined;
  env?: Record<string, string> | undefined;
  input?: string | undefined;
}

/** Runs `node …args` in a folder, with nothing of the surroundings that would change what it does. */
export function run(folder: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { PATH = '' } = process.env;
  const child = spawn(options.node ?? process.execPath, args, {
    cwd: folder,
    env: { PATH, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  child.stdin.on('error', () => {}).end(options.input ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const printed = stdout
        .split('\n')
        .filter((line) => /^[[{"]/.test(line))
        .map((line): unknown => JSON.parse(line));
      resolve({ code: code ?? signal, stdout, stderr, printed });
    });
  });
}
