import { lastWords } from '../child/last-words';
import type { BoundedResult, Bounds } from '../child/run-bounded';
import { type Cause, JobFailure, JobStopped, type Stage } from './job-failure';

const megabytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`;

/** V8's messages for running out of memory, in a process and in a worker thread. */
const outOfMemory = /heap out of memory|Allocation failed|ERR_WORKER_OUT_OF_MEMORY|reaching memory limit/;

/** Converts a child's unsuccessful ending into the failure of its job. */
export function failureOf(
  { ending, stderr }: BoundedResult,
  stage: Stage,
  what: string,
  bounds: Bounds,
): JobFailure | JobStopped {
  const cause: Cause = stage === 'migrate' ? 'crash' : 'git';
  const said = lastWords(stderr);
  switch (ending.kind) {
    case 'aborted':
      return new JobStopped();
    case 'time':
      return new JobFailure(stage, 'time', `${what} was stopped: the repository's time limit was reached`);
    case 'memory':
      return new JobFailure(
        stage,
        'memory',
        `${what} was stopped at ${megabytes(ending.bytes)} of memory; the limit is ${megabytes(bounds.memoryBytes)}`,
      );
    case 'stopped':
      return new JobFailure(stage, 'size', `${what} was stopped: ${ending.reason}`);
    case 'unstartable':
      return new JobFailure(stage, cause, `${what} could not be started: ${ending.message}`);
    case 'signal':
      return outOfMemory.test(stderr)
        ? new JobFailure(
            stage,
            'memory',
            `${what} ran out of memory; the limit is ${megabytes(bounds.memoryBytes)}`,
          )
        : new JobFailure(stage, cause, `${what} died of ${ending.signal}${said && `: ${said}`}`);
    case 'exit':
      if (outOfMemory.test(stderr)) {
        return new JobFailure(
          stage,
          'memory',
          `${what} ran out of memory; the limit is ${megabytes(bounds.memoryBytes)}`,
        );
      }
      return ending.code === 127 && what.startsWith('git')
        ? new JobFailure(stage, cause, 'git was not found; install it, or put it on PATH')
        : new JobFailure(stage, cause, `${what} failed (exit ${ending.code})${said && `: ${said}`}`);
  }
}
