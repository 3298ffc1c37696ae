import { createHash } from 'node:crypto';
import { type FleetJob, fleetJobSchema } from '../job/fleet-job';
import { ManifestError, type ReadManifest } from './read';
import { sourceText } from './source';

const DEFAULT_BRANCH = 'zentra-codemods/migrate';

const DEFAULT_LIMITS = {
  timeSeconds: 600,
  memoryMegabytes: 2048,
  maxFiles: 200_000,
  maxMegabytes: 2048,
};

/** A neutral identity: the commit says which tool made it, and no person is named. */
const DEFAULT_COMMIT = { name: 'zentra-codemods', email: 'zentra-codemods@localhost' };

/**
 * Plans one job for each repository. Its own settings override the manifest's defaults, which override ours.
 *
 * @param push whether branches are pushed to where the repositories came from
 * @throws {ManifestError} when two jobs would push to one branch
 */
export function planJobs(manifest: ReadManifest, { push }: { push: boolean }): FleetJob[] {
  const { defaults } = manifest;
  const jobs = manifest.repositories.map(({ name, source, entry }) =>
    fleetJobSchema.parse({
      name,
      slug: slugOf(name),
      source,
      ref: entry.ref ?? defaults.ref,
      folder: entry.folder?.replace(/\/$/, ''),
      labels: { ...defaults.labels, ...entry.labels },
      options: { ...defaults.options, ...entry.options },
      limits: { ...DEFAULT_LIMITS, ...defaults.limits, ...entry.limits },
      branch: entry.branch ?? defaults.branch ?? DEFAULT_BRANCH,
      commit: { ...DEFAULT_COMMIT, ...defaults.commit, ...entry.commit },
      push,
    } satisfies Record<keyof Omit<FleetJob, 'pinned'>, unknown>),
  );
  if (push) refuseSharedBranches(manifest, jobs);
  return jobs;
}

/** Two folders of one repository, for example: the second job would replace the first one's branch as if an earlier run had made it. */
function refuseSharedBranches({ repositories }: ReadManifest, jobs: readonly FleetJob[]): void {
  const firstWithBranch = new Map<string, number>();
  const problems: string[] = [];
  for (const [index, { source, branch }] of jobs.entries()) {
    const key = JSON.stringify([sourceText(source).replace(/\/*(\.git)?\/*$/, ''), branch]);
    const first = firstWithBranch.get(key);
    if (first === undefined) firstWithBranch.set(key, index);
    else {
      problems.push(
        `${repositories[index]?.at}would be pushed to the branch of repositories[${first}], ${branch}; give each a \`branch\` of its own`,
      );
    }
  }
  if (problems.length > 0) throw new ManifestError(problems);
}

/** Returns a unique file name for each name, also on file systems that ignore case or limit the length. */
export function slugOf(name: string): string {
  const readable = name.toLowerCase().replaceAll('/', '--').slice(0, 80);
  return `${readable}-${createHash('sha256').update(name.toLowerCase()).digest('hex').slice(0, 8)}`;
}
