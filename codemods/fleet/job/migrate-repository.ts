import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { redact } from 'zentra-compat/contract';
import type { Report } from '../../report/report';
import { lastWords } from '../child/last-words';
import type { Bounds } from '../child/run-bounded';
import { type CacheLease, leaseCache } from '../git/cache-lease';
import { checkOut } from '../git/check-out';
import { commitChanges } from '../git/commit-changes';
import { fetchSource, type SourceCommit } from '../git/fetch-source';
import { type Git, gitIn } from '../git/git';
import { pushBranch } from '../git/push-branch';
import { readTree } from '../git/tree';
import { sourceText } from '../manifest/source';
import { commitMessage } from './commit-message';
import { type FleetJob, jobDigest } from './fleet-job';
import { JobFailure, JobStopped, type Stage } from './job-failure';
import { type Done, type RepositoryState, STATE_VERSION } from './repository-state';
import { type ChildProgram, runMigration } from './run-migration';
import type { SpentFolders } from './spent-folders';
import { summariseReport } from './summarise-report';

export interface JobEnvironment {
  child: ChildProgram;
  toolVersion: string;
  /** Fetched repositories, kept from run to run. Can be deleted at any time. */
  cacheFolder: string;
  /** Parent of the working trees. */
  workFolder: string;
  /** Deletes the working trees of ended jobs. */
  spent: SpentFolders;
  /** An empty folder for the reports and the patch. */
  resultsFolder: string;
  signal: AbortSignal;
  onStage?: (stage: Stage) => void;
}

/**
 * Migrates one repository, from its address to its reports and patch. `fleet run` and `fleet work` both call it.
 *
 * A repository's failure is an outcome, not an exception.
 *
 * @throws {JobStopped} when the signal ends the job; its results do not count then
 */
export async function migrateRepository(
  job: FleetJob,
  environment: JobEnvironment,
): Promise<RepositoryState> {
  const startedAt = Date.now();
  const attempt = new Attempt(job, environment, startedAt + job.limits.timeSeconds * 1000);
  try {
    const outcome = await attempt.run().catch((error: unknown) => failedOutcome(error, attempt.stage));
    return {
      schemaVersion: STATE_VERSION,
      name: job.name,
      slug: job.slug,
      url: sourceText(job.source),
      ...(job.ref !== undefined && { ref: job.ref }),
      ...(job.folder !== undefined && { folder: job.folder }),
      labels: job.labels,
      ...(attempt.source && { sourceCommit: attempt.source.id }),
      toolVersion: environment.toolVersion,
      digest: jobDigest(job),
      startedAt: new Date(startedAt).toISOString(),
      durationMs: Date.now() - startedAt,
      outcome,
    };
  } finally {
    attempt.cleanUp();
  }
}

/** Disk space counted for each file in addition to its size: file systems allocate blocks. */
const BYTES_PER_FILE = 4096;

/** An unexpected error, too, fails only this repository and not the fleet. */
function failedOutcome(error: unknown, at: Stage): RepositoryState['outcome'] {
  if (error instanceof JobStopped) throw error;
  const failure =
    error instanceof JobFailure
      ? error
      : new JobFailure(at, 'crash', `unexpected: ${lastWords(String(error))}`);
  const { stage, why, message, retryable } = failure;
  return { status: 'failed', stage, why, message, retryable };
}

/**
 * Whether the report lists a file of the tree as changed. Reports redact file names, too, so names are compared redacted: the timestamp
 * at the start of a database migration's name looks like a card number.
 */
function reportedIn({ files }: Report, folder: string | undefined): (file: string) => boolean {
  const changed = new Set(
    files
      .filter(({ status }) => status === 'changed')
      .flatMap(({ file, movedTo }) => [file, movedTo ?? file]),
  );
  const above = folder === undefined ? '' : `${folder}/`;
  return (file) => file.startsWith(above) && changed.has(redact(file.slice(above.length)));
}

class Attempt {
  source: SourceCommit | undefined;
  stage: Stage = 'fetch';
  #bytes = 0;
  #done = false;
  readonly #folder: string;
  readonly #scratch: string;
  readonly #bounds: Bounds;
  readonly #lease: CacheLease;

  constructor(
    readonly job: FleetJob,
    readonly environment: JobEnvironment,
    deadline: number,
  ) {
    mkdirSync(environment.workFolder, { recursive: true });
    this.#folder = mkdtempSync(path.join(environment.workFolder, `${job.slug}.`));
    this.#scratch = path.join(this.#folder, 'home');
    mkdirSync(this.#scratch);
    this.#bounds = {
      deadline,
      memoryBytes: job.limits.memoryMegabytes * 1024 * 1024,
      signal: environment.signal,
    };
    this.#lease = leaseCache(environment.cacheFolder, job.slug, path.join(this.#folder, 'cache'));
  }

  async run(): Promise<Done> {
    try {
      return await this.#migrate();
    } catch (error) {
      // A damaged cache can make git fail: try once more with an empty one.
      if (
        !(this.#lease.reused && error instanceof JobFailure && error.why === 'git' && error.stage !== 'push')
      )
        throw error;
      this.#lease.reset();
      return await this.#migrate();
    }
  }

  async #migrate(): Promise<Done> {
    const { job, environment } = this;
    const git = gitIn(this.#lease.gitFolder, this.#scratch, this.#bounds);
    const tree = { folder: path.join(this.#folder, 'tree'), index: path.join(this.#folder, 'index') };
    rmSync(tree.folder, { recursive: true, force: true });
    rmSync(tree.index, { force: true });

    const source = await this.#fetch(git);
    this.#enter('check-out');
    const entries = await readTree(git, source.id, job.limits);
    this.#bytes = entries.reduce((sum, { size }) => sum + size + BYTES_PER_FILE, 0);
    const leftOut = await checkOut(git, source.id, entries, tree);

    this.#enter('migrate');
    const folder = path.join(tree.folder, job.folder ?? '.');
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
      throw new JobFailure('migrate', 'refused', `there is no folder ${job.folder} in the repository`);
    }
    const report = await runMigration(
      environment.child,
      job,
      folder,
      this.#scratch,
      environment.resultsFolder,
      this.#bounds,
    );

    this.#enter('commit');
    const message = commitMessage(job, report, environment.toolVersion);
    const commit = await commitChanges(git, job, source, tree, reportedIn(report, job.folder), message);
    if (commit !== undefined)
      writeFileSync(path.join(environment.resultsFolder, 'migration.patch'), commit.patch);

    const pushed = job.push && commit !== undefined;
    if (pushed) {
      this.#enter('push');
      await pushBranch(git, this.#lease.gitFolder, job, commit.id);
    }
    this.#done = true;
    return {
      status: 'done',
      ...summariseReport(report),
      ...(commit && { commit: { id: commit.id, branch: job.branch, pushed } }),
      leftOut,
    };
  }

  async #fetch(git: Git): Promise<SourceCommit> {
    this.#enter('fetch');
    this.source = await fetchSource(git, this.#lease.gitFolder, this.job, () => this.#lease.reset());
    return this.source;
  }

  #enter(stage: Stage): void {
    if (this.environment.signal.aborted) throw new JobStopped();
    this.stage = stage;
    this.environment.onStage?.(stage);
  }

  cleanUp(): void {
    this.#lease.release();
    this.environment.spent.add(this.#folder, this.#bytes);
    // A full disk may have caused the failure: free the space now.
    if (!this.#done) this.environment.spent.clear();
  }
}
