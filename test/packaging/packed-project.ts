import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import manifest from '../../package.json';

const root = join(import.meta.dirname, '../..');

export interface PackedProject {
  folder: string;
  tarball: string;
  write(files: Record<string, string>): void;
  remove(): void;
}

/**
 * A project outside of this repository in which the packed tarball is installed, as npm lays it out. Its dependencies are linked to
 * the ones here, so that no registry is needed.
 */
export function packedProject(): PackedProject {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'zentra-packed-')));
  const npm = (args: string[]) =>
    execFileSync('npm', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  npm(['pack', '--ignore-scripts', '--pack-destination', folder]);
  const tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz'))!);
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, 'zentra-compat'), { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', join(modules, 'zentra-compat')]);
  for (const name of [...Object.keys(manifest.dependencies), '@types']) {
    symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
  return {
    folder,
    tarball,
    write(files) {
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, file)), { recursive: true });
        writeFileSync(join(folder, file), text);
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
