/** A file that is no report, or none that this version can read; the message names the file and what to do. */
export class ReportError extends Error {
  /** For the command line: the file that was given is wrong. */
  readonly exitCode = 2;
  static {
    ReportError.prototype.name = 'ReportError';
  }
}
