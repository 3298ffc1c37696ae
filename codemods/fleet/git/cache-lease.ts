import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { liveness, type ProcessIdentity, thisProcess } from '../../engine/write/process-identity';

export interface CacheLease {
  /** The repository to fetch into. */
  gitFolder: string;
  /** Whether it holds objects of an earlier job. */
  reused: boolean;
  /** Deletes the repository, so that the next fetch starts from an empty one. */
  reset(): void;
  /** Ends the lease. Until then the cache counts as half-written. */
  release(): void;
}

/**
 * One job's exclusive use of a repository's cache. A cache held by a dead process is discarded, since git was interrupted there; while a
 * live process holds it, the job works in `privateFolder` instead.
 */
export function leaseCache(cacheFolder: string, slug: string, privateFolder: string): CacheLease {
  const folder = path.join(cacheFolder, slug);
  for (const attempt of ['first', 'after clearing']) {
    mkdirSync(folder, { recursive: true });
    if (tryHold(folder)) return lease(folder);
    if (attempt === 'first' && holderIsGone(folder)) discard(folder);
    else break;
  }
  mkdirSync(privateFolder, { recursive: true });
  return lease(privateFolder);
}

const holdFile = (folder: string) => path.join(folder, 'held');

function lease(folder: string): CacheLease {
  const gitFolder = path.join(folder, 'git');
  return {
    gitFolder,
    reused: existsSync(gitFolder),
    reset: () => rmSync(gitFolder, { recursive: true, force: true }),
    release: () => rmSync(holdFile(folder), { force: true }),
  };
}

function tryHold(folder: string): boolean {
  try {
    writeFileSync(holdFile(folder), JSON.stringify(thisProcess()), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function holderIsGone(folder: string): boolean {
  try {
    return liveness(JSON.parse(readFileSync(holdFile(folder), 'utf8')) as ProcessIdentity) === 'dead';
  } catch (error) {
    // Not JSON: the process died while it wrote the file. Missing: the lease has just ended.
    return error instanceof SyntaxError;
  }
}

/** Moved first, so that a half-deleted cache is never found. */
function discard(folder: string): void {
  const aside = `${folder}.${randomUUID()}`;
  renameSync(folder, aside);
  rmSync(aside, { recursive: true, force: true });
}
