import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FleetJob } from '../job/fleet-job';
import { JobFailure, type Stage } from '../job/job-failure';
import { addressOf, otherSide } from './address';
import type { Git } from './git';

export interface SourceCommit {
  id: string;
  /** Id of its tree. */
  tree: string;
  /** Time of the commit, in seconds since 1970. */
  committedAt: number;
}

/** A cache with more packs than this is slower than a new one. */
const MAX_PACKS = 20;

/**
 * Overrides every `.gitattributes` of the tree: no filter, no re-encoding, no keyword, no change of line ends. Files are checked out and
 * committed byte for byte.
 */
const ATTRIBUTES = '* -filter -text -ident -working-tree-encoding !eol !diff !merge\n';

/** Makes `gitFolder` a repository that holds the source's commit, and nothing of its history. */
export async function fetchSource(
  git: Git,
  gitFolder: string,
  job: FleetJob,
  resetCache: () => void,
): Promise<SourceCommit> {
  if (packs(gitFolder).length > MAX_PACKS) resetCache();
  await initialise(git, gitFolder);

  await fetchCommit(git, gitFolder, job, 'fetch', job.pinned ?? job.ref ?? 'HEAD', 'refs/fleet/source');
  return await readCommit(git);
}

/** Fetches one commit without its history. Stops when it exceeds the job's size limit. */
export async function fetchCommit(
  git: Git,
  gitFolder: string,
  { source, limits }: FleetJob,
  stage: Stage,
  wanted: string,
  into: string,
): Promise<void> {
  const before = packedBytes(gitFolder);
  await git({
    stage,
    surroundings: 'network',
    args: [
      'fetch',
      ...[
        '--quiet',
        '--depth=1',
        '--update-shallow',
        '--no-tags',
        '--no-recurse-submodules',
        '--no-write-fetch-head',
      ],
      ...otherSide(source, 'upload-pack'),
      ...['--', addressOf(source), `+${wanted}:${into}`],
    ],
    alsoStopWhen: () =>
      packedBytes(gitFolder) - before > limits.maxMegabytes * 1024 * 1024
        ? `it fetched more than ${limits.maxMegabytes} MB (limits.maxMegabytes)`
        : undefined,
  });
}

async function initialise(git: Git, gitFolder: string): Promise<void> {
  if (!existsSync(path.join(gitFolder, 'HEAD'))) {
    mkdirSync(gitFolder, { recursive: true });
    await git({ stage: 'fetch', surroundings: 'local', args: ['init', '--quiet', '--bare', '--template='] });
  }
  mkdirSync(path.join(gitFolder, 'info'), { recursive: true });
  writeFileSync(path.join(gitFolder, 'info', 'attributes'), ATTRIBUTES);
}

async function readCommit(git: Git): Promise<SourceCommit> {
  // Not `show`, which compares trees: a tree bomb (few objects, endless paths) would keep it busy for ever.
  const args = ['rev-list', '--max-count=1', '--format=%H %T %ct', 'refs/fleet/source', '--'];
  const output = await git({ stage: 'fetch', surroundings: 'local', args });
  const [, id, tree, seconds] =
    /^([0-9a-f]{40,64}) ([0-9a-f]{40,64}) (-?\d*)$/m.exec(output.toString('utf8')) ?? [];
  if (id === undefined || tree === undefined)
    throw new JobFailure('fetch', 'refused', 'what was fetched is no commit');
  return { id, tree, committedAt: Math.max(0, Number(seconds) || 0) };
}

function packs(gitFolder: string): string[] {
  const folder = path.join(gitFolder, 'objects', 'pack');
  try {
    return readdirSync(folder)
      .filter((file) => /^tmp_pack|\.pack$/.test(file))
      .map((file) => path.join(folder, file));
  } catch {
    return [];
  }
}

const packedBytes = (gitFolder: string): number =>
  packs(gitFolder).reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
