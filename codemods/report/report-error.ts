/** A file that is not a report, or not one that this version can read; the message names the file and what to do. */
export class ReportError extends Error {
  /** Exit code of the command line: the given file is wrong. */
  readonly exitCode = 2;

  /** Compares name and exit code, as each lazily loaded file of the build has its own copy of this class. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return (
      value instanceof Error && value.name === 'ReportError' && 'exitCode' in value && value.exitCode === 2
    );
  }

  static {
    ReportError.prototype.name = 'ReportError';
  }
}
