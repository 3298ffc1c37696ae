import type { FleetJob } from '../job/fleet-job';
import { JobFailure } from '../job/job-failure';
import { addressOf, otherSide } from './address';
import { fetchCommit } from './fetch-source';
import type { Git } from './git';

/** Trailer of every commit of this tool, by which a later run recognises its own branch. */
export const TRAILER = 'Zentra-Codemods:';

/**
 * Pushes the commit to the job's branch at the source. A branch of ours from an earlier run is replaced; anyone else's is not.
 *
 * @throws {JobFailure} when the branch has commits that are not ours, or the source refuses
 */
export async function pushBranch(git: Git, gitFolder: string, job: FleetJob, commit: string): Promise<void> {
  const address = addressOf(job.source);
  const branch = `refs/heads/${job.branch}`;
  const tip = await remoteTip(git, job, branch);
  if (tip === commit) return;
  if (tip !== '' && !(await isOurs(git, gitFolder, job, tip))) {
    throw new JobFailure(
      'push',
      'refused',
      `the branch ${job.branch} has commits that are not ours: merge or delete it there, or give this repository another \`branch\``,
    );
  }
  await git({
    stage: 'push',
    surroundings: 'network',
    args: [
      'push',
      ...['--quiet', '--no-verify', '--no-follow-tags', '--recurse-submodules=no'],
      // An empty expectation means that the branch must not exist.
      `--force-with-lease=${branch}:${tip}`,
      ...otherSide(job.source, 'receive-pack'),
      ...['--', address, `${commit}:${branch}`],
    ],
  });
}

async function remoteTip(git: Git, job: FleetJob, branch: string): Promise<string> {
  const output = await git({
    stage: 'push',
    surroundings: 'network',
    args: [
      'ls-remote',
      '--quiet',
      ...otherSide(job.source, 'upload-pack'),
      '--',
      addressOf(job.source),
      branch,
    ],
  });
  const line = output
    .toString('utf8')
    .split('\n')
    .find((candidate) => candidate.endsWith(`\t${branch}`));
  return line?.split('\t')[0] ?? '';
}

/** Whether the tool made this commit and nobody amended it: amending changes the committer. */
async function isOurs(git: Git, gitFolder: string, job: FleetJob, tip: string): Promise<boolean> {
  await fetchCommit(git, gitFolder, job, 'push', tip, 'refs/fleet/pushed');
  const commit = await git({ stage: 'push', surroundings: 'local', args: ['cat-file', 'commit', tip] });
  const [headers = '', ...message] = commit.toString('utf8').split('\n\n');
  return (
    headers.includes(`<${job.commit.email}>`, headers.indexOf('\ncommitter ')) && message.some(hasTrailer)
  );
}

const hasTrailer = (paragraph: string) =>
  paragraph.split('\n').some((line) => line.startsWith(`${TRAILER} `));
