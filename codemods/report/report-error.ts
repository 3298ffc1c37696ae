/** A file that is not a report, or not one that this version can read; the message names the file and what to do. */
export class ReportError extends Error {
  /** Exit code of the command line: the given file is wrong. */
  readonly exitCode = 2;
  static {
    ReportError.prototype.name = 'ReportError';
  }
}
