/** The stage at which a repository failed. */
export const STAGES = ['resolve', 'fetch', 'check-out', 'migrate', 'commit', 'push'] as const;
export type Stage = (typeof STAGES)[number];

/**
 * Why a repository failed. `refused`: the repository or the manifest asks for something that we do not do. `size`, `time`, `memory`: a
 * limit was reached. `git`: git failed. `crash`: the migration died or could not handle its input.
 */
export const CAUSES = ['refused', 'size', 'time', 'memory', 'git', 'crash'] as const;
export type Cause = (typeof CAUSES)[number];

/** An expected failure of one repository: the report shows it, and other repositories are not affected. */
export class JobFailure extends Error {
  constructor(
    readonly stage: Stage,
    readonly why: Cause,
    message: string,
  ) {
    super(message);
    this.name = 'JobFailure';
  }

  /** Whether trying again may help: networks and machines recover, repositories and limits do not. */
  get retryable(): boolean {
    return this.why === 'git' || this.why === 'crash';
  }
}

/** The caller stopped the job: it has neither succeeded nor failed. */
export class JobStopped extends Error {
  /** The exit code that shells use for an interrupt. */
  readonly exitCode = 130;

  constructor() {
    super('stopped');
    this.name = 'JobStopped';
  }
}
