import type { FleetJob } from '../job/fleet-job';
import { JobFailure } from '../job/job-failure';
import type { Git } from './git';

export interface TreeEntry {
  kind: 'file' | 'symlink' | 'submodule';
  size: number;
  /** The path's bytes, one character each: not every path is UTF-8. */
  rawPath: string;
}

const BYTES_PER_LINE = 300;

/** Far above any real repository; programs that walk a tree recursively fail at some thousand levels. */
const MAX_PATH_BYTES = 2000;
const MAX_DEPTH = 200;

/**
 * Lists and checks the files of a commit before the check-out writes any of them.
 *
 * @throws {JobFailure} `size` past the job's limits, `refused` for paths that would leave the folder, be git's own, or lead too deep
 */
export async function readTree(git: Git, commit: string, limits: FleetJob['limits']): Promise<TreeEntry[]> {
  const tooMany = () =>
    new JobFailure('check-out', 'size', `the tree has more than ${limits.maxFiles} files (limits.maxFiles)`);
  const listing = await git({
    stage: 'check-out',
    surroundings: 'local',
    args: ['ls-tree', '-r', '-z', '-l', '--full-tree', commit],
    maxOutput: limits.maxFiles * BYTES_PER_LINE + 64 * 1024,
  }).catch((error) => {
    throw error instanceof JobFailure && error.why === 'size' ? tooMany() : error;
  });
  const entries = parseTree(listing.toString('latin1'));
  if (entries.length > limits.maxFiles) throw tooMany();
  for (const { rawPath } of entries) refuseUnsafe(rawPath);
  const bytes = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (bytes > limits.maxMegabytes * 1024 * 1024) {
    throw new JobFailure(
      'check-out',
      'size',
      `the tree has ${Math.ceil(bytes / 1024 / 1024)} MB; the limit is ${limits.maxMegabytes} MB (limits.maxMegabytes)`,
    );
  }
  return entries;
}

/** Lines of `git ls-tree -l -z`: mode, type, object, size (`-` for a submodule), a tab, the path. */
function parseTree(listing: string): TreeEntry[] {
  return listing
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const tab = line.indexOf('\t');
      const [mode = '', , , size = ''] = line.slice(0, tab).split(/ +/);
      const kind = mode === '120000' ? 'symlink' : mode === '160000' ? 'submodule' : 'file';
      return { kind, size: Number(size) || 0, rawPath: line.slice(tab + 1) };
    });
}

function refuseUnsafe(rawPath: string): void {
  const path = utf8(rawPath);
  if (rawPath.length > MAX_PATH_BYTES || path.split('/').length > MAX_DEPTH) {
    throw new JobFailure(
      'check-out',
      'refused',
      `the tree has a path of more than ${MAX_PATH_BYTES} bytes or ${MAX_DEPTH} folders: ${printable(path)}`,
    );
  }
  if (path.startsWith('/') || path.split('/').some(isUnsafePart)) {
    throw new JobFailure(
      'check-out',
      'refused',
      `the tree has a path that leaves its folder or is git's own: ${printable(path)}`,
    );
  }
}

/** Whether a file system could take the name for `.git`: by case, ignorable characters, trailing dots, streams or short names. */
function isUnsafePart(part: string): boolean {
  if (part === '' || part === '.' || part === '..') return true;
  const plain = part
    .replace(/[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g, '')
    .toLowerCase()
    .replace(/:.*$/, '')
    .replace(/[. ]+$/, '');
  return plain === '.git' || /^git~\d+$/.test(plain);
}

/**
 * The paths that are not checked out: symbolic links (they could lead out of the folder, and a migration through one would write to
 * its target), submodules, and, where the file system does not tell case apart, paths that would land on each other.
 */
export function leftOut(entries: readonly TreeEntry[], { ignoreCase }: { ignoreCase: boolean }): TreeEntry[] {
  const seen = new Map<string, number>();
  const folded = ignoreCase ? entries.map(({ rawPath }) => utf8(rawPath).normalize('NFC').toLowerCase()) : [];
  for (const path of folded) seen.set(path, (seen.get(path) ?? 0) + 1);
  return entries.filter((entry, at) => entry.kind !== 'file' || (seen.get(folded[at] ?? '') ?? 0) > 1);
}

export const utf8 = (rawPath: string): string => Buffer.from(rawPath, 'latin1').toString('utf8');

const printable = (text: string) => JSON.stringify(text).slice(1, -1).slice(0, 200);
