/**
 * Wrong usage or configuration: the command line prints the message as it stands and exits with 2. It goes by `exitCode`, not
 * by `instanceof`: each file of the build that is loaded later has its own copy of this class.
 */
export class UsageError extends Error {
  override name = 'UsageError';
  readonly exitCode = 2;
}
