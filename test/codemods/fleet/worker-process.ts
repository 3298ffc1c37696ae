import { spawn } from 'node:child_process';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll } from 'vitest';
import type { ChildProgram } from '../../../codemods/fleet/job/run-migration';
import type { QueueAddress } from '../../../codemods/fleet/queue/redis';
import { VERSION } from './environment';
import { temporary } from './repository';

const root = path.resolve(__dirname, '../../..');
const running = new Set<ReturnType<typeof spawn>>();
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});

let bundle: string | undefined;

/** A worker in its own process, so that tests can kill it. It takes over jobs that have been silent for half a second. */
export async function workerProcess(address: QueueAddress, program: ChildProgram) {
  bundle ??= await bundled();
  const cacheFolder = temporary();
  const work = {
    address,
    child: program,
    toolVersion: VERSION,
    concurrency: 1,
    cacheFolder,
    takeOverAfter: 500,
    untilEmpty: true,
  };
  const child = spawn(process.execPath, [bundle, JSON.stringify(work)], {
    env: { ...process.env, NODE_PATH: path.join(root, 'node_modules') },
    stdio: 'inherit',
  });
  running.add(child);
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('exit', (code, signal) => {
      running.delete(child);
      resolve({ code, signal });
    });
  });
  return { child, ended, cacheFolder };
}

async function bundled(): Promise<string> {
  const outfile = path.join(temporary(), 'worker.cjs');
  await build({
    stdin: {
      contents: `
        import { workOnFleet } from './codemods/fleet/queue/work';
        const signal = new AbortController().signal;
        void workOnFleet({ ...JSON.parse(process.argv[2]), signal, onEnded() {} });`,
      resolveDir: root,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    // `require` searches NODE_PATH, `import` does not.
    supported: { 'dynamic-import': false },
    alias: { 'zentra-compat/contract': path.join(root, 'src/contract/index.ts') },
    logLevel: 'error',
  });
  return outfile;
}
