/** Where in its job a repository failed. */
export const STAGES = ['resolve', 'fetch', 'check-out', 'migrate', 'commit', 'push'] as const;
export type Stage = (typeof STAGES)[number];

/**
 * Why. `refused`: the repository or the manifest asks for something that is not done. `size`, `time`, `memory`: a limit. `git`: git said
 * no. `crash`: the migration died or made no sense of what it was given.
 */
export const CAUSES = ['refused', 'size', 'time', 'memory', 'git', 'crash'] as const;
export type Cause = (typeof CAUSES)[number];

/** A repository's failure: expected, told in the report, and nobody else's problem. */
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

/** The caller told the job to stop: neither done nor failed. */
export class JobStopped extends Error {
  /** As shells count an interrupt. */
  readonly exitCode = 130;

  constructor() {
    super('stopped');
    this.name = 'JobStopped';
  }
}
