import path from 'node:path';
import type { FleetJob } from '../../../codemods/fleet/job/fleet-job';
import { type JobEnvironment, migrateRepository } from '../../../codemods/fleet/job/migrate-repository';
import type { Done, RepositoryState } from '../../../codemods/fleet/job/repository-state';
import type { ChildProgram } from '../../../codemods/fleet/job/run-migration';
import { SpentFolders } from '../../../codemods/fleet/job/spent-folders';
import { planJobs } from '../../../codemods/fleet/manifest/plan';
import { readManifest } from '../../../codemods/fleet/manifest/read';
import { temporary } from './repository';

export const stubChild: ChildProgram = {
  script: path.join(__dirname, 'testdata', 'stub-child.cjs'),
  compileCache: path.join(temporary(), 'compiled'),
};

export const realChild: ChildProgram = {
  ...stubChild,
  script: path.resolve(__dirname, '../../../codemods/dist/fleet-child.cjs'),
};

export const VERSION = '0.0.0';

/** The jobs of a manifest given as a value. */
export function jobsOf(repositories: readonly object[], { push = false, defaults = {} } = {}): FleetJob[] {
  const manifest = JSON.stringify({ version: 1, defaults, repositories });
  return planJobs(readManifest(manifest, 'manifest.json', '/'), { push });
}

export function jobOf(url: string, entry: object = {}, more: Parameters<typeof jobsOf>[1] = {}): FleetJob {
  return jobsOf([{ url, name: 'acme/shop', ...entry }], more)[0] as FleetJob;
}

export interface Migrated {
  state: RepositoryState;
  environment: JobEnvironment;
}

/** Runs one job with the stand-in child, in folders of its own. */
export async function migrate(job: FleetJob, given: Partial<JobEnvironment> = {}): Promise<Migrated> {
  const folder = temporary();
  const environment: JobEnvironment = {
    child: stubChild,
    toolVersion: VERSION,
    cacheFolder: path.join(folder, 'cache'),
    workFolder: path.join(folder, 'work'),
    spent: new SpentFolders(0),
    resultsFolder: temporary(),
    signal: new AbortController().signal,
    ...given,
  };
  return { state: await migrateRepository(job, environment), environment };
}

export function done({ state }: Migrated): Done {
  if (state.outcome.status !== 'done')
    throw new Error(`failed at ${state.outcome.stage}: ${state.outcome.message}`);
  return state.outcome;
}

export function failure({ state }: Migrated) {
  if (state.outcome.status !== 'failed') throw new Error('was expected to fail, and did not');
  return state.outcome;
}
