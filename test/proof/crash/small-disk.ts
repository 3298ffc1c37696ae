import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SmallDisk {
  folder: string;
  /** Uses up the disk but for so many bytes. */
  fill(leave: number): void;
  /** Gives back what `fill` took. */
  free(): void;
  unmount(): void;
}

/** A disk of its own, of so many bytes; or why there is none: mounting takes root, and a system that lets root mount. */
export function smallDisk(folder: string, bytes: number): SmallDisk | { reason: string } {
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder], { stdio: 'pipe' });
  } catch (error) {
    return { reason: `a small disk cannot be mounted here: ${String(error).split('\n')[1] ?? error}` };
  }
  const ballast = join(folder, '.ballast');
  return {
    folder,
    fill(leave) {
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - leave)));
    },
    free: () => rmSync(ballast, { force: true }),
    unmount: () => execFileSync('umount', [folder], { stdio: 'pipe' }),
  };
}
