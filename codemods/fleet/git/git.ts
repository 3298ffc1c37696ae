import path from 'node:path';
import { type BoundedCommand, type Bounds, runBounded } from '../child/run-bounded';
import { failureOf } from '../job/failure-of';
import type { Stage } from '../job/job-failure';
import { type GitSurroundings, gitEnvironment, HARDENING } from './environment';

export interface GitCall {
  stage: Stage;
  surroundings: GitSurroundings;
  args: readonly string[];
  /** Variables that name the index and the working tree. */
  env?: Readonly<Record<string, string>>;
  input?: string | Buffer;
  maxOutput?: number;
  alsoStopWhen?: NonNullable<BoundedCommand['alsoStopWhen']>;
}

/** Runs git and returns its standard output. */
export type Git = (call: GitCall) => Promise<Buffer>;

/**
 * @param folder the repository (`GIT_DIR`) that every command works on; none for commands that only ask a remote
 * @param emptyHome a folder without configuration
 * @throws {JobFailure} when git fails or a bound is reached
 * @throws {JobStopped} when the caller's signal ends it
 */
export function gitIn(folder: string | undefined, emptyHome: string, bounds: Bounds): Git {
  return async ({ stage, surroundings, args, env, ...rest }) => {
    const result = await runBounded({
      ...bounds,
      ...rest,
      command: 'git',
      args: [...HARDENING, ...args],
      cwd: emptyHome,
      env: {
        ...gitEnvironment(surroundings, emptyHome),
        // Git must not find a repository that surrounds the output folder.
        GIT_CEILING_DIRECTORIES: path.dirname(emptyHome),
        ...(folder !== undefined && { GIT_DIR: folder }),
        ...env,
      },
    });
    if (result.ending.kind === 'exit' && result.ending.code === 0) return result.stdout;
    throw failureOf(result, stage, `git ${args[0]}`, bounds);
  };
}
