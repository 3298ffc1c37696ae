import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gitIn } from '../git/git';
import { resolveRef } from '../git/resolve-ref';
import { type FleetJob, jobDigest } from '../job/fleet-job';
import { JobStopped, type Stage } from '../job/job-failure';
import { migrateRepository } from '../job/migrate-repository';
import { isCurrent, type RepositoryState } from '../job/repository-state';
import type { ChildProgram } from '../job/run-migration';
import { SpentFolders } from '../job/spent-folders';
import type { OutFolder } from '../out-folder';

export type FleetEvent =
  | { kind: 'stage'; job: FleetJob; stage: Stage }
  | { kind: 'retry'; job: FleetJob; state: RepositoryState }
  | { kind: 'finished'; job: FleetJob; state: RepositoryState }
  | { kind: 'skipped'; job: FleetJob; state: RepositoryState };

export interface FleetRun {
  jobs: readonly FleetJob[];
  out: OutFolder;
  child: ChildProgram;
  toolVersion: string;
  /** How many repositories at a time. */
  concurrency: number;
  /** Attempts for each repository whose failure is retryable. */
  attempts: number;
  /** Milliseconds before the second attempt; doubled before each later one. */
  retryDelay: number;
  signal: AbortSignal;
  onEvent: (event: FleetEvent) => void;
}

export interface FleetRunResult {
  finished: number;
  failed: number;
  skipped: number;
  /** Left to do, because the run was stopped. */
  remaining: number;
}

/**
 * Migrates every repository on this machine. Each result is on the disk before the next job starts, so that a stopped run, however
 * suddenly it ended, continues where it was.
 */
export async function runFleet(run: FleetRun): Promise<FleetRunResult> {
  const waiting = [...run.jobs];
  const result: FleetRunResult = { finished: 0, failed: 0, skipped: 0, remaining: 0 };
  // A fault outside of the repositories, such as a full disk, ends the whole run, after the running jobs have stopped.
  const fault = new AbortController();
  const signal = AbortSignal.any([run.signal, fault.signal]);
  const spent = new SpentFolders();
  const lane = async () => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      if (signal.aborted) result.remaining += 1;
      else result[await oneRepository(job, { ...run, signal }, spent)] += 1;
    }
  };
  const lanes = Array.from({ length: run.concurrency }, () =>
    lane().catch((error: unknown) => {
      fault.abort();
      throw error;
    }),
  );
  const endings = await Promise.allSettled(lanes);
  spent.clear();
  for (const ended of endings) {
    if (ended.status === 'rejected') throw ended.reason;
  }
  return result;
}

async function oneRepository(
  job: FleetJob,
  run: FleetRun,
  spent: SpentFolders,
): Promise<keyof FleetRunResult> {
  try {
    const current = await currentState(job, run);
    if (current !== undefined) {
      run.onEvent({ kind: 'skipped', job, state: current });
      return 'skipped';
    }
    for (let attempt = 1; ; attempt += 1) {
      const results = run.out.newResults(job.slug);
      try {
        const state = await migrateRepository(job, {
          child: run.child,
          toolVersion: run.toolVersion,
          cacheFolder: run.out.cache,
          workFolder: run.out.work,
          spent,
          resultsFolder: results,
          signal: run.signal,
          onStage: (stage) => run.onEvent({ kind: 'stage', job, stage }),
        });
        if (state.outcome.status === 'failed' && state.outcome.retryable && attempt < run.attempts) {
          run.onEvent({ kind: 'retry', job, state });
          await wait(run.retryDelay * 2 ** (attempt - 1), undefined, { signal: run.signal }).catch(stopped);
          continue;
        }
        await run.out.publish(results, state);
        run.onEvent({ kind: 'finished', job, state });
        return state.outcome.status === 'done' ? 'finished' : 'failed';
      } finally {
        rmSync(results, { recursive: true, force: true });
      }
    }
  } catch (error) {
    if (error instanceof JobStopped) return 'remaining';
    throw error;
  }
}

function stopped(): never {
  throw new JobStopped();
}

/** The repository's state, if it is for the present commit of its ref, this version and these settings. */
async function currentState(job: FleetJob, run: FleetRun): Promise<RepositoryState | undefined> {
  const state = run.out.state(job.slug);
  const wanted = { toolVersion: run.toolVersion, digest: jobDigest(job) };
  if (
    state?.sourceCommit === undefined ||
    !isCurrent(state, { ...wanted, sourceCommit: state.sourceCommit })
  ) {
    return undefined;
  }
  const sourceCommit = await commitNow(job, run.signal);
  return sourceCommit !== undefined && isCurrent(state, { ...wanted, sourceCommit }) ? state : undefined;
}

/**
 * The present commit of the job's ref; `undefined` when the source cannot be asked: the job itself will say why.
 *
 * @throws {JobStopped} when the signal ends it
 */
export async function commitNow(job: FleetJob, signal: AbortSignal): Promise<string | undefined> {
  const home = mkdtempSync(path.join(tmpdir(), 'zentra-fleet-'));
  try {
    const deadline = Date.now() + Math.min(job.limits.timeSeconds, 120) * 1000;
    const git = gitIn(undefined, home, {
      deadline,
      memoryBytes: job.limits.memoryMegabytes * 1024 * 1024,
      signal,
    });
    return await resolveRef(git, job.source, job.ref);
  } catch (error) {
    if (error instanceof JobStopped) throw error;
    return undefined;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
