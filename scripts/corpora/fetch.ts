import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A published package, unpacked. */
export interface Corpus {
  /** `name@version` */
  name: string;
  folder: string;
}

/** Fetches the pinned packages that are missing from `folder`, with `npm pack`, so that none of their scripts run. */
export async function fetchCorpora(
  pins: readonly string[],
  folder: string,
  onFetch: (name: string) => void,
): Promise<Corpus[]> {
  await mkdir(folder, { recursive: true });
  const corpora = pins.map((name) => ({ name, folder: join(folder, name.replaceAll('/', '+')) }));
  for (const corpus of corpora) {
    if (existsSync(corpus.folder)) continue;
    onFetch(corpus.name);
    await unpack(corpus);
  }
  return corpora;
}

async function unpack({ name, folder }: Corpus): Promise<void> {
  const unfinished = `${folder}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished);
  const pack = ['pack', name, '--ignore-scripts', '--silent', '--pack-destination', unfinished];
  const { stdout } = await run('npm', pack, { shell: process.platform === 'win32' });
  const archive = stdout.trim().split('\n').pop() ?? '';
  await run('tar', ['-xzf', archive, '--no-same-permissions', '--no-same-owner'], { cwd: unfinished });
  await rm(join(unfinished, archive));
  // Renamed last, so that a folder with this name is complete.
  await rename(unfinished, folder);
}
