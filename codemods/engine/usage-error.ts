/**
 * Wrong usage or configuration: an option, a path, a rule that does not exist, uncommitted changes, another run at work. The message
 * names the thing at fault and says what to do; the command line prints it as it stands and exits with 2.
 *
 * @example
 * ```ts
 * import { migrate, UsageError } from 'zentra-codemods';
 *
 * try {
 *   await migrate({ root: '.', rules: ['freeze'] });
 * } catch (error) {
 *   if (!(error instanceof UsageError)) throw error;
 *   console.error(error.message); // no such rule: freeze. The rules are …
 * }
 * ```
 */
export class UsageError extends Error {
  override name = 'UsageError';
  readonly exitCode = 2;

  /** Compares name and exit code, as each lazily loaded file of the build and each thread has its own copy of this class. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return (
      value instanceof Error && value.name === 'UsageError' && 'exitCode' in value && value.exitCode === 2
    );
  }
}
