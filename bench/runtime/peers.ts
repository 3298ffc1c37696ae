import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const manifest = join(import.meta.dirname, 'peers/package.json');

/** Installs stripe-node at its pinned version into `folder`, once; returns its name and version. */
export function installPeers(folder: string): string[] {
  const pinned = readFileSync(manifest, 'utf8');
  const mark = join(folder, 'installed.json');
  if (!existsSync(mark) || readFileSync(mark, 'utf8') !== pinned) {
    mkdirSync(folder, { recursive: true });
    cpSync(manifest, join(folder, 'package.json'));
    execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'], {
      cwd: folder,
    });
    cpSync(manifest, mark);
  }
  const { dependencies } = JSON.parse(pinned) as { dependencies: Record<string, string> };
  return Object.entries(dependencies).map(([name, version]) => `${name} ${version}`);
}
