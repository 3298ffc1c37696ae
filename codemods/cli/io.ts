import type { Engine } from '../api/run';

/** Where a command's words go. */
export interface Output {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
  rows?: number | undefined;
}

/** The world of one run of the command line: a test gives its own. */
export interface Io {
  stdout: Output;
  stderr: Output;
  /** Absolute; relative paths of the arguments start here. */
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  /** Whether a person sits there who can be asked: keyboard and screen are a terminal. */
  isInteractive?: boolean | undefined;
  /** What the API works with. */
  engine: Engine;
  /** Sets what the process exits with; 0 unless told. */
  exit(code: ExitCode): void;
}

export const exitCodes = {
  done: 0,
  /** `--check` found legacy use. */
  legacyUse: 1,
  /** Wrong usage or configuration, a dirty tree, a path that does not exist. */
  usage: 2,
  /** Some files could not be read, parsed or written; the others were done. */
  failures: 3,
  /** Stopped by Ctrl-C, as shells count it. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
