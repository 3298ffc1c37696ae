import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir, readFile, symlink } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';

const root = dirname(import.meta.dirname);

/** The customer's repository that the demo works on. */
export const shopFolder = join(root, 'fixtures/customers/palmway-logistics');

/**
 * Copies the shop and gives the copy its `node_modules`, as an installation would leave it: the SDK, the wrapper with
 * exactly the files that it publishes, and what both need.
 */
export async function copyShop(folder: string): Promise<void> {
  const notCommitted = /[\\/](node_modules|dist)$/;
  await cp(shopFolder, folder, { recursive: true, filter: (source) => !notCommitted.test(source) });
  const modules = join(folder, 'node_modules');
  await mkdir(join(modules, '@zentra'), { recursive: true });
  await cp(join(import.meta.dirname, 'zentra-sdk'), join(modules, '@zentra/sdk'), { recursive: true });
  await installWrapper(modules);
  await mkdir(join(modules, '.bin'));
  await symlink(join(root, 'node_modules/esbuild/bin/esbuild'), join(modules, '.bin/esbuild'));
}

async function installWrapper(modules: string): Promise<void> {
  const { dependencies } = await manifestIn(root);
  const wrapper = join(modules, 'zentra-compat');
  await cp(join(root, 'dist'), join(wrapper, 'dist'), { recursive: true });
  await cp(join(root, 'package.json'), join(wrapper, 'package.json'));
  for (const name of Object.keys(dependencies)) {
    await symlink(join(root, 'node_modules', name), join(modules, name), 'dir');
  }
}

interface Manifest {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
}

const manifestIn = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));

/** Starts one of the scripts of the package.json in `folder`. Its output is in memory, its exit code in `exited`. */
export async function startScript(folder: string, name: string, env: NodeJS.ProcessEnv) {
  const { scripts } = await manifestIn(folder);
  const command = scripts[name];
  if (!command) throw new Error(`package.json has no script "${name}"`);
  return startCommand(folder, command, env);
}

export interface Running {
  child: ChildProcess;
  output: { stdout: string; stderr: string };
  /** Settles when the process has ended. */
  exited: Promise<number>;
}

function startCommand(folder: string, command: string, env: NodeJS.ProcessEnv): Running {
  const path = [join(folder, 'node_modules/.bin'), dirname(process.execPath), env.PATH].join(delimiter);
  // `exec`: a signal reaches the program, not the shell around it. Commands joined by && end by themselves.
  const line = command.includes('&&') ? command : `exec ${command}`;
  const child = spawn(line, { cwd: folder, env: { ...env, PATH: path }, shell: true, stdio: 'pipe' });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text;
    });
  }
  const exited = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  return { child, output, exited };
}

/** Runs a script to its end. */
export async function runScript(folder: string, name: string, env: NodeJS.ProcessEnv) {
  const running = await startScript(folder, name, env);
  const exitCode = await running.exited;
  return { exitCode, ...running.output };
}
