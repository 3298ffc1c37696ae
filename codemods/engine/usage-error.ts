/** Wrong usage or configuration: the command line prints the message as it stands and exits with 2. */
export class UsageError extends Error {
  override name = 'UsageError';
  readonly exitCode = 2;
}
