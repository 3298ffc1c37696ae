import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const root = dirname(import.meta.dirname);

/** Build outputs, with their sources. */
const outputs = [
  { script: 'build:compat', output: 'dist/index.cjs', sources: ['src'] },
  { script: 'build:codemods', output: 'codemods/dist/main.cjs', sources: ['src', 'codemods'] },
];

/** Builds the packages whose sources are newer than their output. */
export async function buildIfStale(): Promise<void> {
  for (const { script, output, sources } of outputs) {
    const built = await writtenAt(join(root, output));
    const edited = await Promise.all(sources.map((source) => newestIn(join(root, source))));
    if (built >= Math.max(...edited)) continue;
    await promisify(execFile)('npm', ['run', '--silent', script], {
      cwd: root,
      shell: process.platform === 'win32',
    });
  }
}

const writtenAt = (file: string): Promise<number> =>
  stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );

async function newestIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true });
  const times = entries
    .filter(({ name }) => name !== 'node_modules' && name !== 'dist')
    .map((entry) =>
      entry.isDirectory() ? newestIn(join(folder, entry.name)) : writtenAt(join(folder, entry.name)),
    );
  return Math.max(0, ...(await Promise.all(times)));
}
